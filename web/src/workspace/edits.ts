import type { Page, Scan } from '../api/client';
import type { components } from '../api/schema';
import { type DocumentType, TYPE_KEY, cellOf, isFieldKey, isFieldName } from './field-keys';
import { blank } from './fields';
import type { Edit, Edits, Read } from './read';
import { keyOf, placeOf } from './words';

/** With one more: it still stands on what the first one stood on, and what is back to that needs no saving. */
export function withEdit(edits: Edits, key: string, edit: Edit): Map<string, Edit> {
  const next = new Map(edits);
  const over = next.get(key)?.over ?? edit.over;
  next.delete(key);
  if (over.length > 1 || edit.text !== over[0] || edit.words) next.set(key, { ...edit, over });
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
  /** Somebody else said something of the same word or field, or it is no more. */
  lost: Lost[];
};

/**
 * What of the unsaved still fits a document that has changed meanwhile. What it says already is saved: by somebody else,
 * or by us, when only the answer was lost.
 */
export function merge(edits: Edits, reads: readonly Read[]): Merged {
  const found = new Map(reads.map((one) => [one.key, one]));
  const merged: Merged = { edits: new Map(), lost: [] };
  for (const [key, edit] of edits) {
    const one = found.get(key) ?? (isFieldKey(key) ? blank(key) : undefined);
    const fits = one !== undefined && one.read === edit.read;
    if (fits && isSaid(one, edit)) continue;
    if (fits && edit.over.includes(one.corrected)) merged.edits.set(key, edit);
    else merged.lost.push({ key, mine: edit.text, theirs: one?.corrected ?? one?.text ?? null });
  }
  return merged;
}

function isSaid(one: Read, { text, words }: Edit): boolean {
  return one.corrected === text && (!words || words.join() === one.words?.join());
}

/** The first `most` of them, as the API takes them. */
export function firstOf(edits: Edits, most: number): Map<string, Edit> {
  return new Map([...edits].slice(0, most));
}

type Body = components['schemas']['ScanPatch'];
export type Patch = Required<Pick<Body, 'words' | 'fields' | 'items'>> & Pick<Body, 'documentType'>;

/** As the API takes them: each thing by its kind. */
export function patchOf(edits: Edits): Patch {
  const patch: Patch = { words: [], fields: [], items: [] };
  for (const [key, { text, words = [] }] of edits) {
    const cell = cellOf(key);
    const said = { value: text, words: words.map(placeOf) };
    if (key === TYPE_KEY) patch.documentType = text as DocumentType | null;
    else if (cell) patch.items.push({ ...cell, ...said });
    else if (isFieldName(key)) patch.fields.push({ name: key, ...said });
    else patch.words.push({ ...placeOf(key), text });
  }
  return patch;
}

/**
 * What the API answered to our own edits. When nothing else came between, pages without an edit stay the objects that they
 * were: of fifty pages one is new, and only that is drawn again.
 */
export function answered(before: Scan, answer: Scan, edits: Edits): Scan {
  const alone = answer.version <= before.version + 1 && answer.pages.length === before.pages.length;
  if (!alone) return answer;
  const edited = new Set([...edits.keys()].filter((key) => !isFieldKey(key)).map((key) => placeOf(key).page));
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
