import type { Item } from './queue';
import type { Kept } from './store';
import type { Way } from './way';

/** The files of the queue, in memory and, where the browser allows it, beyond a reload. */
export class Keeping {
  userId: string | null = null;
  readonly #files = new Map<string, Blob>();
  readonly #unkept = new Set<string>();

  constructor(private readonly way: Pick<Way, 'store' | 'claim' | 'release'>) {}

  file(id: string): Blob | undefined {
    return this.#files.get(id);
  }

  hold(id: string, file: Blob): void {
    this.#files.set(id, file);
  }

  /** Remember it for the next visit: the file until it is sent, the document's id from then on. */
  async keep({ id, key, name, sizeBytes, mediaType, pasted, addedAt, scanId }: Item, stillWanted: () => boolean): Promise<void> {
    if (!this.userId) return;
    if (scanId) this.#files.delete(id);
    await this.way.claim(id);
    const file = this.#files.get(id) ?? null;
    const kept: Kept = { id, key, userId: this.userId, name, sizeBytes, mediaType, pasted, addedAt, file, scanId };
    if (await this.way.store.put(kept)) this.#unkept.delete(id);
    else this.#unkept.add(id);
    if (!stillWanted()) this.settle(id); // cancelled meanwhile: it may be sent again all the same
  }

  /** What an earlier visit left and no other tab has taken. */
  async *left(here: ReadonlySet<string>): AsyncGenerator<Kept> {
    if (!this.userId) return;
    for (const kept of await this.way.store.all(this.userId)) {
      if (here.has(kept.id) || !(await this.way.claim(kept.id))) continue;
      if (kept.file) this.#files.set(kept.id, kept.file);
      yield kept;
    }
  }

  /** No more to remember, but the file can still be sent again from this tab. */
  settle(id: string): void {
    this.#unkept.delete(id);
    void this.way.store.remove(id);
    this.way.release(id);
  }

  forget(id: string): void {
    this.#files.delete(id);
    this.settle(id);
  }

  /** Another person signed in: nothing of the first one stays in this tab; what is kept waits for its owner. */
  leave(ids: readonly string[]): void {
    for (const id of ids) this.way.release(id);
    this.#files.clear();
    this.#unkept.clear();
  }

  /** Would be lost with the tab. */
  atRisk(id: string): boolean {
    return this.#unkept.has(id) && this.#files.has(id);
  }
}
