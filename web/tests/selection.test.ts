import { expect, test } from 'vitest';
import { NOTHING, allOrNone, among, ranged, toggled } from '../src/dokumen/selection';

const order = ['a', 'b', 'c', 'd'];
const chosen = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('');

test('a row is chosen, and then not', () => {
  expect(chosen(toggled(NOTHING, 'b'))).toBe('b');
  expect(chosen(toggled(toggled(NOTHING, 'b'), 'b'))).toBe('');
});

test('Shift takes all in between, upwards and downwards, from where it began', () => {
  const from = toggled(NOTHING, 'c');
  expect(chosen(ranged(from, 'a', order))).toBe('abc');
  expect(chosen(ranged(ranged(from, 'a', order), 'd', order))).toBe('abcd');
});

test('Shift after a row was let go lets go of all in between', () => {
  const all = allOrNone(NOTHING, order);
  expect(chosen(ranged(toggled(all, 'b'), 'd', order))).toBe('a');
});

test('Shift without a beginning chooses the one row', () => {
  expect(chosen(ranged(NOTHING, 'c', order))).toBe('c');
});

test('all are chosen, or none when they were', () => {
  expect(chosen(allOrNone(toggled(NOTHING, 'a'), order))).toBe('abcd');
  expect(chosen(allOrNone(allOrNone(NOTHING, order), order))).toBe('');
});

test('rows that are no more are not chosen any more', () => {
  expect(chosen(among(allOrNone(NOTHING, order), ['b', 'z']))).toBe('b');
});
