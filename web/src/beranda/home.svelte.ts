import { api, ask } from '../api/client';
import { events, onScan } from '../api/events';
import { type Problem, asProblem } from '../api/problem';
import { type Counts, type FoundScan, countScans, listScans } from '../api/scans';
import { progressed } from '../dokumen/merging';

const CALM_MS = 400;
const RECENT = 6;
const REVIEW = 4;
const FAILED = 3;

const loadBalance = () => ask(api.GET('/api/credits'));
export type Balance = Awaited<ReturnType<typeof loadBalance>>;

/** What the first page shows; kept while somebody is elsewhere, so that coming back shows it at once. */
class Home {
  counts = $state.raw<Counts | null>(null);
  recent = $state.raw<readonly FoundScan[] | null>(null);
  review = $state.raw<readonly FoundScan[]>([]);
  failed = $state.raw<readonly FoundScan[]>([]);
  /** Null where nobody may know, as on a driver's phone. */
  balance = $state.raw<Balance | null>(null);
  problem = $state.raw<Problem | null>(null);
  #whose = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  async show(whose: string, seesCredits: boolean): Promise<void> {
    if (whose !== this.#whose) Object.assign(this, { counts: null, recent: null, review: [], failed: [], balance: null });
    this.#whose = whose;
    if (seesCredits) void loadBalance().then((balance) => (this.balance = balance)).catch(() => undefined);
    await this.load();
  }

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const [counts, recent] = await Promise.all([countScans(), listScans({ limit: RECENT })]);
      const none = { items: [] };
      const [review, failed] = await Promise.all([
        counts.needsReview > 0 ? listScans({ needsReview: true, limit: REVIEW }) : none,
        counts.failed > 0 ? listScans({ status: 'failed', limit: FAILED }) : none,
      ]);
      Object.assign(this, { counts, recent: recent.items, review: review.items, failed: failed.items, problem: null });
    } catch (error) {
      const problem = asProblem(error);
      // What is shown is better than nothing; it is loaded anew with the next thing that happens.
      if (!this.recent) this.problem = problem;
    }
  }

  /** Keep up with what happens; gives what ends it. */
  follow(): () => void {
    const soon = (): void => {
      this.#timer ??= setTimeout(() => void this.load(), CALM_MS);
    };
    const ends = [
      onScan((news) => {
        if (this.recent) this.recent = progressed(this.recent, news);
        if (news.status !== 'processing' || news.pagesRead === 0) soon();
      }),
      events.on('scan.deleted', soon),
      events.on('credits.changed', ({ credits }) => {
        if (this.balance) this.balance = { ...this.balance, credits };
      }),
      events.onGap(() => void this.load()),
    ];
    return () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      for (const end of ends) end();
    };
  }
}

export const home = new Home();
