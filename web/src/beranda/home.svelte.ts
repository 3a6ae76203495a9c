import { api, ask } from '../api/client';
import { credits } from '../api/credits.svelte';
import { events, onScan } from '../api/events';
import { Latest } from '../api/latest';
import { type Problem, asProblem } from '../api/problem';
import { type Counts, type FoundScan, countScans, listScans } from '../api/scans';
import { progressed } from '../dokumen/merging';

const CALM_MS = 400;
const RECENT = 6;
const REVIEW = 4;
const FAILED = 3;

async function figures(signal: AbortSignal) {
  const [stats, { days }] = await Promise.all([
    ask(api.GET('/api/dashboard/stats', { signal })),
    ask(api.GET('/api/dashboard/weekly-activity', { signal })),
  ]);
  return { stats, week: days };
}
export type Figures = Awaited<ReturnType<typeof figures>>;

async function asked(signal: AbortSignal, seesFigures: boolean) {
  const [counts, recent, own] = await Promise.all([
    countScans(signal),
    listScans({ limit: RECENT }, signal),
    seesFigures ? figures(signal) : null,
  ]);
  const none = { items: [] };
  const [review, failed] = await Promise.all([
    counts.needsReview > 0 ? listScans({ needsReview: true, limit: REVIEW }, signal) : none,
    counts.failed > 0 ? listScans({ status: 'failed', limit: FAILED }, signal) : none,
  ]);
  return { counts, recent: recent.items, review: review.items, failed: failed.items, figures: own };
}

/** What the first page shows; kept while somebody is elsewhere, so that coming back shows it at once. */
class Home {
  counts = $state.raw<Counts | null>(null);
  recent = $state.raw<readonly FoundScan[] | null>(null);
  review = $state.raw<readonly FoundScan[]>([]);
  failed = $state.raw<readonly FoundScan[]>([]);
  figures = $state.raw<Figures | null>(null);
  problem = $state.raw<Problem | null>(null);
  #whose = '';
  #seesFigures = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #latest = new Latest();

  async show(whose: string, seesCredits: boolean): Promise<void> {
    if (whose !== this.#whose) Object.assign(this, { counts: null, recent: null, review: [], failed: [], figures: null });
    this.#whose = whose;
    this.#seesFigures = seesCredits;
    if (seesCredits) void credits.load(whose).catch(asProblem); // the page is worth having without
    await this.load();
  }

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const loaded = await this.#latest.ask((signal) => asked(signal, this.#seesFigures));
      if (loaded) Object.assign(this, { ...loaded, problem: null });
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
      credits.follow(),
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
