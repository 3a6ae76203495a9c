import { cellOf, TYPE_KEY } from './field-keys';
import { type FieldRead, settled } from './fields';
import { DOUBTFUL_BELOW, type Read, type Said, lookOf, saidOf } from './read';
import type { WordRead } from './words';

/**
 * What is to be looked at: what was in doubt when it was read, looked at or not. Fields come first, those already looked
 * at before the others, which are in the API's order (what an error would cost); then words in reading order, but for
 * those that a field settles.
 */
export function queueOf(fields: readonly FieldRead[], words: readonly WordRead[], order: readonly string[], said: Said): Read[] {
  const at = new Map(order.map((key, place) => [key, place]));
  const asked = fields.filter((field) => field.key !== TYPE_KEY && (field.read !== '' || saidOf(field, said) === null));
  const done = asked.filter((field) => lookOf(field, said) === 'checked' && !isGone(field, said));
  const open = asked.filter((field) => lookOf(field, said) === 'doubtful');
  const place = ({ key }: Read): number => at.get(key) ?? at.size;
  const covered = settled(fields, said);
  return [
    ...done,
    ...open.sort((a, b) => place(a) - place(b)),
    ...words.filter((word) => word.confidence < DOUBTFUL_BELOW && !covered.has(word.key)),
  ];
}

/** A cell that was taken out, most often with its row: nothing to come back to. */
function isGone(field: FieldRead, said: Said): boolean {
  return saidOf(field, said) === '' && cellOf(field.key) !== null;
}

export type Tally = { all: number; doubtful: number; queue: number; done: number };

/** `doubtful`: nobody looked yet; `queue`: were in doubt when read, of which `done` were looked at. */
export function tally(all: number, queue: readonly Read[], said: Said): Tally {
  const doubtful = queue.filter((one) => saidOf(one, said) === null).length;
  return { all, doubtful, queue: queue.length, done: queue.length - doubtful };
}

/**
 * The next thing in doubt after `key`, from the start again after the last; null when none is left. `key` itself comes last
 * of all, so it is found when it is the only one.
 */
export function nextDoubtful(order: readonly Read[], key: string | null, isDoubtful: (one: Read) => boolean): Read | null {
  const at = order.findIndex((one) => one.key === key);
  return order.slice(at + 1).find(isDoubtful) ?? order.slice(0, at + 1).find(isDoubtful) ?? null;
}

/** One step in the queue, from wherever in the document we are; around at its ends. */
export function step(queue: readonly Read[], order: readonly Read[], key: string | null, by: 1 | -1): Read | null {
  if (queue.length === 0) return null;
  const here = queue.findIndex((one) => one.key === key);
  if (here >= 0) return queue[(here + by + queue.length) % queue.length] ?? null;
  const places = new Map(order.map((one, at) => [one.key, at]));
  const at = key === null ? -1 : (places.get(key) ?? -1);
  const after = queue.findIndex((one) => (places.get(one.key) ?? 0) > at);
  const next = after < 0 ? queue.length : after;
  return queue[(by > 0 ? next : next - 1 + queue.length) % queue.length] ?? null;
}

export type Segment = 'now' | 'done' | 'left';
const MOST_SEGMENTS = 24;

/** The little marks above what is in front; more than fit are put together, each as its least finished one. */
export function segments(queue: readonly Read[], key: string | null, said: Said): Segment[] {
  const size = Math.ceil(queue.length / MOST_SEGMENTS);
  const groups = Array.from({ length: Math.ceil(queue.length / size) || 0 }, (_, at) => queue.slice(at * size, (at + 1) * size));
  return groups.map((group) => {
    if (group.some((one) => one.key === key)) return 'now';
    return group.every((one) => saidOf(one, said) !== null) ? 'done' : 'left';
  });
}
