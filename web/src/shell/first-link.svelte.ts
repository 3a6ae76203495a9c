const TOKEN = /^#awal=([\w-]{1,128})$/;

/** The token behind the `#` of an address, if it is the terminal's link to the first account. */
export function tokenIn(hash: string): string {
  return TOKEN.exec(hash)?.[1] ?? '';
}

/** The link to the first account: its token is taken out of the address bar at once and kept in this tab's memory only. */
class FirstLink {
  token = $state('');

  /** Called once, by main.ts, before anything else. The link may also be pasted into a tab that is open here already. */
  start(): void {
    this.#take();
    addEventListener('hashchange', () => this.#take());
  }

  forget(): void {
    this.token = '';
  }

  #take(): void {
    const token = tokenIn(location.hash);
    if (!token) return;
    this.token = token;
    history.replaceState(null, '', location.pathname + location.search);
  }
}

export const firstLink = new FirstLink();
