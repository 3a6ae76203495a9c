import type { lewat as indonesian } from '../id/lewat';

export const lewat: Record<keyof typeof indonesian, string> = {
  'elsewhere.or': 'Or without a password:',
  'elsewhere.signIn': 'Sign in with {name}',
  'elsewhere.provider': 'that provider',
  'elsewhere.failed': 'It did not work with {name}',
  'elsewhere.why.not-set-up': 'This service takes no sign-in by {name}. Use another way.',
  'elsewhere.why.too-many': 'There were too many tries from this network. Wait five minutes, then try again.',
  'elsewhere.why.over': 'This try was used up, is older than ten minutes, or was begun in another browser. Begin again here.',
  'elsewhere.why.cancelled': 'You cancelled it there. Try again if you did not mean to.',
  'elsewhere.why.provider': '{name} cannot be reached, or its answer cannot be trusted. Try again in a moment.',
  'elsewhere.why.email-unproved': '{name} does not say that your e-mail was verified. Verify it there, then try again.',
  'elsewhere.why.email-known':
    'The e-mail that you have there has an account here. Sign in with its password, then link {name} on the Account page.',
  'elsewhere.why.closed': 'Registration is closed here. Ask the owner of this service for an account, then link {name} on the Account page.',
  'elsewhere.why.blocked': 'Your account here is blocked. Ask the owner of this service.',
  'elsewhere.why.taken': 'That account of {name} is linked to another user here. Use another account there.',
  'elsewhere.why.session-over': 'You are no longer signed in as who began it. Sign in, then link once more on the Account page.',
};
