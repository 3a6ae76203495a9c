import type { Word } from '../api/client';
import { type Box, boxOf } from './geometry';

/** Below it something is in doubt; the API counts by the same number. */
export const DOUBTFUL_BELOW = 0.85;

export type Polygon = Word['polygon'];

/** Where on the paper it stands. */
export type Spot = { page: number; polygon: Polygon; box: Box };
/** What only a person wrote may stand nowhere. */
export type Nowhere = { page: null; polygon: null; box: null };
export const NOWHERE: Nowhere = { page: null, polygon: null, box: null };

/**
 * What was read and people may say something of (a word, a field, a cell of a line item), before anything that is not
 * saved yet.
 */
export type Read = (Spot | Nowhere) & {
  key: string;
  /** What it says while nobody says anything of it. */
  text: string;
  /** What was read; another value there means that the document was read anew, and this is another thing. */
  read: string;
  /** What a person said of it: null while nobody looked, the same as `text` when it was found right. */
  corrected: string | null;
  confidence: number;
  /** Other readings, the likeliest first. */
  alternatives: readonly { text: string }[];
  /** Keys of the words in which a field stands; a word has none. */
  words?: readonly string[];
};

export function spotOf(page: number, polygon: Polygon): Spot {
  return { page, polygon, box: boxOf(polygon) };
}

/** What people say of things, by key, where it is not in the document yet; null takes back what was said. */
export type Said = ReadonlyMap<string, string | null>;

/** What a person says of it now: saved or not. */
export function saidOf(one: Read, said: Said): string | null {
  const unsaved = said.get(one.key);
  return unsaved === undefined ? one.corrected : unsaved;
}

/** What it is now. */
export function textOf(one: Read, said: Said): string {
  return saidOf(one, said) ?? one.text;
}

export type Look = 'sure' | 'doubtful' | 'checked';

/** How it is drawn: highlighter, green line, or nothing. */
export function lookOf(one: Read, said: Said): Look {
  if (saidOf(one, said) !== null) return 'checked';
  return one.confidence < DOUBTFUL_BELOW ? 'doubtful' : 'sure';
}

/** What a person said of a word or a field and is not saved yet. */
export type Edit = {
  /** null takes back what was said. */
  text: string | null;
  /** Keys of the words that show it, where a person showed them. */
  words?: readonly string[];
  /**
   * What the document may say of it for this to fit: what it said when it was edited, and what we may have saved
   * ourselves without hearing of it. Anything else means that somebody else was quicker.
   */
  over: readonly (string | null)[];
  /** What was read; another value there means that the document was read anew, and this is another thing. */
  read: string;
};
export type Edits = ReadonlyMap<string, Edit>;
