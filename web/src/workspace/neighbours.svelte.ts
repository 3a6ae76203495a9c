import { api, ask } from '../api/client';
import { events } from '../api/events';
import { session } from '../api/session.svelte';

/** The documents that wait to be checked, newest first, as they were when the person began; those done since stay in it. */
class Neighbours {
  ids = $state.raw<readonly string[]>([]);
  #waiting = $state.raw<ReadonlySet<string>>(new Set());
  /** Left with nothing in doubt: the API may not have heard yet. */
  #finished = new Set<string>();
  #whose = '';

  constructor() {
    events.on('scan.deleted', ({ scanId }) => this.drop(scanId));
  }

  /** Add what has come to wait since, so that the place of a document in the row does not jump. */
  async look(): Promise<void> {
    const query = { needsReview: true, limit: 100 };
    const { items } = await ask(api.GET('/api/scans', { params: { query } }));
    this.#begin(session.user?.id ?? '');
    const found = items.map(({ id }) => id);
    this.ids = [...this.ids, ...found.filter((id) => !this.ids.includes(id))];
    this.#waiting = new Set(found.filter((id) => !this.#finished.has(id)));
  }

  /** The person goes on from a document, which is finished or has words in doubt still. */
  leave(id: string, finished: boolean): void {
    if (finished) this.#finished.add(id);
    else this.#finished.delete(id);
    this.#waiting = finished ? without(this.#waiting, id) : this.#waiting;
  }

  /** It is no more. */
  drop(id: string): void {
    this.ids = this.ids.filter((one) => one !== id);
    this.#waiting = without(this.#waiting, id);
  }

  /** From 1; 0 for a document that is not among them. */
  place(id: string): number {
    return this.ids.indexOf(id) + 1;
  }

  beside(id: string, by: 1 | -1): string | null {
    const at = this.ids.indexOf(id);
    if (at < 0) return by > 0 ? (this.ids[0] ?? null) : null;
    return this.ids[at + by] ?? null;
  }

  /** The next one that needs review still, around at the end. */
  next(id: string): string | null {
    const at = this.ids.indexOf(id);
    const around = [...this.ids.slice(at + 1), ...this.ids.slice(0, Math.max(0, at))];
    return around.find((one) => this.#waiting.has(one)) ?? null;
  }

  /** Another person's row is another. */
  #begin(whose: string): void {
    if (whose === this.#whose) return;
    this.#whose = whose;
    this.ids = [];
    this.#finished.clear();
  }
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((one) => one !== id));
}

export const neighbours = new Neighbours();
