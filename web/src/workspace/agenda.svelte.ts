import { TYPE_KEY, isFieldKey } from './field-keys';
import { type FieldRead, blank, fieldByWord, settled } from './fields';
import type { OpenScan } from './open-scan.svelte';
import { type Look, type Read, lookOf, saidOf, textOf } from './read';
import { nextDoubtful, queueOf, tally } from './review';
import { type WordRead, isWord } from './words';

/** The words and fields of the open document: what they say now, how they look, and which wait for somebody to look. */
export class Agenda {
  /** What is to be looked at, looked at or not. */
  queue: Read[] = $derived.by(() => queueOf(this.open.fields, this.open.words, this.open.scan?.review ?? [], this.open.said));
  #asked = $derived.by(() => new Set(this.queue.filter((one) => saidOf(one, this.open.said) === null).map(({ key }) => key)));
  /** All there is, in the order in which it is gone through. */
  order: Read[] = $derived.by(() => {
    const queued = new Set(this.queue.map(({ key }) => key));
    const fields = this.queue.filter((one) => !isWord(one));
    return [...fields, ...this.open.fields.filter(({ key }) => key !== TYPE_KEY && !queued.has(key)), ...this.open.words];
  });
  tally = $derived.by(() => tally(this.order.length, this.queue, this.open.said));
  #byKey = $derived.by(() => new Map<string, FieldRead>(this.open.fields.map((field) => [field.key, field])));
  #fieldByWord = $derived.by(() => fieldByWord(this.open.fields.filter((field) => this.textOf(field) !== '')));
  #settled = $derived.by(() => settled(this.open.fields, this.open.said));

  constructor(readonly open: OpenScan) {}

  /** The word or field of a key; of a field that nobody found an empty one. */
  find(key: string): Read | null {
    return this.open.wordAt(key) ?? this.#byKey.get(key) ?? (isFieldKey(key) ? blank(key) : null);
  }

  /** The field in which a word stands. */
  fieldOf(word: string): FieldRead | null {
    return this.#fieldByWord.get(word) ?? null;
  }

  /** Whether it is in doubt and waits for somebody to look at it. */
  isAsked(one: Read): boolean {
    return this.#asked.has(one.key);
  }

  /** What it says now, with what is not saved yet. */
  textOf(one: Read): string {
    return textOf(one, this.open.said);
  }

  /** Whether a word needs no look of its own: its field gets one, or has had it. */
  isSettled(word: WordRead): boolean {
    return this.#settled.has(word.key) && saidOf(word, this.open.said) === null;
  }

  /** How it is drawn: a word that needs no look of its own as its field. */
  lookOf(one: Read): Look {
    const own = lookOf(one, this.open.said);
    const field = own === 'checked' ? undefined : this.#settled.get(one.key);
    return field ? lookOf(field, this.open.said) : own;
  }

  /** A field that nobody found or wrote. */
  isNothing(one: Read): boolean {
    return one.read === '' && this.textOf(one) === '';
  }

  /** The next in doubt after that, in `order`, which may be older than what is asked for now. */
  next(key: string | null, order: readonly Read[] = this.order): Read | null {
    return nextDoubtful(order, key, (one) => this.isAsked(one));
  }
}
