import { afterEach, expect, test, vi } from 'vitest';

type Told = (news: { credits: number }) => void;
const listeners = vi.hoisted(() => ({ changed: [] as Told[], gap: [] as (() => void)[] }));
vi.mock('../src/api/events', () => ({
  events: {
    on: (_kind: string, told: Told) => (listeners.changed.push(told), () => undefined),
    onGap: (told: () => void) => (listeners.gap.push(told), () => undefined),
  },
}));
const answers: ((credits: number) => void)[] = [];
vi.mock('../src/api/client', () => ({
  api: { GET: () => new Promise((answer) => answers.push((credits) => answer({ credits, dailyCredits: 10 }))) },
  ask: (asked: unknown) => asked,
}));
const { credits } = await import('../src/api/credits.svelte');

afterEach(() => (answers.length = 0));

test('what was spent while the balance was asked for again is not undone by the older answer', async () => {
  credits.follow();
  const first = credits.load('rina');
  answers[0]?.(9);
  await first;
  const second = credits.load('rina');
  listeners.changed[0]?.({ credits: 8 });
  answers[1]?.(9);
  await second;
  expect(credits.balance?.credits).toBe(8);
});

test('nothing of one person’s balance is shown to the next', () => {
  void credits.load('dewi');
  expect(credits.balance).toBeNull();
});

test('after a gap in the news the balance is asked for again', async () => {
  listeners.gap[0]?.();
  answers[0]?.(4);
  await vi.waitFor(() => expect(credits.balance?.credits).toBe(4));
});
