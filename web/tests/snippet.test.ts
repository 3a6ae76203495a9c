import { expect, test } from 'vitest';
import { pieces } from '../src/dokumen/snippet';

const marked = (snippet: string, marks: [number, number][]) =>
  pieces(snippet, marks)
    .map(({ text, marked }) => (marked ? `[${text}]` : text))
    .join('');

test('a snippet is cut at its marks, in whichever order they come', () => {
  expect(marked('semen putih 40 kg', [[12, 14], [0, 5]])).toBe('[semen] putih [40] kg');
});

test('marks count code points, of which an emoji is one', () => {
  expect(marked('📦 semen', [[2, 7]])).toBe('📦 [semen]');
});

test('marks that overlap or end after the snippet lose no letter', () => {
  expect(marked('semen', [[0, 3], [2, 9]])).toBe('[sem][en]');
  expect(marked('semen', [])).toBe('semen');
});
