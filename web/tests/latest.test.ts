import { expect, test } from 'vitest';
import { Latest } from '../src/api/latest';

test('of answers that overtake each other only that of the last question counts', async () => {
  const latest = new Latest();
  const answers: ((answer: string) => void)[] = [];
  const ask = () => latest.ask(() => new Promise<string>((resolve) => answers.push(resolve)));
  const [first, second] = [ask(), ask()];
  answers[1]?.('second');
  answers[0]?.('first');
  expect(await Promise.all([first, second])).toEqual([undefined, 'second']);
});

test('a new question aborts the one before, and its failure is nobody’s business', async () => {
  const latest = new Latest();
  let aborted = false;
  const first = latest.ask(
    (signal) => new Promise<string>((_, reject) => signal.addEventListener('abort', () => ((aborted = true), reject(new Error('stopped'))))),
  );
  const second = latest.ask(async () => 'second');
  expect([await first, await second, aborted]).toEqual([undefined, 'second', true]);
});

test('the failure of the last question is thrown', async () => {
  await expect(new Latest().ask(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
});
