import type { Page, Word } from '../api/client';
import { type Box, boxOf } from './geometry';

/** Below it a word is in doubt; the API counts `doubtfulWords` by the same number. */
export const DOUBTFUL_BELOW = 0.85;

/** Where a word stands: page from 1, line and word from 0, as the API counts. */
export type Place = { page: number; line: number; word: number };

/** A word of the open document, before anything that is not saved yet. */
export type Read = Place & {
  key: string;
  text: string;
  /** What a person said of it: null while nobody looked, the same as `text` when it was found right. */
  corrected: string | null;
  confidence: number;
  polygon: Word['polygon'];
  box: Box;
  alternatives: Word['alternatives'];
};

export function keyOf({ page, line, word }: Place): string {
  return `${page}:${line}:${word}`;
}

export function placeOf(key: string): Place {
  const [page = 0, line = 0, word = 0] = key.split(':').map(Number);
  return { page, line, word };
}

const known = new WeakMap<Page, Read[]>();

/** Every word of the document in reading order. A page that stays the same is not gone through again. */
export function wordsOf(pages: readonly Page[]): Read[] {
  return pages.flatMap((page) => {
    const words = known.get(page) ?? wordsOn(page);
    known.set(page, words);
    return words;
  });
}

function wordsOn({ number, lines }: Page): Read[] {
  return lines.flatMap((line, at) => line.words.map((word, index) => read(word, { page: number, line: at, word: index })));
}

function read(word: Word, place: Place): Read {
  return {
    ...place,
    key: keyOf(place),
    text: word.text,
    corrected: word.correctedText,
    confidence: word.confidence,
    polygon: word.polygon,
    box: boxOf(word.polygon),
    alternatives: word.alternatives,
  };
}

/** What people say of words, by `keyOf`, where it is not in the document yet; null takes back what was said. */
export type Said = ReadonlyMap<string, string | null>;

/** What a person says of the word now: saved or not. */
export function saidOf(word: Read, said: Said): string | null {
  const unsaved = said.get(word.key);
  return unsaved === undefined ? word.corrected : unsaved;
}

/** What the word is now. */
export function textOf(word: Read, said: Said): string {
  return saidOf(word, said) ?? word.text;
}

export type Look = 'sure' | 'doubtful' | 'checked';

/** How it is drawn: highlighter, green line, or nothing. */
export function lookOf(word: Read, said: Said): Look {
  if (saidOf(word, said) !== null) return 'checked';
  return word.confidence < DOUBTFUL_BELOW ? 'doubtful' : 'sure';
}
