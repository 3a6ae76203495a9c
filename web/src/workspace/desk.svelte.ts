import type { Page } from '../api/client';
import { session } from '../api/session.svelte';
import { Agenda } from './agenda.svelte';
import { TYPE_KEY, isFieldKey } from './field-keys';
import type { FieldRead } from './fields';
import type { OpenScan } from './open-scan.svelte';
import { type Read, saidOf } from './read';
import { segments, step } from './review';
import { type Sought, matching } from './sought';
import { type Suggestion, suggestions } from './suggest';
import { type Before, type Done, popped, pushed } from './undo';
import { type WordRead, isWord, keyOf } from './words';

/** What lies on the desk: the open document, the word or field and the page in front, and what was done, to undo it. */
export class Desk extends Agenda {
  /** What is looked at, and what is under the pointer, in the picture or beside it. */
  key = $state<string | null>(null);
  hovered = $state<string | null>(null);
  /** Words that something said of the field in front rests on, while that is pointed at. */
  pointed = $state.raw<readonly string[]>([]);
  number = $state(1);
  /** 1 is as wide as the screen has room for; null: the page's own (`firstZoom`). */
  zoom = $state<number | null>(null);
  marks = $state(true);
  turning = $state(false);
  /** What stands in the input of what is in front. */
  value = $state('');
  done = $state.raw<Done[]>([]);
  /** What was looked for in the list. */
  readonly typed: string;
  /** Counts up when what is in front is to be brought into view and its input into focus. */
  asked = $state(0);
  /** Counts up when something chosen in a list is done with: the list has the focus again. */
  returned = $state(0);
  /** Clicks on the page choose the words in which the field stands; those chosen so far. */
  picking = $state(false);
  picked = $state.raw<readonly string[]>([]);
  #fromList = false;

  /** What is in front: a word, or a field, whose value may stand nowhere on the paper. */
  front: Read | null = $derived(this.key === null ? null : this.find(this.key));
  field: FieldRead | null = $derived(this.front && !isWord(this.front) ? (this.front as FieldRead) : null);
  segments = $derived.by(() => segments(this.queue, this.key, this.open.said));
  suggestions: Suggestion[] = $derived.by(() => {
    return this.front ? suggestions(this.textOf(this.front) || this.front.text, this.front.alternatives) : [];
  });
  page: Page | null = $derived.by(() => this.open.scan?.pages.find((page) => page.number === this.number) ?? null);
  pageWords: WordRead[] = $derived.by(() => this.open.words.filter((word) => word.page === this.number));
  pageFields: FieldRead[] = $derived.by(() => this.open.fields.filter((field) => field.page === this.number));
  /** A driver may look and no more. */
  readOnly = $derived(session.user?.role === 'driver');
  /** Keys of the words that are pointed at: by themselves, as part of a field, or as what a value rests on. */
  lit: ReadonlySet<string> = $derived.by(() => {
    const words = this.find(this.hovered ?? '')?.words;
    return new Set([...this.pointed, ...(words ?? (this.hovered ? [this.hovered] : []))]);
  });

  #soughtPage: number | null;
  /** The words of this page that were looked for in the list. */
  sought: ReadonlySet<string> = $derived.by(() => {
    return new Set(matching(this.pageWords, this.typed, (word) => this.textOf(word)).map(({ key }) => key));
  });

  constructor(open: OpenScan, sought: Sought = { page: null, typed: '' }) {
    super(open);
    this.#soughtPage = sought.page;
    this.typed = sought.typed;
  }

  /**
   * Begin where a search found the document, else with what was typed in and not accepted, else with the first in doubt.
   */
  begin(): void {
    if (this.key !== null) return;
    const page = this.#soughtPage;
    this.#soughtPage = null;
    if (this.open.scan?.pages.some(({ number }) => number === page)) return this.#beginOn(page as number);
    const first = this.#typing() ?? this.next(null);
    if (first) this.show(first);
  }

