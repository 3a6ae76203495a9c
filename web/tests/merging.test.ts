import { expect, test } from 'vitest';
import type { ScanNews } from '../src/api/event-stream';
import type { FoundScan } from '../src/api/scans';
import { appended, progressed, renewed, without } from '../src/dokumen/merging';

const scan = (id: string, more: Partial<FoundScan> = {}) =>
  ({ id, status: 'processing', attempt: 1, version: 1, pagesRead: 1, pageCount: 3, hits: [], ...more }) as unknown as FoundScan;
const list = (...ids: string[]) => ids.map((id) => scan(id));
const ids = (scans: readonly FoundScan[]) => scans.map((one) => one.id).join('');
const news = (more: Partial<ScanNews>): ScanNews => ({
  scanId: 'b',
  status: 'processing',
  filename: 'b.jpg',
  pagesRead: 2,
  pageCount: 3,
  attempt: 1,
  version: 1,
  error: null,
  ...more,
});

test('a document that moved between two batches is not there twice', () => {
  expect(ids(appended(list('a', 'b'), list('b', 'c')))).toBe('abc');
});

test('new ones come on top, and what was loaded further down stays with its cursor', () => {
  const merged = renewed({ items: list('b', 'c', 'd', 'e'), nextCursor: 'e' }, { items: list('a', 'b', 'c'), nextCursor: 'c' });
  expect([ids(merged.items), merged.nextCursor]).toEqual(['abcde', 'e']);
});

test('what is no more goes, down to where the new answer reaches', () => {
  const merged = renewed({ items: list('a', 'b', 'c', 'd'), nextCursor: null }, { items: list('a', 'c'), nextCursor: null });
  expect(ids(merged.items)).toBe('ac');
});

test('when everything above was new, nothing is shown that may have gaps', () => {
  const merged = renewed({ items: list('x', 'y', 'z'), nextCursor: 'z' }, { items: list('a', 'b'), nextCursor: 'b' });
  expect([ids(merged.items), merged.nextCursor]).toEqual(['ab', 'b']);
});

test('a row that did not change stays the very same, so that nothing of it is drawn anew', () => {
  const shown = list('a', 'b');
  const merged = renewed({ items: shown, nextCursor: null }, { items: [scan('a'), scan('b', { pagesRead: 2 })], nextCursor: null });
  expect([merged.items[0] === shown[0], merged.items[1]?.pagesRead]).toEqual([true, 2]);
});

test('an event moves its row on, never back', () => {
  const shown = list('a', 'b');
  expect(progressed(shown, news({}))[1]?.pagesRead).toBe(2);
  expect(progressed(shown, news({ pagesRead: 0 }))).toBe(shown);
  expect(progressed([scan('b', { version: 4 })], news({ version: 3 }))[0]?.pagesRead).toBe(1);
  expect(progressed(shown, news({ scanId: 'z' }))).toBe(shown);
});

test('a new attempt begins from the first page', () => {
  const again = progressed([scan('b', { status: 'failed', pagesRead: 3, version: 5 })], news({ attempt: 2, status: 'pending', pagesRead: 0 }));
  expect(again[0]).toMatchObject({ status: 'pending', pagesRead: 0 });
});

test('taking away what is not there changes nothing', () => {
  const shown = list('a', 'b');
  expect([ids(without(shown, new Set(['a']))), without(shown, new Set(['z'])) === shown]).toEqual(['b', true]);
});
