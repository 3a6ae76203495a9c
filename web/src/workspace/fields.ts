import type { Scan } from '../api/client';
import type { components } from '../api/schema';
import { TYPE_KEY, cellOf, isFieldKey } from './field-keys';
import { boxOf } from './geometry';
import { type Edits, NOWHERE, type Polygon, type Read, type Said, lookOf, saidOf, spotOf } from './read';
import { type WordRead, keyOf } from './words';

export type FieldAnswer = components['schemas']['FieldAnswer'];

/** A field of the open document, or a cell of its line items. */
export type FieldRead = Read & {
  words: readonly string[];
  /** One stroke along each line in which it stands. */
  strokes: readonly Polygon[];
  /** What the API says of it; null where it knows of none. */
  answer: FieldAnswer | null;
};

/** Gives the word of a key. */
export type WordAt = (key: string) => WordRead | undefined;

/** The type, fields, and cells row by row, as the document says them. */
export function fieldsOf(scan: Scan, at: WordAt): FieldRead[] {
  const cells = scan.items.flatMap((item) => item.cells);
  return [typeOf(scan), ...[...scan.fields, ...cells].map((answer) => fieldOf(answer, at))];
}

/** With what is said and not saved: fields that nobody found, and those that were shown elsewhere on the paper. */
export function withUnsaved(fields: readonly FieldRead[], edits: Edits, at: WordAt): FieldRead[] {
  const known = new Set(fields.map(({ key }) => key));
  const added = [...edits.keys()].filter((key) => isFieldKey(key) && !known.has(key)).map(blank);
  return [...fields, ...added].map((field) => {
    const words = edits.get(field.key)?.words;
    return words ? { ...field, ...placed(words, at) } : field;
  });
}

/** A field that nobody found. */
export function blank(key: string): FieldRead {
  const nothing = { text: '', read: '', corrected: null, confidence: 1, alternatives: [], words: [], strokes: [] };
  return { key, ...nothing, ...NOWHERE, answer: null };
}

/** What it says should be and is not, as far as the API has seen it say so. */
export function unclear({ answer }: FieldRead, text: string): FieldAnswer['notUnderstood'] {
  return text !== '' && answer?.value === text ? answer.notUnderstood : null;
}

function fieldOf(answer: FieldAnswer, at: WordAt): FieldRead {
  const read = answer.read ?? '';
  const words = answer.words.map(keyOf);
  return {
    key: answer.key,
    text: answer.correctedValue === null ? answer.value : read,
    read,
    corrected: answer.correctedValue,
    confidence: answer.confidence,
    alternatives: [...answer.candidates.map(({ value }) => ({ text: value })), ...(answer.repair ? [{ text: answer.repair.old }] : [])],
    ...placed(words, at, answer),
    answer,
  };
}

/** Whoever chose it is not told apart from what was found: what it says counts as said. */
function typeOf({ documentType, typeConfidence }: Scan): FieldRead {
  return { ...blank(TYPE_KEY), corrected: documentType, confidence: typeConfidence ?? 1 };
}

/** Where the words stand; else where the API says. */
function placed(words: readonly string[], at: WordAt, answer?: Pick<FieldAnswer, 'page' | 'polygon'>) {
  const found = words.map(at).filter((word) => word !== undefined);
  const strokes = linesOf(found).map(stroke);
  const page = found[0]?.page ?? answer?.page;
  const polygon = strokes.length === 1 ? strokes[0] : (hull(found) ?? answer?.polygon);
  if (!page || !polygon) return { words, strokes, ...NOWHERE };
  return { words, strokes: strokes.length > 0 ? strokes : [polygon], ...spotOf(page, polygon) };
}

/** Words that follow each other in one line of the first word's page. */
function linesOf(words: readonly WordRead[]): WordRead[][] {
  const lines = new Map<number, WordRead[]>();
  for (const word of words) {
    if (word.page === words[0]?.page) lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
  }
  return [...lines.values()];
}

/** From the first word's left side to the last one's right side, as they lie. */
function stroke(words: readonly WordRead[]): Polygon {
  const [first, last] = [words[0]?.polygon, words.at(-1)?.polygon];
  return [first?.[0], last?.[1], last?.[2], first?.[3]].map((point) => point ?? [0, 0]);
}

function hull(words: readonly WordRead[]): Polygon | undefined {
  if (words.length === 0) return undefined;
  const { x, y, width, height } = boxOf(words.filter(({ page }) => page === words[0]?.page).flatMap(({ polygon }) => polygon));
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** Words that need no look of their own, with the field that gets one or has had it; as the API counts them. */
export function settled(fields: readonly FieldRead[], said: Said): Map<string, FieldRead> {
  const looked = fields.filter((field) => field.key !== TYPE_KEY && lookOf(field, said) !== 'sure');
  return new Map(looked.flatMap((field) => field.words.map((key) => [key, field])));
}

/** The field in which each word stands; of several the one of fewest words, for it says most of it. */
export function fieldByWord(fields: readonly FieldRead[]): Map<string, FieldRead> {
  const wide = [...fields].sort((a, b) => b.words.length - a.words.length);
  return new Map(wide.flatMap((field) => field.words.map((key) => [key, field])));
}

/** Rows of the table that say something, with the number of each. */
export function rowsOf(fields: readonly FieldRead[], said: Said): { row: number; cells: Map<string, FieldRead> }[] {
  const rows = new Map<number, Map<string, FieldRead>>();
  for (const field of fields) {
    const cell = cellOf(field.key);
    if (!cell || !(saidOf(field, said) ?? field.text)) continue;
    rows.set(cell.row, (rows.get(cell.row) ?? new Map()).set(cell.name, field));
  }
  return [...rows].sort(([a], [b]) => a - b).map(([row, cells]) => ({ row, cells }));
}

/** The number of a row that is added: behind all that ever were, for the API counts those that were taken out too. */
export function nextRow(fields: readonly FieldRead[]): number {
  return fields.reduce((next, { key }) => Math.max(next, (cellOf(key)?.row ?? -1) + 1), 0);
}
