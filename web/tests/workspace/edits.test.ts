import { describe, expect, test } from 'vitest';
import { answered, firstOf, merge, patchOf, putBack, withEdit } from '../../src/workspace/edits';
import type { Edit } from '../../src/workspace/read';
import type { Scan } from '../../src/api/client';
import { fieldsOf } from '../../src/workspace/fields';
import { wordsOf } from '../../src/workspace/words';
import { field, page, scan, word } from './paper';

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
  expect(patchOf(edits).words[1]).toEqual({ page: 2, line: 3, word: 5, text: null });
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

test('each thing goes to the API by its kind: words, fields, cells by their row, and the type', () => {
  const total = { ...edit('80.000'), words: ['1:4:1'] };
  const edits = new Map([['total_amount', total], ['items.3.unit', edit('')], ['document_type', edit('invoice')], ['1:0:0', edit('b')]]);
  expect(patchOf(edits)).toEqual({
    documentType: 'invoice',
    fields: [{ name: 'total_amount', value: '80.000', words: [{ page: 1, line: 4, word: 1 }] }],
    items: [{ row: 3, name: 'unit', value: '', words: [] }],
    words: [{ page: 1, line: 0, word: 0, text: 'b' }],
  });
});

describe('after a change by somebody else', () => {
  const said = (key: string, made: Edit) => new Map([[key, made]]);
  const fields = (correctedValue: string | null) => fieldsOf(scan([], [field('number', 'A1', 0.5, { correctedValue })]), () => undefined);

  test('a field is said again where they left it alone, and stays theirs where they did not', () => {
    expect(merge(said('number', edit('A7', [null], 'A1')), fields(null)).edits.size).toBe(1);
    const { lost } = merge(said('number', edit('A7', [null], 'A1')), fields('A8'));
    expect(lost).toEqual([{ key: 'number', mine: 'A7', theirs: 'A8' }]);
  });

  test('a field that nobody found is added still, unless they added it too', () => {
    expect(merge(said('weight', edit('5 kg', [null], '')), fields(null)).edits.size).toBe(1);
    const theirs = fieldsOf(scan([], [field('weight', '7 kg', 1, { read: null, correctedValue: '7 kg' })]), () => undefined);
    expect(merge(said('weight', edit('5 kg', [null], '')), theirs).lost).toHaveLength(1);
  });

  test('a field that was only shown elsewhere on the paper is still to be saved, until it stands there', () => {
    const moved = said('number', { ...edit('A1', ['A1'], 'A1'), words: ['1:0:0'] });
    const at = (words: string[]) => fieldsOf(scan([], [field('number', 'A1', 1, { correctedValue: 'A1', at: words })]), () => undefined);
    expect(merge(moved, at(['1:2:0'])).edits.size).toBe(1);
    expect(merge(moved, at(['1:0:0'])).edits.size).toBe(0);
  });
});
