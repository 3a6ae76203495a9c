// A real OpenID provider for browser tests: `node openid.mjs '{"port": …, "clientId": …, "clientSecret": …, "redirectUri": …}'`.
// Whoever types an e-mail is signed in as its owner; one that begins with "belum" has not been verified.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';

const { port, clientId, clientSecret, redirectUri } = JSON.parse(process.argv[2]);
const host = '127.0.0.1';
const SCOPES = 'openid email';
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const provider = new Provider(`http://${host}:${port}`, {
  clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
  claims: { email: ['email', 'email_verified'] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'uji' }] },
  pkce: { required: () => true },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('belum') }),
  }),
  // Nobody is asked for consent: it is our own application.
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope(SCOPES);
    await grant.save();
    return grant;
  },
});

const page = `<!doctype html><html lang="id"><title>Penyedia uji</title><h1>Penyedia uji</h1>
<form method="post"><label>E-mail <input name="email"></label><button>Masuk di sini</button><button name="cancel" value="1">Batal</button></form>`;

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  if (ctx.method === 'GET') {
    ctx.type = 'html';
    ctx.body = page;
    return undefined;
  }
  const form = new URLSearchParams(await bodyOf(ctx.req));
  const result = form.get('cancel') ? { error: 'access_denied' } : { login: { accountId: form.get('email') } };
  ctx.respond = false;
  return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
});

async function bodyOf(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

provider.listen(port, host, () => console.log('ready'));
