import { expect, test } from 'vitest';
import { type Done, popped, pushed } from '../../src/workspace/undo';

const done = (key: string): Done => ({ kind: 'said', before: [{ key, text: null, words: [] }] });

test('what was done last is undone first', () => {
  const stack = pushed(pushed([], done('a')), { kind: 'turn', page: 1, before: 90 });
  const { done: last, rest } = popped(stack);
  expect(last).toEqual({ kind: 'turn', page: 1, before: 90 });
  expect(popped(rest)).toEqual({ done: done('a'), rest: [] });
  expect(popped([])).toEqual({ done: null, rest: [] });
});

test('a long day does not fill the memory', () => {
  const stack = Array.from({ length: 700 }, (_, n) => done(`${n}`)).reduce<Done[]>(pushed, []);
  expect(stack).toHaveLength(500);
  expect(stack.at(-1)).toEqual(done('699'));
});
