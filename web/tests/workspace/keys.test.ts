import { expect, test } from 'vitest';
import { type Focus, commandOf } from '../../src/workspace/keys';

const press = (key: string, focus: Focus, held: { ctrl?: boolean; shift?: boolean; alt?: boolean } = {}) =>
  commandOf({ key, ctrl: false, shift: false, alt: false, ...held }, focus);

test('a digit chooses a suggestion until something is typed', () => {
  expect(press('2', 'word-untouched')).toBe('pick-2');
  expect(press('2', 'word')).toBeNull();
  expect(press('2', 'field')).toBeNull();
  expect(press('4', 'word-untouched')).toBeNull();
});

test('a number that begins with 0 can be typed at once, and a minus too', () => {
  for (const key of ['0', '-', '+', '=']) expect(press(key, 'word-untouched')).toBeNull();
  expect(press('0', 'control')).toBe('fit');
});

test('Enter is right in the field of the word, and a button stays a button', () => {
  expect([press('Enter', 'word'), press('Enter', 'page'), press('Enter', 'control')]).toEqual(['accept', 'accept', null]);
  expect(press('Enter', 'field', { ctrl: true })).toBe('next-document');
});

test('Ctrl+Z takes back letters while somebody types, else the last thing done', () => {
  expect(press('z', 'word', { ctrl: true })).toBeNull();
  expect(press('z', 'word-untouched', { ctrl: true })).toBe('undo');
  expect(press('Z', 'page', { ctrl: true, shift: true })).toBeNull();
});

test('what is held with Alt is the browser’s', () => {
  expect(press('ArrowDown', 'word', { alt: true })).toBeNull();
});
