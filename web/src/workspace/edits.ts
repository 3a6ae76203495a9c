import type { Page, Scan } from '../api/client';
import { type Place, type Read, keyOf, placeOf } from './words';

/** What a person said of a word and is not saved yet. */
export type Edit = {
  /** null takes back what was said. */
  text: string | null;
  /**
   * What the document may say of the word for this to fit: what it said when the word was edited, and what we may have
   * saved ourselves without hearing of it. Anything else means that somebody else was quicker.
   */
  over: readonly (string | null)[];
  /** What was read; another value there means that the document was read anew, and the word is another. */
  read: string;
};
export type Edits = ReadonlyMap<string, Edit>;

/** With one more: it still stands on what the first one stood on, and what is back to that needs no saving. */
export function withEdit(edits: Edits, key: string, edit: Edit): Map<string, Edit> {
  const next = new Map(edits);
  const over = next.get(key)?.over ?? edit.over;
  next.delete(key);
  if (over.length > 1 || edit.text !== over[0]) next.set(key, { ...edit, over });
  return next;
}

/** What may not have arrived, and what was said since: the later word counts. */
export function putBack(sent: Edits, since: Edits): Map<string, Edit> {
  const next = new Map(sent);
  for (const [key, edit] of since) {
    const before = sent.get(key);
    next.set(key, before ? { ...edit, over: [...before.over, before.text] } : edit);
  }
  return next;
}

export type Lost = { key: string; mine: string | null; theirs: string | null };
export type Merged = {
  /** Still to be saved, on what the document says now. */
  edits: Map<string, Edit>;
  /** Somebody else said something of the same word, or the word is no more. */
  lost: Lost[];
};

/**
 * What of the unsaved still fits a document that has changed meanwhile. What it says already is saved: by somebody else,
 * or by us, when only the answer was lost.
 */
export function merge(edits: Edits, words: readonly Read[]): Merged {
  const found = new Map(words.map((word) => [word.key, word]));
  const merged: Merged = { edits: new Map(), lost: [] };
  for (const [key, edit] of edits) {
    const word = found.get(key);
    const fits = word !== undefined && word.text === edit.read;
    if (fits && word.corrected === edit.text) continue;
    if (fits && edit.over.includes(word.corrected)) merged.edits.set(key, edit);
    else merged.lost.push({ key, mine: edit.text, theirs: word?.corrected ?? word?.text ?? null });
  }
  return merged;
}

export type WordPatch = Place & { text: string | null };

/** The first `most` of them, as the API takes them. */
export function firstOf(edits: Edits, most: number): Map<string, Edit> {
  return new Map([...edits].slice(0, most));
}

export function patchOf(edits: Edits): WordPatch[] {
  return [...edits].map(([key, { text }]) => ({ ...placeOf(key), text }));
}

/**
 * What the API answered to our own edits. When nothing else came between, pages without an edit stay the objects that they
 * were: of fifty pages one is new, and only that is drawn again.
 */
export function answered(before: Scan, answer: Scan, edits: Edits): Scan {
  const alone = answer.version <= before.version + 1 && answer.pages.length === before.pages.length;
  if (!alone) return answer;
  const edited = new Set([...edits.keys()].map((key) => placeOf(key).page));
  const pages = before.pages.map((page) => (edited.has(page.number) ? withEdits(page, edits) : page));
  return { ...answer, pages };
}

function withEdits(page: Page, edits: Edits): Page {
  const lines = page.lines.map((line, at) => {
    const words = line.words.map((word, index) => {
      const edit = edits.get(keyOf({ page: page.number, line: at, word: index }));
      return edit ? { ...word, correctedText: edit.text } : word;
    });
    return { ...line, words };
  });
  return { ...page, lines };
}
