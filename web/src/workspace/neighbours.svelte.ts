import { api, ask } from '../api/client';

/** The documents that wait to be checked, newest first, as they were when the person began; those done since stay in it. */
class Neighbours {
  ids = $state.raw<readonly string[]>([]);

  /** Add what has come to wait since, so that the place of a document in the row does not jump. */
  async look(): Promise<void> {
    const query = { needsReview: true, limit: 100 };
    const { items } = await ask(api.GET('/api/scans', { params: { query } }));
    const fresh = items.map(({ id }) => id).filter((id) => !this.ids.includes(id));
    this.ids = [...this.ids, ...fresh];
    this.#waiting = new Set(items.map(({ id }) => id));
  }

  #waiting = $state.raw<ReadonlySet<string>>(new Set());

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
}

export const neighbours = new Neighbours();
