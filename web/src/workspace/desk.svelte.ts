import { session } from '../api/session.svelte';
import type { Page } from '../api/client';
import type { OpenScan } from './open-scan.svelte';
import { nextDoubtful, queueOf, segments, step, tally } from './review';
import { type Sought, matching } from './sought';
import { type Suggestion, suggestions } from './suggest';
import { type Done, popped, pushed } from './undo';
import { type Read, lookOf, saidOf, textOf } from './words';

/** What lies on the desk: the open document, the word and page in front, and what was done, to undo it. */
export class Desk {
  /** The word that is looked at, and the one under the pointer, in the picture or in the text. */
  key = $state<string | null>(null);
  hovered = $state<string | null>(null);
  number = $state(1);
  /** 1 is as wide as the screen has room for; null: the page's own (`firstZoom`). */
  zoom = $state<number | null>(null);
  marks = $state(true);
  turning = $state(false);
  /** What stands in the field of the word in front. */
  value = $state('');
  done = $state.raw<Done[]>([]);
  /** What was looked for in the list. */
  readonly typed: string;
  /** Counts up when the word in front is to be brought into view and its field into focus. */
  asked = $state(0);

  queue: Read[] = $derived.by(() => queueOf(this.open.words));
  tally = $derived.by(() => tally(this.open.words, this.queue, this.open.said));
  #byKey = $derived.by(() => new Map(this.open.words.map((word) => [word.key, word])));
  word: Read | null = $derived(this.#byKey.get(this.key ?? '') ?? null);
  segments = $derived.by(() => segments(this.queue, this.key, this.open.said));
  suggestions: Suggestion[] = $derived(this.word ? suggestions(this.word.text, this.word.alternatives) : []);
  page: Page | null = $derived.by(() => this.open.scan?.pages.find((page) => page.number === this.number) ?? null);
  pageWords: Read[] = $derived.by(() => this.open.words.filter((word) => word.page === this.number));
  /** A driver may look and no more. */
  readOnly = $derived(session.user?.role === 'driver');

  #soughtPage: number | null;
  /** The words of this page that were looked for in the list. */
  sought: ReadonlySet<string> = $derived.by(() => {
    return new Set(matching(this.pageWords, this.typed, (word) => this.textOf(word)).map(({ key }) => key));
  });

  constructor(
    readonly open: OpenScan,
    sought: Sought = { page: null, typed: '' },
  ) {
    this.#soughtPage = sought.page;
    this.typed = sought.typed;
  }

  /**
   * Begin where a search found the document, else with the word that was typed in and not accepted, else with the first
   * in doubt.
   */
  begin(): void {
    if (this.key !== null) return;
    const page = this.#soughtPage;
    this.#soughtPage = null;
    if (this.open.scan?.pages.some(({ number }) => number === page)) return this.#beginOn(page as number);
    const first = this.#typing() ?? nextDoubtful(this.open.words, null, this.open.said);
    if (first) this.show(first);
  }

  /** The word that was typed in last. */
  #typing(): Read | null {
    return this.#byKey.get([...this.open.drafts.keys()].at(-1) ?? '') ?? null;
  }

  #beginOn(page: number): void {
    const words = this.open.words.filter((word) => word.page === page);
    const [found] = matching(words, this.typed, (word) => this.textOf(word));
    const first = found ?? words.find((word) => lookOf(word, this.open.said) === 'doubtful') ?? words[0];
    if (first) this.show(first);
    else this.number = page;
  }

  show(word: Read): void {
    this.key = word.key;
    this.number = word.page;
    this.value = this.open.drafts.get(word.key) ?? this.textOf(word);
    this.asked += 1;
  }

  /** Somebody types. */
  type(text: string): void {
    this.value = text;
    if (!this.word) return;
    if (this.changed) this.open.drafts.set(this.word.key, text);
    else this.open.drafts.delete(this.word.key);
  }

  /** Everything that was typed, in whichever word, is right so. */
  acceptTyped(): void {
    if (this.readOnly) return;
    for (const [key, text] of this.open.drafts) {
      const word = this.#byKey.get(key);
      if (word) this.#say(word, text.trim());
    }
    this.open.drafts.clear();
  }

  reset(): void {
    this.open.drafts.delete(this.key ?? '');
    if (this.word) this.show(this.word);
  }

  /** Something other than what the word says now stands in its field. */
  get changed(): boolean {
    return this.word !== null && this.value.trim() !== this.textOf(this.word);
  }

  find(key: string): Read | null {
    return this.#byKey.get(key) ?? null;
  }

  /** The word is right so; on to the next in doubt, if there is one. */
  accept(text: string = this.value): void {
    const { word } = this;
    if (!word || this.readOnly) return;
    this.open.drafts.delete(word.key);
    this.#say(word, text.trim());
    const next = nextDoubtful(this.open.words, word.key, this.open.said);
    if (next) this.show(next);
    else this.key = null;
  }

  /** Nobody looked at the word after all. */
  takeBack(): void {
    if (!this.word) return;
    this.#say(this.word, null);
    this.reset();
  }

  skip(by: 1 | -1): void {
    const next = step(this.queue, this.open.words, this.key, by);
    if (next) this.show(next);
  }

  /** Take back the last thing done. Throws a `Problem`, when a page cannot be turned back; that can be tried again. */
  async undo(): Promise<void> {
    const { done, rest } = popped(this.done);
    if (!done || this.turning) return;
    if (done.kind === 'turn') {
      await this.#turn(done.page, done.before);
      this.done = this.done.filter((one) => one !== done); // words may have been said meanwhile
      return;
    }
    this.done = rest;
    const word = this.#byKey.get(done.key);
    if (!word) return;
    this.open.drafts.delete(word.key);
    this.open.say(word, done.before);
    this.show(word);
  }

  /** A quarter turn clockwise. Throws a `Problem`. */
  async turn(): Promise<void> {
    const { page } = this;
    if (!page?.imageUrl || this.turning || this.readOnly) return;
    await this.#turn(page.number, (page.rotation + 90) % 360);
    this.done = pushed(this.done, { kind: 'turn', page: page.number, before: page.rotation });
  }

  goTo(number: number): void {
    const last = this.open.scan?.pages.length ?? 1;
    this.number = Math.min(Math.max(1, number), last);
  }

  /** What the word says now, with what is not saved yet. */
  textOf(word: Read): string {
    return textOf(word, this.open.said);
  }

  #say(word: Read, text: string | null): void {
    const before = saidOf(word, this.open.said);
    if (before === text) return;
    this.open.say(word, text);
    this.done = pushed(this.done, { kind: 'word', key: word.key, before });
  }

  async #turn(page: number, rotation: number): Promise<void> {
    this.turning = true;
    try {
      await this.open.turn(page, rotation);
    } finally {
      this.turning = false;
    }
  }
}
