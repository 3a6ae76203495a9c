import { expect, test } from 'vitest';
import { lookOf, saidOf, textOf } from '../../src/workspace/read';
import { keyOf, placeOf, wordsOf } from '../../src/workspace/words';
import { page, word } from './paper';

const words = wordsOf([page(1, [[word('Surat'), word('Ja1an', 0.5)]]), page(3, [[], [word('120', 0.6, '120')]])]);

test('words come in reading order, each with the place by which the API knows it', () => {
  expect(words.map(({ key, text }) => [key, text])).toEqual([
    ['1:0:0', 'Surat'],
    ['1:0:1', 'Ja1an'],
    ['3:1:0', '120'],
  ]);
  expect(placeOf(keyOf({ page: 3, line: 1, word: 0 }))).toEqual({ page: 3, line: 1, word: 0 });
});

test('a word is sure, doubtful, or checked once somebody said what it is', () => {
  const looks = (said = new Map<string, string | null>()) => words.map((one) => lookOf(one, said));
  expect(looks()).toEqual(['sure', 'doubtful', 'checked']);
  expect(looks(new Map([['1:0:1', 'Jalan']]))).toEqual(['sure', 'checked', 'checked']);
  expect(looks(new Map([['3:1:0', null]]))).toEqual(['sure', 'doubtful', 'doubtful']);
});

test('what is not saved yet counts before what is, also when it takes back or removes', () => {
  const [, , last] = words;
  if (!last) throw new Error('no word');
  expect(saidOf(last, new Map([[last.key, null]]))).toBeNull();
  expect(textOf(last, new Map([[last.key, '']]))).toBe('');
  expect(textOf(last, new Map([[last.key, null]]))).toBe('120');
});