  /** What was typed in last. */
  #typing(): Read | null {
    return this.find([...this.open.drafts.keys()].at(-1) ?? '');
  }

  #beginOn(page: number): void {
    const words = this.open.words.filter((word) => word.page === page);
    const [found] = matching(words, this.typed, (word) => this.textOf(word));
    const first = found ?? this.queue.find((one) => one.page === page && this.isAsked(one)) ?? words[0];
    if (first) this.show(first);
    else this.number = page;
  }

  /** `list`: when it is done with, whoever chose it goes on there. */
  show(one: Read, from: 'review' | 'list' = 'review'): void {
    this.key = one.key;
    if (one.page !== null) this.number = one.page;
    this.value = this.open.drafts.get(one.key) ?? this.textOf(one);
    this.#fromList = from === 'list';
    this.picked = this.pointed = [];
    this.picking = isFieldKey(one.key) && !this.readOnly && this.isNothing(one);
    this.asked += 1;
  }

  /** Somebody types. */
  type(text: string): void {
    this.value = text;
    if (!this.front) return;
    if (this.changed) this.open.drafts.set(this.front.key, text);
    else this.open.drafts.delete(this.front.key);
  }

  /** One more word of the page is part of the field in front, or no longer. */
  pick(word: WordRead): void {
    const rest = this.picked.filter((key) => key !== word.key);
    const keys = new Set(rest.length < this.picked.length ? rest : [...this.picked, word.key]);
    const words = this.open.words.filter(({ key }) => keys.has(key));
    this.picked = words.map(({ key }) => key);
    this.type(words.map((one) => this.textOf(one)).filter(Boolean).join(' '));
    this.asked += 1; // Enter is the field's again
  }

  /** Everything that was typed, wherever, is right so. */
  acceptTyped(): void {
    if (this.readOnly) return;
    for (const [key, text] of this.open.drafts) {
      const one = this.find(key);
      if (one) this.#say(one, text.trim(), this.#shownBy(one, text.trim()));
    }
    this.open.drafts.clear();
  }

  reset(): void {
    if (this.front && this.isNothing(this.front)) return this.cancel();
    this.open.drafts.delete(this.key ?? '');
    if (this.front) this.show(this.front, this.#fromList ? 'list' : 'review');
  }

  /** Something other than what it says now stands in its input. */
  get changed(): boolean {
    return this.front !== null && this.value.trim() !== this.textOf(this.front);
  }

  /** It is right so; on to the next in doubt, if there is one, or back to the list where it was chosen. */
  accept(text: string = this.value): void {
    const { front } = this;
    if (!front || this.readOnly) return;
    const said = text.trim();
    if (said === '' && this.isNothing(front)) return this.cancel();
    const wasAsked = this.isAsked(front);
    const { order } = this;
    this.open.drafts.delete(front.key);
    this.#say(front, said, this.#shownBy(front, said));
    if (this.#fromList && !wasAsked && said !== '') return this.#back(front.key);
    const next = this.next(front.key, order);
    if (next) this.show(next);
    else this.#leave();
  }

  /** Nothing is added after all. */
  cancel(): void {
    this.open.drafts.delete(this.key ?? '');
    this.#leave();
    this.returned += 1;
  }

  /** Nobody looked at it after all. */
  takeBack(): void {
    if (!this.front) return;
    this.#say(this.front, null);
    this.reset();
  }

  /** Several fields at once: one step to undo. */
  sayAll(fields: readonly FieldRead[], text: string): void {
    if (this.readOnly) return;
    const before = fields.map((field) => this.#before(field));
    for (const field of fields) {
      this.open.drafts.delete(field.key);
      this.open.say(field, text);
    }
    this.done = pushed(this.done, { kind: 'said', before });
    if (fields.some(({ key }) => key === this.key)) this.#leave();
  }

  /** One of a fixed few, from a list of its own. */
  choose(key: string, value: string): void {
    const one = this.find(key);
    if (one && !this.readOnly) this.#say(one, value);
  }

  skip(by: 1 | -1): void {
    const next = step(this.queue, this.order, this.key, by);
    if (next) this.show(next);
  }

  /** Take back the last thing done. Throws a `Problem`, when a page cannot be turned back; that can be tried again. */
  async undo(): Promise<void> {
    const { done, rest } = popped(this.done);
    if (!done || this.turning) return;
    if (done.kind === 'turn') {
      await this.#turn(done.page, done.before);
      this.done = this.done.filter((one) => one !== done); // something may have been said meanwhile
      return;
    }
    this.done = rest;
    for (const { key, text, words } of done.before) {
      const one = this.find(key);
      if (!one) continue;
      this.open.drafts.delete(key);
      this.open.say(one, text, words);
    }
    const first = this.find(done.before[0]?.key ?? '');
    if (first && first.key !== TYPE_KEY && (first.page !== null || this.textOf(first) !== '')) this.show(first);
    else if (first?.key === this.key) this.#leave();
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

  #leave(): void {
    this.key = null;
    this.picking = false;
    this.picked = this.pointed = [];
  }

  #back(key: string): void {
    const one = this.find(key);
    if (one) this.show(one, 'list');
    this.returned += 1;
  }

  /** The words in which a field's new value stands, as far as anybody can tell. */
  #shownBy(one: Read, text: string): readonly string[] {
    if (isWord(one)) return [];
    if (one.key === this.key && this.picked.length > 0) return this.picked;
    const found = (one as FieldRead).answer?.candidates.find(({ value }) => value === text);
    return found && text !== this.textOf(one) ? found.words.map(keyOf) : [];
  }

  #before(one: Read): Before {
    const text = saidOf(one, this.open.said);
    return { key: one.key, text, words: text === null ? [] : (one.words ?? []) };
  }

  #say(one: Read, text: string | null, words: readonly string[] = []): void {
    const before = this.#before(one);
    if (before.text === text && words.length === 0) return;
    this.open.say(one, text, words);
    this.done = pushed(this.done, { kind: 'said', before: [before] });
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
