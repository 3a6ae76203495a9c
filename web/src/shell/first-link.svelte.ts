/** What stands before the secret in an address: the terminal's link to the first account, and the links of letters. */
type Name = 'awal' | 'sandi' | 'surel' | 'undangan' | 'pasang';

/** The token behind the `#` of an address, if it is a link of that name. */
export function tokenIn(hash: string, name: Name = 'awal'): string {
  return new RegExp(`^#${name}=([\\w-]{1,128})$`).exec(hash)?.[1] ?? '';
}

/** A link with a secret: its token is taken out of the address bar at once and kept in this tab's memory only. */
class SecretLink {
  token = $state('');

  constructor(private readonly name: Name) {}

  /** Called once, by main.ts, before anything else. The link may also be pasted into a tab that is open here already. */
  start(): void {
    this.#take();
    addEventListener('hashchange', () => this.#take());
  }

  forget(): void {
    this.token = '';
  }

  #take(): void {
    const token = tokenIn(location.hash, this.name);
    if (!token) return;
    this.token = token;
    history.replaceState(null, '', location.pathname + location.search);
  }
}

export const firstLink = new SecretLink('awal');
/** To a new password. */
export const passwordLink = new SecretLink('sandi');
/** Proves an address. */
export const emailLink = new SecretLink('surel');
/** Into an account. */
export const invitationLink = new SecretLink('undangan');
/** Pairs this phone with an account. */
export const pairingLink = new SecretLink('pasang');
