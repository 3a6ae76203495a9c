import type { Page, Scan, Word } from '../../src/api/client';
import type { FieldAnswer } from '../../src/workspace/fields';
import { placeOf } from '../../src/workspace/words';

/** A word 10 × 10 px large, in doubt below 0.85. */
export function word(text: string, confidence = 0.99, correctedText: string | null = null, x = 0): Word {
  const polygon = [
    [x, 0],
    [x + 10, 0],
    [x + 10, 10],
    [x, 10],
  ];
  return { text, confidence, correctedText, polygon, alternatives: [] };
}

/** A page of lines of words. */
export function page(number: number, lines: Word[][]): Page {
  const whole = lines.map((words) => ({
    text: words.map(({ text }) => text).join(' '),
    confidence: 0.9,
    polygon: [],
    words,
  }));
  return { number, widthPx: 100, heightPx: 100, rotation: 0, confidence: 0.9, imageUrl: '/p.webp', error: null, lines: whole };
}

/** A field as the API gives it, standing in the words of those keys; in doubt below 0.85. */
export function field(key: string, value: string, confidence = 0.99, more: Partial<FieldAnswer> & { at?: string[] } = {}): FieldAnswer {
  const { at = [], ...rest } = more;
  const name = key.split('.').at(-1) ?? key;
  const spot = { page: null, polygon: null, label: null, normalized: null, repair: null };
  const told = { read: value, correctedValue: null, doubtful: confidence < 0.85, source: 'label' as const };
  return { key, name, value, confidence, words: at.map(placeOf), witnesses: [], candidates: [], notUnderstood: null, withdrawn: null, ...spot, ...told, ...rest };
}

/** A document that has been read, of those pages, fields and rows of cells. */
export function scan(pages: Page[], fields: FieldAnswer[] = [], rows: FieldAnswer[][] = [], more: Partial<Scan> = {}): Scan {
  const items = rows.map((cells, row) => ({ row, page: null, polygon: null, cells }));
  const told = { documentType: 'receipt', typeConfidence: 0.9, review: [], version: 1, attempt: 1, pagesRead: 0 };
  return { id: '1', status: 'completed', ...told, pages, fields, items, ...more } as unknown as Scan;
}
