import { type Scan, api, ask } from '../api/client';
import type { ScanNews } from '../api/event-stream';
import { Problem, UNREACHABLE, asProblem } from '../api/problem';
import { session } from '../api/session.svelte';
import { answered, firstOf, merge, patchOf, putBack, withEdit } from './edits';
import { type FieldRead, fieldsOf, withUnsaved } from './fields';
import { isNewer, progressed } from './news';
import type { Edit, Edits, Read, Said } from './read';
import { tellDeleted, tellMerged, tellRefused, tellRestored, tellUnclear } from './tell';
import { keep, kept } from './unsaved';
import { type WordRead, wordsOf } from './words';

/**
 * `offline`: no answer comes; `server`: it answers, but cannot save now. Both are tried again, and what is unsaved stays in
 * this browser. `out`: the session has ended.
 */
export type Saving = 'saved' | 'saving' | 'offline' | 'server' | 'out';

const MOST_AT_ONCE = 500;
const STALE = '/problems/stale-version';
const NONE: Edits = new Map();

/** A document that is open, with what was said of its words and fields and is not saved yet; saves by itself, one call at a time. */
export class OpenScan {
  scan = $state.raw<Scan | null>(null);
  /** Why there is no document, or none any more. */
  problem = $state.raw<Problem | null>(null);
  saving = $state<Saving>('saved');
  /** Something was saved since it was opened. */
  saved = $state(false);
  /** It is being kept in this browser too; false when it refuses. */
  safe = $state(true);
  /** What was typed for a word or field, by its key, and not accepted: it is there again whenever one comes back to it. */
  readonly drafts = new Map<string, string>();
  /** What was typed as the recipient and not saved. */
  recipient = $state<string | null>(null);

  #unsaved = $state.raw<Edits>(NONE);
  #sent = $state.raw<Edits>(NONE);
  #edits: Edits = $derived(new Map([...this.#sent, ...this.#unsaved]));
  words: WordRead[] = $derived(this.scan?.status === 'completed' ? wordsOf(this.scan.pages) : []);
  #byKey = $derived.by(() => new Map(this.words.map((word) => [word.key, word])));
  #found: FieldRead[] = $derived.by(() => (this.scan?.status === 'completed' ? fieldsOf(this.scan, this.wordAt) : []));
  /** The type, fields and cells, with those that are only here so far. */
  fields: FieldRead[] = $derived.by(() => withUnsaved(this.#found, this.#edits, this.wordAt));
  said: Said = $derived(new Map([...this.#edits].map(([key, { text }]) => [key, text])));
  /** How many things are not saved yet. */
  waiting = $derived(this.said.size);

  #line: Promise<unknown> = Promise.resolve();
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #most = MOST_AT_ONCE;

  constructor(
    readonly id: string,
    readonly user: string,
  ) {}

  readonly wordAt = (key: string): WordRead | undefined => this.#byKey.get(key);

  /** Load it, or load it anew; what is kept in this browser is taken up again and sent. */
  async load(): Promise<void> {
    const restored = this.waiting === 0 ? kept(this.user, this.id) : NONE;
    try {
      await this.#inLine(() => this.#reload(restored));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 404) this.#gone(problem, restored.size);
      else this.problem = problem;
      return;
    }
    if (restored.size > 0 && this.#unsaved.size > 0) tellRestored(this.#unsaved.size);
    this.#flush();
  }

  /** See what it says now; a lost network is no news for who waits. */
  look(): Promise<void> {
    return this.#look(() => this.#reload());
  }

  /** Something happened to it, here or elsewhere. Weighed in line, so that what we are just saving is not asked for again. */
  hear(news: ScanNews): Promise<void> {
    return this.#look(async () => {
      if (this.scan && !isNewer(this.scan, news)) return;
      const told = this.scan && progressed(this.scan, news);
      if (told) this.scan = told;
      else await this.#reload();
    });
  }

  /**
   * A person says what a word or field is: `text`, or null to take it back; of a field also in which words it stands.
   * Shown at once, saved soon.
   */
  say(one: Read, text: string | null, words: readonly string[] = []): void {
    const sent = this.#sent.get(one.key);
    const edit: Edit = { text, over: [sent ? sent.text : one.corrected], read: one.read };
    if (words.length > 0 && text !== null) edit.words = words;
    this.#unsaved = withEdit(this.#unsaved, one.key, edit);
    this.#keep();
    this.#flush();
  }

  /** Lay a page so many degrees clockwise from how it was received. Throws a `Problem`. */
  turn(number: number, rotation: number): Promise<void> {
    const pages = [{ number, rotation: rotation as 0 | 90 | 180 | 270 }];
    return this.#inLine(() => this.#patch({ pages }));
  }

  /** Whether another recipient than the document's stands in the field. */
  get recipientChanged(): boolean {
    return this.recipient !== null && this.recipient.trim() !== (this.scan?.recipientName ?? '');
  }

  /** How many things were typed and not accepted. */
  get typed(): number {
    return this.drafts.size + (this.recipientChanged ? 1 : 0);
  }

  /** Save the recipient that was typed; it stays typed when that fails. Throws a `Problem`. */
  async saveRecipient(): Promise<void> {
    const typed = this.recipient;
    if (this.recipientChanged) await this.#inLine(() => this.#patch({ recipientName: typed?.trim() || null }));
    if (this.recipient === typed) this.recipient = null;
  }

  /** Resolves when nothing is under way any more; not everything may be saved then. */
  settled(): Promise<unknown> {
    return this.#line;
  }

  /** Ask something of the document that answers with it: cancel, retry. Throws a `Problem`. */
  ask(call: () => Promise<Scan>): Promise<void> {
    return this.#inLine(async () => {
      this.scan = await call();
    });
  }

  /** Try again now: the network is back, or the person asks. */
  readonly tryNow = (): void => {
    clearTimeout(this.#timer);
    if (this.waiting > 0) this.#flush();
  };

  async #look(task: () => Promise<void>): Promise<void> {
    try {
      await this.#inLine(task);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 404) this.#gone(problem);
    }
  }

  /** Deleted: nobody can save any more what was typed, here or on an earlier visit. */
  #gone(problem: Problem, earlier = 0): void {
    const lost = this.waiting + earlier + this.typed;
    [this.problem, this.recipient, this.#unsaved] = [problem, null, NONE];
    this.drafts.clear();
    this.#keep();
    if (lost > 0) tellDeleted(lost);
  }

  #inLine<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#line.then(task, task);
    this.#line = result.catch(() => undefined);
    return result;
  }

  async #reload(restored: Edits = NONE, sent: Edits = NONE): Promise<void> {
    const before = this.scan;
    this.scan = await ask(api.GET('/api/scans/{scan_id}', { params: { path: { scan_id: this.id } } }));
    this.problem = null;
    if (before && before.attempt !== this.scan.attempt) this.drafts.clear(); // read anew, its words are others
    const merged = merge(putBack(restored, this.#unsaved), [...this.words, ...this.#found]);
    this.#unsaved = merged.edits;
    this.#keep();
    // What we sent and still has to be saved was refused because of somebody else, not because an answer got lost.
    const again = [...sent.keys()].filter((key) => merged.edits.has(key)).length;
    if (again > 0 || merged.lost.length > 0) tellMerged(merged.edits.size, merged.lost);
  }

  /** Against somebody who was quicker, the same once more on the newest version: it names what it changes. */
  async #patch(change: Record<string, unknown>): Promise<void> {
    try {
      this.scan = await this.#patchOnce(change);
    } catch (error) {
      if (!(error instanceof Problem) || error.type !== STALE) throw error;
      await this.#reload();
      this.scan = await this.#patchOnce(change);
    }
  }

  async #patchOnce(change: Record<string, unknown>): Promise<Scan> {
    const body = { version: this.scan?.version ?? 0, ...change };
    return ask(api.PATCH('/api/scans/{scan_id}', { params: { path: { scan_id: this.id } }, body }));
  }

