import { expect, test } from 'vitest';
import { differing, suggestions } from '../../src/workspace/suggest';

const shown = (read: string, other: string) =>
  differing(read, other)
    .map(({ text, differs }) => (differs ? `[${text}]` : text))
    .join('');

test('only the letters that differ are marked', () => {
  expect(shown('0812-3344-5l90', '0812-3344-5190')).toBe('0812-3344-5[1]90');
  expect(shown('Item', 'ltem')).toBe('[l]tem');
  expect(shown('CASH', 'CASH')).toBe('CASH');
});

test('a letter less is marked where it is missing', () => {
  expect(shown('81201.2', '812012')).toBe('81201[]2');
  expect(shown('YOU.', 'YOU')).toBe('YOU[]');
});

test('letters are whole characters, whatever they take to write', () => {
  expect(shown('a😀c', 'a😁c')).toBe('a[😁]c');
});

test('there are at most three suggestions: none twice, none of what stands there, none empty', () => {
  const texts = ['120', '12O', '12O ', '', 'I20', 'l20', '1Z0'].map((text) => ({ text }));
  expect(suggestions('120', texts).map(({ text }) => text)).toEqual(['12O', 'I20', 'l20']);
});

test('what is hardly alike is shown whole, without marks', () => {
  expect(suggestions('Rp 335.775', [{ text: '350.000' }])[0]?.pieces).toEqual([{ text: '350.000', differs: false }]);
  expect(suggestions('Rp 335.775', [{ text: 'Rp 335.715' }])[0]?.pieces).toHaveLength(3);
});
