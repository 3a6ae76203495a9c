import { api, ask } from './client';
import { events } from './events';
import { Latest } from './latest';
import { asProblem } from './problem';

const loadBalance = (signal: AbortSignal) => ask(api.GET('/api/credits', { signal }));
export type Balance = Awaited<ReturnType<typeof loadBalance>>;

/** The account's credits, the same wherever they are shown. */
class Credits {
  balance = $state.raw<Balance | null>(null);
  #whose = '';
  readonly #latest = new Latest();

  /** `whose` keeps one person's credits from another. Throws a Problem. */
  async load(whose: string): Promise<void> {
    if (whose !== this.#whose) this.balance = null;
    this.#whose = whose;
    const balance = await this.#latest.ask(loadBalance);
    if (balance) this.balance = balance;
  }

  /** Keep up with what is spent and refunded; gives what ends it. */
  follow(): () => void {
    const ends = [
      events.on('credits.changed', ({ credits }) => {
        if (!this.balance) return;
        this.#latest.stop(); // an answer that is on its way is older
        this.balance = { ...this.balance, credits };
      }),
      events.onGap(() => void this.load(this.#whose).catch(asProblem)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }
}

export const credits = new Credits();
