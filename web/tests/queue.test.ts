import { describe, expect, test } from 'vitest';
import { Problem } from '../src/api/problem';
import * as queue from '../src/unggah/queue';
import type { Item, Seen } from '../src/unggah/queue';

const file = { name: 'a.jpg', sizeBytes: 9, mediaType: 'image/jpeg', pasted: false, addedAt: 1 };
const item = (id: string, more: Partial<Item> = {}): Item => ({ ...queue.fresh({ ...file, id }), ...more });
const scan = (more: Partial<Seen> = {}): Seen => ({
  id: 's1',
  createdAt: '2026-11-21T07:00:00Z',
  status: 'pending',
  attempt: 1,
  pagesRead: 0,
  pageCount: 3,
  error: null,
  ...more,
});
const problem = (status: number) => new Problem('/problems/x', 'Judul', 'Rincian', status);

test('a file goes from its turn to its end', () => {
  let one = queue.begun(item('a'));
  const phases: string[] = [one.phase];
  const step = (next: Item): number => phases.push((one = next).phase);
  step(queue.progressed(one, 0.5));
  step(queue.progressed(one, 1));
  step(queue.received(one, scan()));
  step(queue.seen(one, scan({ status: 'processing', pagesRead: 1 })));
  step(queue.seen(one, scan({ status: 'completed', pagesRead: 3 })));
  expect(phases).toEqual(['uploading', 'uploading', 'checking', 'waiting', 'reading', 'done']);
});

describe('what is told of a document', () => {
  const reading = queue.seen(queue.received(item('a'), scan()), scan({ status: 'processing', pagesRead: 2 }));

  test('does not go back when it comes late', () => {
    expect(queue.seen(reading, scan({ status: 'pending' }))).toBe(reading);
    expect(queue.seen(reading, scan({ status: 'processing', pagesRead: 1 }))).toBe(reading);
    const done = queue.seen(reading, scan({ status: 'completed', pagesRead: 3 }));
    expect(queue.seen(done, scan({ status: 'processing', pagesRead: 3 }))).toBe(done);
  });

  test('begins again with a new attempt, and then the old one is no news', () => {
    const failed = queue.seen(reading, scan({ status: 'failed', error: problem(422) }));
    expect(failed).toMatchObject({ phase: 'failed', remedy: 'read', fault: { title: 'Judul' } });
    const again = queue.seen(failed, scan({ attempt: 2 }));
    expect(again).toMatchObject({ phase: 'waiting', pagesRead: 0, fault: null, remedy: null });
    expect(queue.seen(again, scan({ status: 'failed' }))).toBe(again);
  });
});

describe('a file that was there already', () => {
  const known = scan({ alreadyExisted: true, status: 'completed', pagesRead: 3 });

  test('says since when', () => {
    expect(queue.received(queue.begun(item('a')), known)).toMatchObject({ phase: 'done', knownSince: known.createdAt });
  });

  test('is not said to be when it may be our own first try, whose answer was lost', () => {
    const twice = queue.begun(queue.requeued(queue.begun(item('a'))));
    expect(queue.received(twice, known).knownSince).toBeNull();
    const reloaded = queue.begun(queue.restored({ ...file, id: 'a', scanId: null }));
    expect(queue.received(reloaded, known).knownSince).toBeNull();
  });
});

test('three are sent at a time, the oldest first, and none while something holds them up', () => {
  const items = [item('a', { phase: 'uploading' }), item('b', { phase: 'checking' }), item('c'), item('d')];
  expect(queue.nextToSend(items, null).map((one) => one.id)).toEqual(['c']);
  expect(queue.nextToSend(items, { why: 'network', until: null, fault: null })).toEqual([]);
});

test('what a send that did not succeed means', () => {
  const meaning = (status: number) => queue.verdict(problem(status));
  expect([0, 401, 402, 429, 503].map(meaning)).toEqual(['network', 'login', 'credits', 'busy', 'busy']);
  expect([413, 415, 422, 500].map(meaning)).toEqual(['failed', 'failed', 'failed', 'failed']);
});

test('a file that the server will not have is not sent again, one on which it stumbled can be', () => {
  expect([413, 415, 422, 500].map((status) => queue.remedyFor(problem(status)))).toEqual([null, null, null, 'send']);
});

describe('a connection that breaks', () => {
  const often = (reachable: boolean): Item => {
    let one = item('a');
    for (let n = 0; n < 5 && one.phase !== 'failed'; n++) one = queue.broken(queue.begun(one), reachable, problem(0));
    return one;
  };

  test('puts a file back in the line for as long as there is no network', () => {
    expect(often(false)).toMatchObject({ phase: 'queued', tries: 5 });
  });

  test('fails the file that breaks it each time, so that it does not hold up the others', () => {
    expect(often(true)).toMatchObject({ phase: 'failed', tries: 3, remedy: 'send' });
  });
});

test('the pause before the next try grows to half a minute', () => {
  expect([0, 1, 2, 3, 4, 9].map((n) => queue.pauseMs(n) / 1000)).toEqual([2, 4, 8, 16, 30, 30]);
});

test('the summary counts what is open and leaves out what was cancelled', () => {
  const sending = item('a', { phase: 'uploading', sent: 0.5 });
  const reading = item('b', { phase: 'reading', sent: 1, pagesRead: 1, pageCount: 2 });
  const all = [sending, reading, item('c', { phase: 'done' }), item('d', { phase: 'cancelled' })];
  expect(queue.summary(all)).toEqual({ total: 3, done: 1, failed: 0, open: 2, share: (0.25 + 0.75 + 1) / 3 });
});

test('a driver may stop and send again a file, but do nothing to a document that there is or will be', () => {
  const may = (more: Partial<Item>, mayChange = false): string =>
    Object.entries(queue.offers(item('a', more), mayChange)).filter(([, yes]) => yes).map(([what]) => what).join();
  expect([may({}), may({ pasted: true }), may({ phase: 'failed', remedy: 'send' })]).toEqual(['cancel', 'undo', 'retry']);
  const sent: Partial<Item>[] = [
    { phase: 'checking' },
    { phase: 'waiting', scanId: 's1', pasted: true },
    { phase: 'failed', scanId: 's1', remedy: 'read' },
  ];
  expect(sent.map((one) => may(one))).toEqual(['', '', '']);
  expect(sent.map((one) => may(one, true))).toEqual(['cancel', 'undo', 'retry']);
});
