import type { Page, Word } from '../api/client';
import { type Read, type Spot, spotOf } from './read';

/** Where a word stands: page from 1, line and word from 0, as the API counts. */
export type Place = { page: number; line: number; word: number };

/** A word of the open document. */
export type WordRead = Read & Spot & Place;

export function keyOf({ page, line, word }: Place): string {
  return `${page}:${line}:${word}`;
}

export function placeOf(key: string): Place {
  const [page = 0, line = 0, word = 0] = key.split(':').map(Number);
  return { page, line, word };
}

const known = new WeakMap<Page, WordRead[]>();

/** Every word of the document in reading order. A page that stays the same is not gone through again. */
export function wordsOf(pages: readonly Page[]): WordRead[] {
  return pages.flatMap((page) => {
    const words = known.get(page) ?? wordsOn(page);
    known.set(page, words);
    return words;
  });
}

function wordsOn({ number, lines }: Page): WordRead[] {
  return lines.flatMap((line, at) => line.words.map((word, index) => read(word, { page: number, line: at, word: index })));
}

function read(word: Word, place: Place): WordRead {
  return {
    ...place,
    ...spotOf(place.page, word.polygon),
    key: keyOf(place),
    text: word.text,
    read: word.text,
    corrected: word.correctedText,
    confidence: word.confidence,
    alternatives: word.alternatives,
  };
}

/** Whether something read is a word: what else there is may stand nowhere, and has no line. */
export function isWord(one: Read): one is WordRead {
  return 'line' in one;
}
