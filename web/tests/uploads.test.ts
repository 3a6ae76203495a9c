import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Scan, UploadedScan } from '../src/api/client';
import { Problem } from '../src/api/problem';
import { unggah } from '../src/i18n/id/unggah';
import { speech } from '../src/i18n/index.svelte';
import { Uploads } from '../src/unggah/uploads.svelte';
import type { Kept } from '../src/unggah/store';
import type { Way } from '../src/unggah/way';

speech.learn(unggah);

type Call = { name: string; key: string; progress: (share: number) => void; signal: AbortSignal; answer: (scan: object) => void; fail: (status: number) => void; refuse: (type: string, status: number) => void };

const problem = (status: number) => new Problem('/problems/x', 'Judul', 'Rincian', status);
const scan = (id: string, more = {}) =>
  ({ id, createdAt: '2026-11-21T07:00:00Z', status: 'pending', attempt: 1, pagesRead: 0, pageCount: 1, error: null, alreadyExisted: false, ...more }) as unknown as UploadedScan & Scan;

let calls: Call[];
let kept: Map<string, Kept>;
let way: { [K in keyof Way]: Way[K] };
let uploads: Uploads;

function pretended(): Way {
  return {
    send: (_file, name, { key, signal, onProgress }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        calls.push({
          name,
          key,
          signal,
          progress: onProgress,
          answer: (more) => resolve(scan(`scan-${name}`, more)),
          fail: (status) => reject(problem(status)),
          refuse: (type, status) => reject(new Problem(type, 'Judul', 'Rincian', status)),
        });
      }),
    reachable: vi.fn(async () => true),
    scan: vi.fn(async (id: string) => scan(id)),
    cancel: vi.fn(async (id: string) => scan(id, { status: 'cancelled' })),
    retry: vi.fn(async (id: string) => scan(id, { attempt: 2 })),
    remove: vi.fn(async () => undefined),
    nextRefill: vi.fn(async () => null),
    store: {
      all: async (userId) => [...kept.values()].filter((one) => one.userId === userId),
      put: async (one) => (kept.set(one.id, one), true),
      remove: async (id) => void kept.delete(id),
    },
    claim: async () => true,
    release: () => undefined,
  };
}

const files = (...names: string[]) => names.map((name) => new File(['x'], `${name}.jpg`, { type: 'image/jpeg' }));
const phases = () => uploads.items.map((item) => item.phase).join(' ');
const settled = () => vi.advanceTimersByTimeAsync(0);
const id = (at: number) => uploads.items[at]?.id ?? '';

beforeEach(async () => {
  vi.useFakeTimers();
  calls = [];
  kept = new Map();
  way = pretended();
  uploads = new Uploads(way);
  await uploads.start('rina');
});
afterEach(() => vi.useRealTimers());

