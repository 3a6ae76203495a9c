import { expect, test } from 'vitest';
import { nextDoubtful, queueOf, segments, step, tally } from '../../src/workspace/review';
import { wordsOf } from '../../src/workspace/words';
import { page, word } from './paper';

const lines = [[word('a', 0.5), word('b'), word('c', 0.6)], [word('d', 0.7, 'D')]];
const words = wordsOf([page(1, lines), page(2, [[word('e', 0.1)]])]);
const queue = queueOf(words);
const none = new Map<string, string | null>();
const texts = (found: readonly { text: string }[]) => found.map(({ text }) => text).join('');

test('the queue has what was in doubt when it was read, checked or not', () => {
  expect(texts(queue)).toBe('acde');
  expect(tally(words, queue, none)).toEqual({ words: 5, doubtful: 3, queue: 4, done: 1 });
});

test('the next word in doubt is the next one in reading order that nobody looked at, from the start again after the last', () => {
  expect(nextDoubtful(words, null, none)?.text).toBe('a');
  expect(nextDoubtful(words, '1:0:1', none)?.text).toBe('c');
  expect(nextDoubtful(words, '1:0:2', none)?.text).toBe('e');
  expect(nextDoubtful(words, '2:0:0', new Map([['1:0:0', 'A']]))?.text).toBe('c');
  expect(nextDoubtful(words, null, new Map(queue.map(({ key }) => [key, 'x'])))).toBeNull();
});

test('arrows go through the queue, checked words too, around its ends and from any word', () => {
  expect(step(queue, words, '1:0:0', 1)?.text).toBe('c');
  expect(step(queue, words, '1:0:0', -1)?.text).toBe('e');
  expect(step(queue, words, '1:0:1', 1)?.text).toBe('c');
  expect(step(queue, words, '1:0:1', -1)?.text).toBe('a');
  expect(step(queue, words, null, 1)?.text).toBe('a');
  expect(step([], words, null, 1)).toBeNull();
});

test('the marks above the word say what is done, and put many words together as the least finished', () => {
  expect(segments(queue, '1:0:2', none)).toEqual(['left', 'now', 'done', 'left']);
  const many = queueOf(wordsOf([page(1, [Array.from({ length: 100 }, () => word('x', 0.1))])]));
  const said = new Map(many.slice(0, 7).map(({ key }) => [key, 'x']));
  const marks = segments(many, null, said);
  expect(marks).toHaveLength(20);
  expect(marks.slice(0, 3)).toEqual(['done', 'left', 'left']);
});
