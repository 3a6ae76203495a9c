import { expect, test } from 'vitest';
import { cellOf, isFieldKey } from '../../src/workspace/field-keys';
import { fieldByWord, fieldsOf, nextRow, rowsOf, withUnsaved } from '../../src/workspace/fields';
import { wordsOf } from '../../src/workspace/words';
import { field, page, scan, word } from './paper';

const words = wordsOf([page(1, [[word('Jl.', 1, null, 0), word('Raya', 1, null, 20)], [word('Surabaya', 1, null, 5)]])]);
const at = (key: string) => words.find((one) => one.key === key);
const none = new Map<string, string | null>();

test('a key names a field, a cell, the type, or a word', () => {
  expect(['total_amount', 'items.3.quantity', 'document_type', '1:0:4', 'items.3.colour', 'items.x.name', ''].map(isFieldKey)).toEqual([
    true, true, true, false, false, false, false,
  ]);
  expect(cellOf('items.12.price')).toEqual({ row: 12, name: 'price' });
});

test('a field in one line lies as its words do; over several lines each has its own stroke', () => {
  const [, one] = fieldsOf(scan([], [field('seller_name', 'Jl. Raya', 1, { at: ['1:0:0', '1:0:1'] })]), at);
  expect([one?.polygon, one?.strokes.length, one?.page]).toEqual([[[0, 0], [30, 0], [30, 10], [0, 10]], 1, 1]);
  const [, two] = fieldsOf(scan([], [field('seller_address', 'Jl. Surabaya', 1, { at: ['1:0:0', '1:1:0'] })]), at);
  expect([two?.box, two?.strokes.length]).toEqual([{ x: 0, y: 0, width: 15, height: 10 }, 2]);
});

test('what a person wrote without a place stands nowhere', () => {
  const [, one] = fieldsOf(scan([], [field('weight', '5 kg', 1, { read: null, correctedValue: '5 kg' })]), at);
  expect(one).toMatchObject({ page: null, polygon: null, text: '', read: '', corrected: '5 kg' });
});

test('what was read stays to be told apart from what its corrected words give, and from what a person says', () => {
  const followed = field('number', 'A7', 0.9, { read: 'A1' });
  const said = field('weight', '6 kg', 1, { read: '5 kg', correctedValue: '6 kg' });
  const [, one, two] = fieldsOf(scan([], [followed, said]), at);
  expect([one?.text, one?.read, two?.text, two?.corrected]).toEqual(['A7', 'A1', '5 kg', '6 kg']);
});

test('a digit that was repaired can be taken as it was read', () => {
  const witness = { kind: 'column_sum' as const, agrees: true, formula: '', words: [] };
  const [, one] = fieldsOf(scan([], [field('total_amount', '80.000', 0.9, { repair: { old: '8O.000', new: '80.000', witness } })]), at);
  expect(one?.alternatives).toEqual([{ text: '8O.000' }]);
});

test('what is not saved yet is there: a field that is new, and one that was shown elsewhere', () => {
  const edit = (text: string, shown: string[]) => ({ text, over: [null], read: '', words: shown });
  const unsaved = new Map([['driver_name', edit('Budi', [])], ['number', edit('Raya', ['1:0:1'])], ['1:0:0', edit('x', [])]]);
  const fields = withUnsaved(fieldsOf(scan([], [field('number', 'A1', 1, { at: ['1:0:0'] })]), at), unsaved, at);
  expect(fields.map(({ key }) => key)).toEqual(['document_type', 'number', 'driver_name']);
  expect(fields[1]?.words).toEqual(['1:0:1']);
});

test('a word belongs to the field that it says most of', () => {
  const rate = field('tax_rate', 'Raya', 1, { at: ['1:0:1'] });
  const wide = field('seller_address', 'Jl. Raya', 1, { at: ['1:0:0', '1:0:1'] });
  const found = fieldByWord(fieldsOf(scan([], [rate, wide]), at));
  expect([found.get('1:0:0')?.key, found.get('1:0:1')?.key]).toEqual(['seller_address', 'tax_rate']);
});

test('rows without anything are not shown, but a new one comes behind them', () => {
  const rows = [[field('items.0.name', 'Semen')], [field('items.1.name', '', 1, { read: 'Paku', correctedValue: '' })]];
  const fields = fieldsOf(scan([], [], rows), at);
  expect(rowsOf(fields, none).map(({ row }) => row)).toEqual([0]);
  expect(rowsOf(fields, new Map([['items.0.name', '']]))).toEqual([]);
  expect([nextRow(fields), nextRow([])]).toEqual([2, 0]);
});
