import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../../src/workspace/fields';
import { type Read, saidOf } from '../../src/workspace/read';
import { nextDoubtful, queueOf, segments, step, tally } from '../../src/workspace/review';
import { wordsOf } from '../../src/workspace/words';
import { field, page, scan, word } from './paper';

const lines = [[word('a', 0.5), word('b'), word('c', 0.6)], [word('d', 0.7, 'D')]];
const words = wordsOf([page(1, lines), page(2, [[word('e', 0.1)]])]);
const none = new Map<string, string | null>();
const queue = queueOf([], words, [], none);
const asked = (said: ReadonlyMap<string, string | null>) => (one: Read) => queue.includes(one) && saidOf(one, said) === null;
const texts = (found: readonly { text: string }[]) => found.map(({ text }) => text).join('');

test('the queue has what was in doubt when it was read, checked or not', () => {
  expect(texts(queue)).toBe('acde');
  expect(tally(5, queue, none)).toEqual({ all: 5, doubtful: 3, queue: 4, done: 1 });
});

test('the next word in doubt is the next one in reading order that nobody looked at, from the start again after the last', () => {
  expect(nextDoubtful(words, null, asked(none))?.text).toBe('a');
  expect(nextDoubtful(words, '1:0:1', asked(none))?.text).toBe('c');
  expect(nextDoubtful(words, '1:0:2', asked(none))?.text).toBe('e');
  expect(nextDoubtful(words, '2:0:0', asked(new Map([['1:0:0', 'A']])))?.text).toBe('c');
  expect(nextDoubtful(words, null, asked(new Map(queue.map(({ key }) => [key, 'x']))))).toBeNull();
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
  const many = queueOf([], wordsOf([page(1, [Array.from({ length: 100 }, () => word('x', 0.1))])]), [], none);
  const said = new Map(many.slice(0, 7).map(({ key }) => [key, 'x']));
  const marks = segments(many, null, said);
  expect(marks).toHaveLength(20);
  expect(marks.slice(0, 3)).toEqual(['done', 'left', 'left']);
});

describe('fields', () => {
  const found = [
    field('number', 'a', 0.5, { at: ['1:0:0'] }),
    field('seller_name', 'b', 0.99, { at: ['1:0:1', '1:0:2'] }),
    field('total_amount', 'D', 0.6, { at: ['1:1:0'] }),
  ];
  const rows = [[field('items.0.quantity', '3', 0.7)]];
  const fields = fieldsOf(scan([], found, rows), (key) => words.find((one) => one.key === key));
  const keys = (said = none, order = ['total_amount', 'items.0.quantity', 'number']) => queueOf(fields, words, order, said).map(({ key }) => key);

  test('in doubt come first, in the order of the API, and their words are not asked for once more', () => {
    expect(keys()).toEqual(['total_amount', 'items.0.quantity', 'number', '1:0:2', '2:0:0']);
    expect(keys(none, [])).toEqual(['number', 'total_amount', 'items.0.quantity', '1:0:2', '2:0:0']);
  });

  test('looked at stay in the queue, before those that wait, and settle their words as well', () => {
    expect(keys(new Map([['number', 'a']]))).toEqual(['number', 'total_amount', 'items.0.quantity', '1:0:2', '2:0:0']);
    expect(keys(new Map([['seller_name', 'b c']]))).not.toContain('1:0:2');
  });

  test('that nobody found, or cells that were taken out, are nothing to come back to', () => {
    const added = fieldsOf(scan([], [field('weight', '5 kg', 1, { read: null, correctedValue: '5 kg' })]), () => undefined);
    expect(queueOf(added, [], [], none)).toEqual([]);
    expect(keys(new Map([['items.0.quantity', '']]))).not.toContain('items.0.quantity');
  });
});
