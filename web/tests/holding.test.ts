import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Holding } from '../src/unggah/holding.svelte';

const FAULT = { type: 't', title: 't', detail: 'd' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a busy server is left alone for as long as it asks, and then sending goes on by itself', () => {
  const goOn = vi.fn();
  const holding = new Holding({ reachable: async () => true, nextRefill: async () => null }, goOn);
  holding.forAWhile('busy', FAULT, 40);
  vi.advanceTimersByTime(39_000);
  expect(goOn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_500);
  expect(goOn).toHaveBeenCalledOnce();
  expect(holding.current).toBeNull();
});
