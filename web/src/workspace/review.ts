import { DOUBTFUL_BELOW, type Read, type Said, lookOf, saidOf } from './words';

/** The words to be looked at, in reading order: what was in doubt when it was read, looked at or not. */
export function queueOf(words: readonly Read[]): Read[] {
  return words.filter((word) => word.confidence < DOUBTFUL_BELOW);
}

export type Tally = { words: number; doubtful: number; queue: number; done: number };

/** `doubtful`: nobody looked yet; `queue`: were in doubt when read, of which `done` were looked at. */
export function tally(words: readonly Read[], queue: readonly Read[], said: Said): Tally {
  const doubtful = queue.filter((word) => saidOf(word, said) === null).length;
  return { words: words.length, doubtful, queue: queue.length, done: queue.length - doubtful };
}

/**
 * The next word in doubt after `key` in reading order, from the start again after the last; null when none is left. The
 * word itself comes last of all, so it is found when it is the only one.
 */
export function nextDoubtful(words: readonly Read[], key: string | null, said: Said): Read | null {
  const at = words.findIndex((word) => word.key === key);
  const doubtful = (word: Read) => lookOf(word, said) === 'doubtful';
  return words.slice(at + 1).find(doubtful) ?? words.slice(0, at + 1).find(doubtful) ?? null;
}

/** One step in the queue, from wherever in the document we are; around at its ends. */
export function step(queue: readonly Read[], words: readonly Read[], key: string | null, by: 1 | -1): Read | null {
  if (queue.length === 0) return null;
  const here = queue.findIndex((word) => word.key === key);
  if (here >= 0) return queue[(here + by + queue.length) % queue.length] ?? null;
  const order = new Map(words.map((word, at) => [word.key, at]));
  const at = key === null ? -1 : (order.get(key) ?? -1);
  const after = queue.findIndex((word) => (order.get(word.key) ?? 0) > at);
  const next = after < 0 ? queue.length : after;
  return queue[(by > 0 ? next : next - 1 + queue.length) % queue.length] ?? null;
}

export type Segment = 'now' | 'done' | 'left';
const MOST_SEGMENTS = 24;

/** The little marks above the word; more than fit are put together, each as its least finished word. */
export function segments(queue: readonly Read[], key: string | null, said: Said): Segment[] {
  const size = Math.ceil(queue.length / MOST_SEGMENTS);
  const groups = Array.from({ length: Math.ceil(queue.length / size) || 0 }, (_, at) => queue.slice(at * size, (at + 1) * size));
  return groups.map((group) => {
    if (group.some((word) => word.key === key)) return 'now';
    return group.every((word) => saidOf(word, said) !== null) ? 'done' : 'left';
  });
}
