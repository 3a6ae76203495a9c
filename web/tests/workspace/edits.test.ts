import { expect, test } from 'vitest';
import { type Edit, answered, firstOf, merge, patchOf, putBack, withEdit } from '../../src/workspace/edits';
import type { Scan } from '../../src/api/client';
import { wordsOf } from '../../src/workspace/words';
import { page, word } from './paper';

const edit = (text: string | null, over: (string | null)[] = [null], read = 'a'): Edit => ({ text, over, read });
const one = (made: Edit) => new Map([['1:0:0', made]]);
const documentWith = (corrected: string | null, read = 'a') => wordsOf([page(1, [[word(read, 0.5, corrected)]])]);

test('a second thought stands on what the first one stood on; back to that, nothing is left to save', () => {
  const first = withEdit(new Map(), '1:0:0', edit('b'));
  expect(withEdit(first, '1:0:0', edit('c', ['b'])).get('1:0:0')).toEqual(edit('c'));
  expect(withEdit(first, '1:0:0', edit(null, ['b'])).size).toBe(0);
});

test('what did not arrive goes back below what was said since, which fits whether it arrived or not', () => {
  const back = putBack(one(edit('b')), one(edit('c', ['b'])));
  expect(back.get('1:0:0')).toEqual(edit('c', [null, 'b']));
  expect(merge(back, documentWith(null)).edits.size).toBe(1);
  expect(merge(back, documentWith('b')).edits.size).toBe(1);
  expect(withEdit(back, '1:0:0', edit(null, ['c'])).get('1:0:0')).toEqual(edit(null, [null, 'b']));
});

test('after a change by somebody else, what they did not touch is applied again', () => {
  const merged = merge(one(edit('b')), documentWith(null));
  expect(merged).toEqual({ edits: one(edit('b')), lost: [] });
});

test('a word that somebody else corrected otherwise stays theirs, and is named', () => {
  const merged = merge(one(edit('b')), documentWith('c'));
  expect(merged).toEqual({ edits: new Map(), lost: [{ key: '1:0:0', mine: 'b', theirs: 'c' }] });
});

test('what the document says already is saved, as after an answer that got lost', () => {
  expect(merge(one(edit('b')), documentWith('b'))).toEqual({ edits: new Map(), lost: [] });
});

test('a correction does not land on another word when the document was read anew', () => {
  expect(merge(one(edit('b')), documentWith(null, 'z')).lost).toHaveLength(1);
  expect(merge(one(edit('b')), []).lost).toEqual([{ key: '1:0:0', mine: 'b', theirs: null }]);
});

test('edits go to the API by the place of their word, as many as it takes at once', () => {
  const edits = new Map([['2:3:4', edit('b')], ['2:3:5', edit(null)]]);
  expect(patchOf(edits)[1]).toEqual({ page: 2, line: 3, word: 5, text: null });
  expect([...firstOf(edits, 1).keys()]).toEqual(['2:3:4']);
});

test('after our own edits only the pages with an edit are new, and whoever came between is not overlooked', () => {
  const pages = [page(1, [[word('a', 0.5)]]), page(2, [[word('b', 0.5)]])];
  const before = { version: 4, pages } as Scan;
  const own = answered(before, { version: 5, pages: [...pages] } as Scan, one(edit('A')));
  expect([own.version, own.pages[0]?.lines[0]?.words[0]?.correctedText]).toEqual([5, 'A']);
  expect(own.pages[1]).toBe(pages[1]);
  const others = { version: 6, pages: [page(1, []), page(2, [])] } as Scan;
  expect(answered(before, others, one(edit('A')))).toBe(others);
});