  #flush(): void {
    if (this.#unsaved.size === 0) return;
    clearTimeout(this.#timer);
    if (this.saving === 'saved' || this.saving === 'out') this.saving = 'saving';
    void this.#inLine(() => this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    try {
      while (this.#unsaved.size > 0) {
        // Between an end and a login, and between another person's login and the page loaded anew.
        if (session.user?.id !== this.user) return void (this.saving = 'out');
        await this.#sendSome();
      }
      this.#tries = 0;
      [this.saving, this.saved] = ['saved', true];
      this.#most = MOST_AT_ONCE;
    } catch (error) {
      this.#onTrouble(asProblem(error));
    }
  }

  async #sendSome(): Promise<void> {
    if (this.scan?.status !== 'completed') await this.#reload();
    const before = this.scan;
    if (!before || this.#unsaved.size === 0) return;
    this.#sent = firstOf(this.#unsaved, this.#most);
    this.#unsaved = new Map([...this.#unsaved].filter(([key]) => !this.#sent.has(key)));
    try {
      const sent = this.#sent;
      this.scan = answered(before, await this.#patchOnce(patchOf(sent)), sent);
      this.#sent = NONE;
      tellUnclear(this.#found.filter(({ key }) => sent.has(key)));
      this.#keep();
    } catch (error) {
      const sent = this.#sent;
      this.#unsaved = putBack(sent, this.#unsaved);
      this.#sent = NONE;
      await this.#onRefusal(asProblem(error), sent);
    }
  }

  /** What can be gone on from at once; anything else is thrown on. */
  async #onRefusal(problem: Problem, sent: Edits): Promise<void> {
    const { status } = problem;
    if (problem.type === STALE) {
      this.#tries += 1;
      if (this.#tries > 5) throw problem;
      await this.#reload(NONE, sent);
    } else if (status === 422 && sent.size > 1) {
      this.#most = 1; // one of them is at fault: the others go alone
    } else if (status >= 400 && status < 500 && ![401, 404, 408, 429].includes(status)) {
      this.#unsaved = new Map([...this.#unsaved].filter(([key]) => !sent.has(key)));
      this.#keep();
      tellRefused(problem, sent);
    } else throw problem;
  }

  #onTrouble(problem: Problem): void {
    if (problem.status === 401) {
      this.saving = 'out';
      return;
    }
    if (problem.status === 404) {
      this.#gone(problem);
      return;
    }
    this.saving = problem.type === UNREACHABLE ? 'offline' : 'server';
    this.#tries += 1;
    this.#timer = setTimeout(this.tryNow, Math.min(30_000, 1000 * 2 ** this.#tries));
  }

  #keep(): void {
    this.safe = keep(this.user, this.id, putBack(this.#sent, this.#unsaved));
  }
}
