import { api, ask } from '../api/client';
import { type Problem, asProblem } from '../api/problem';
import type { components } from '../api/schema';
import { Latest } from '../api/latest';

export type Change = components['schemas']['CorrectionAnswer'];
const BATCH = 50;

/** What was changed in a document, newest first. Of several questions the last one counts. */
export class Changes {
  items = $state.raw<readonly Change[] | null>(null);
  cursor = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  loadingMore = $state(false);
  readonly #latest = new Latest();

  constructor(private readonly scan: string) {}

  /** From the newest on; a batch that is on its way is no more waited for. */
  async load(): Promise<void> {
    this.loadingMore = false;
    await this.#ask(null);
  }

  async more(): Promise<void> {
    if (!this.cursor || this.loadingMore) return;
    this.loadingMore = true;
    if (await this.#ask(this.cursor)) this.loadingMore = false;
  }

  /** False when another question has taken its place. */
  async #ask(cursor: string | null): Promise<boolean> {
    this.problem = null;
    const params = { path: { scan_id: this.scan }, query: { limit: BATCH, ...(cursor ? { cursor } : {}) } };
    try {
      const list = await this.#latest.ask((signal) => ask(api.GET('/api/scans/{scan_id}/history', { params, signal })));
      if (!list) return false;
      this.items = cursor ? [...(this.items ?? []), ...list.items] : list.items;
      this.cursor = list.nextCursor;
    } catch (error) {
      this.problem = asProblem(error);
    }
    return true;
  }
}
