const LINK = /^#(undangan|pasang)=([\w-]{1,128})$/;

/** What stands behind the `#` of an address, if it is an invitation's link or a code that pairs a phone. */
export function arrivalIn(hash: string): { kind: string; token: string } | null {
  const [, kind, token] = LINK.exec(hash) ?? [];
  return kind && token ? { kind, token } : null;
}

/** The link that somebody arrives by: taken out of the address bar at once and kept in this tab's memory only. */
class ArrivalLink {
  now = $state.raw<ReturnType<typeof arrivalIn>>(null);

  /** Called once, by main.ts, before anything else. */
  start(): void {
    this.#take();
    addEventListener('hashchange', () => this.#take());
  }

  forget(): void {
    this.now = null;
  }

  #take(): void {
    const found = arrivalIn(location.hash);
    if (!found) return;
    this.now = found;
    history.replaceState(null, '', location.pathname + location.search);
  }
}

export const arrivalLink = new ArrivalLink();
