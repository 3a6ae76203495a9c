import { events, onScan } from '../api/events';
import { type Problem, asProblem } from '../api/problem';
import { type Counts, type FoundScan, type ScanQuery, countScans, listScans } from '../api/scans';
import { Latest } from '../api/latest';
import * as merging from './merging';
import { NOTHING, type Selection, among } from './selection';

const BATCH = 50;
/** As many as one request gives: so far down a list is renewed when something happened. */
const RENEWED = 100;
/** What happens within this time is one change of the list. */
const CALM_MS = 400;

/** The list of documents. It outlives its page, so that coming back finds it as it was left. */
export class Documents {
  items = $state.raw<readonly FoundScan[]>([]);
  counts = $state.raw<Counts | null>(null);
  selection = $state.raw<Selection>(NOTHING);
  problem = $state.raw<Problem | null>(null);
  /** Why the next batch did not come; what is shown stays. */
  moreProblem = $state.raw<Problem | null>(null);
  /** What is shown answers an earlier question. */
  stale = $state(false);
  /** Nothing of what is asked for is on the screen yet. */
  loading = $state(false);
  /** The next batch is on its way. */
  loadingMore = $state(false);
  cursor = $state<string | null>(null);
  /** Whose row the keys are about. */
  current = $state<string | null>(null);
  #asked: string | null = null;
  #query: ScanQuery = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #lists = new Latest();
  readonly #batches = new Latest();

  order = $derived(this.items.map((scan) => scan.id));

  /** Show what is asked for; the same again is shown at once and renewed. `whose` keeps one person's list from another. */
  async show(query: ScanQuery, whose: string): Promise<void> {
    const asked = JSON.stringify([whose, query]);
    if (asked === this.#asked && !this.problem) return this.renew();
    if (whose !== JSON.parse(this.#asked ?? '[]')[0]) this.#empty();
    if (asked !== this.#asked) this.stale = true;
    this.#asked = asked;
    this.#query = query;
    await this.load();
  }

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#batches.stop();
    this.loadingMore = false;
    this.moreProblem = null;
    this.loading = true;
    try {
      const list = await this.#lists.ask((signal) => listScans({ ...this.#query, limit: BATCH }, signal));
      if (!list) return; // a later question answers
      this.#answered(list);
      this.selection = NOTHING;
      this.current = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.loading = false;
    await this.#count();
  }

  async more(): Promise<void> {
    if (!this.cursor || this.stale || this.loading || this.loadingMore) return;
    const cursor = this.cursor;
    this.moreProblem = null;
    this.loadingMore = true;
    try {
      const list = await this.#batches.ask((signal) => listScans({ ...this.#query, limit: BATCH, cursor }, signal));
      if (!list) return; // the list begins anew
      this.#take({ items: merging.appended(this.items, list.items), nextCursor: list.nextCursor });
    } catch (error) {
      this.moreProblem = asProblem(error);
    }
    this.loadingMore = false;
  }

  /** Ask for the same again without anybody noticing but by what changed. */
  async renew(): Promise<void> {
    if (this.#asked === null || this.loading) return;
    const limit = Math.min(RENEWED, Math.max(BATCH, this.items.length));
    try {
      const fresh = await this.#lists.ask((signal) => listScans({ ...this.#query, limit }, signal));
      if (fresh) this.#answered(this.stale ? fresh : merging.renewed({ items: this.items, nextCursor: this.cursor }, fresh));
    } catch {
      return; // what is shown stays; the next change or reconnection asks again
    }
    await this.#count();
  }

  /** Take rows away at once; what the API did to them is told by events too. */
  drop(ids: ReadonlySet<string>): void {
    this.#take({ items: merging.without(this.items, ids), nextCursor: this.cursor });
  }

  /** Keep up with what happens; gives what ends it. */
  follow(): () => void {
    const ends = [
      onScan((news) => {
        this.items = merging.progressed(this.items, news);
        if (news.status !== 'processing' || news.pagesRead === 0) this.#renewSoon();
      }),
      events.on('scan.deleted', ({ scanId }) => {
        this.drop(new Set([scanId]));
        this.#renewSoon();
      }),
      events.onGap(() => void this.renew()),
    ];
    return () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      for (const end of ends) end();
    };
  }

  #renewSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.renew();
    }, CALM_MS);
  }

  /** What is asked for has come: nothing that went wrong before holds any more. */
  #answered(list: merging.Batch): void {
    this.problem = null;
    this.moreProblem = null;
    this.stale = false;
    this.#take(list);
  }

  #take({ items, nextCursor }: merging.Batch): void {
    this.items = items;
    this.cursor = nextCursor;
    this.selection = among(this.selection, this.order);
  }

  #empty(): void {
    this.items = [];
    this.cursor = null;
    this.counts = null;
    this.selection = NOTHING;
  }

  async #count(): Promise<void> {
    this.counts = await countScans().catch(() => this.counts);
  }
}

export const documents = new Documents();