test('ten files are ten rows at once, three of them on their way', () => {
  uploads.add(files(...'abcdefghij'));
  expect(uploads.items).toHaveLength(10);
  expect(calls.map((call) => call.name)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
  expect(uploads.open).toBe(true);
});

test('each that is received makes room for the next one', async () => {
  uploads.add(files('a', 'b', 'c', 'd'));
  calls[0]?.answer({});
  await settled();
  expect(calls.map((call) => call.name)).toContain('d.jpg');
  expect(phases()).toBe('waiting uploading uploading uploading');
});

test('what nobody can read is refused at once with its reason, and is not sent', () => {
  uploads.add([new File(['x'], 'film.mp4', { type: 'video/mp4' })]);
  expect(uploads.items[0]).toMatchObject({ phase: 'failed', remedy: null, fault: { title: 'Jenis berkas tidak didukung' } });
  expect(calls).toEqual([]);
});

test('without network all wait, and go on by themselves when it is back', async () => {
  vi.mocked(way.reachable).mockResolvedValue(false);
  uploads.add(files('a', 'b'));
  calls.forEach((call) => call.fail(0));
  await settled();
  expect([phases(), uploads.holding.why]).toEqual(['queued queued', 'network']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toHaveLength(2);
  vi.mocked(way.reachable).mockResolvedValue(true);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([phases(), calls.length]).toEqual(['uploading uploading', 4]);
});

test('short of credits all wait until the refill, and no file is lost', async () => {
  vi.mocked(way.nextRefill).mockResolvedValue(Date.now() + 3_600_000);
  uploads.add(files('a', 'b'));
  calls.forEach((call) => call.fail(402));
  await settled();
  expect(uploads.holding.current).toMatchObject({ why: 'credits', fault: { detail: 'Rincian' } });
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(phases()).toBe('uploading uploading');
});

test('a session that ends keeps the files for the same person, and only for that one', async () => {
  uploads.add(files('a'));
  await settled();
  calls[0]?.fail(401);
  uploads.stop();
  await settled();
  await uploads.start('dewi');
  expect(uploads.items).toEqual([]);
  uploads.stop();
  await uploads.start('rina');
  expect([phases(), calls.length]).toEqual(['uploading', 2]);
});

test('after a reload the files that were not sent are sent, and documents that are read are looked at', async () => {
  uploads.add(files('a', 'b'));
  calls[0]?.answer({});
  await settled();
  const again = new Uploads(way);
  vi.mocked(way.scan).mockResolvedValue(scan('scan-a.jpg', { status: 'processing', pageCount: 4, pagesRead: 2 }));
  await again.start('rina');
  expect(again.items.map((item) => [item.name, item.phase, item.pagesRead])).toEqual([
    ['a.jpg', 'reading', 2],
    ['b.jpg', 'uploading', 0],
  ]);
});

test('cancelled while it is sent it is stopped; once all is sent, its document is cancelled', async () => {
  uploads.add(files('a', 'b'));
  await vi.advanceTimersByTimeAsync(2000);
  calls[0]?.progress(0.5);
  calls[1]?.progress(1);
  await Promise.all([uploads.cancel(id(0)), uploads.cancel(id(1))]);
  expect([calls[0]?.signal.aborted, calls[1]?.signal.aborted]).toEqual([true, false]);
  calls[1]?.answer({});
  await settled();
  expect(way.cancel).toHaveBeenCalledExactlyOnceWith('scan-b.jpg');
  expect(phases()).toBe('cancelled cancelled');
  expect(kept.size).toBe(0);
});

test('cancelled while this browser stores it, it can be sent again', async () => {
  let stored = (): void => undefined;
  way.store = { ...way.store, put: () => new Promise((resolve) => (stored = () => resolve(true))) };
  uploads.add(files('a'));
  await vi.advanceTimersByTimeAsync(2000);
  await uploads.cancel(id(0));
  stored();
  await settled();
  await uploads.retry(id(0));
  expect([phases(), calls.length, kept.size]).toEqual(['uploading', 2, 0]);
});

test('pressed twice, a document is read once more only once', async () => {
  uploads.add(files('a'));
  calls[0]?.answer({ status: 'failed', error: problem(422) });
  await settled();
  await Promise.all([uploads.retry(id(0)), uploads.retry(id(0))]);
  expect(vi.mocked(way.retry)).toHaveBeenCalledOnce();
});

test('cancelled on the server it says so', async () => {
  uploads.add(files('a'));
  calls[0]?.answer({});
  await settled();
  await uploads.cancel(id(0));
  expect([phases(), vi.mocked(way.cancel).mock.calls]).toEqual(['cancelled', [['scan-a.jpg']]]);
});

test('a pasted file that is undone leaves neither row nor document, but never takes one that was there before', async () => {
  uploads.add(files('a', 'b'), { pasted: true });
  calls[0]?.answer({});
  calls[1]?.answer({ alreadyExisted: true });
  await settled();
  await Promise.all([uploads.undo(id(0)), uploads.undo(id(1))]);
  expect(uploads.items).toEqual([]);
  expect(vi.mocked(way.remove).mock.calls).toEqual([['scan-a.jpg']]);
});

test('a paste that is undone while the server looks at it leaves no document either', async () => {
  uploads.add(files('a'), { pasted: true });
  calls[0]?.progress(1);
  await uploads.undo(id(0));
  calls[0]?.answer({});
  await settled();
  expect([uploads.items.length, vi.mocked(way.remove).mock.calls]).toEqual([0, [['scan-a.jpg']]]);
});

test('all that failed are tried again together, each in its way', async () => {
  uploads.add(files('a', 'b'));
  calls[0]?.fail(500);
  calls[1]?.answer({ status: 'failed', error: problem(422) });
  await settled();
  expect(phases()).toBe('failed failed');
  uploads.retryAll(true);
  await settled();
  expect([phases(), vi.mocked(way.retry).mock.calls]).toEqual(['uploading waiting', [['scan-b.jpg']]]);
});

test('a file that may have left unseen is not stopped when it is cancelled: its document is', async () => {
  uploads.add(files('a', 'b'));
  await uploads.cancel(id(0)); // at once: of so small a file nothing is told before it is gone
  await vi.advanceTimersByTimeAsync(9_000);
  calls[1]?.progress(0.95);
  await uploads.cancel(id(1));
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([false, false]);
  for (const call of calls) call.answer({});
  await settled();
  expect(vi.mocked(way.cancel).mock.calls).toEqual([['scan-a.jpg'], ['scan-b.jpg']]);
  expect(phases()).toBe('cancelled cancelled');
});

test('an upload keeps its key until it is answered, over lost answers and reloads', async () => {
  uploads.add(files('a'));
  await settled();
  calls[0]?.fail(0);
  await settled();
  const again = new Uploads(way);
  uploads.stop();
  await again.start('rina');
  const keys = calls.map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(2);
  expect(new Set(keys).size).toBe(1);
});

test('what was cancelled and is sent again is another upload', async () => {
  uploads.add(files('a'));
  await vi.advanceTimersByTimeAsync(2000);
  await uploads.cancel(id(0));
  await uploads.retry(id(0));
  expect(calls[0]?.key).not.toBe(calls[1]?.key);
});

test('what was received on an earlier try is looked at, for its answer is of then', async () => {
  uploads.add(files('a'));
  calls[0]?.fail(0);
  await settled();
  vi.mocked(way.scan).mockResolvedValue(scan('scan-a.jpg', { status: 'completed', pagesRead: 1 }));
  calls[1]?.answer({});
  await settled();
  expect(phases()).toBe('done');
});

test('while the first try is still running, the same upload waits', async () => {
  uploads.add(files('a'));
  calls[0]?.refuse('/problems/request-in-flight', 409);
  await settled();
  expect([phases(), uploads.holding.why]).toEqual(['queued', 'busy']);
});
