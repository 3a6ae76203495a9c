import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventStream, type Source } from '../src/api/event-stream';

/** An EventSource that does what the test says. */
class Pretended implements Source {
  static all: Pretended[] = [];
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor() {
    Pretended.all.push(this);
  }
  addEventListener(kind: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(kind, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  tell(kind: string, data: unknown): void {
    this.#listeners.get(kind)?.({ data: JSON.stringify(data) } as MessageEvent<string>);
  }
  /** The browser reconnects by itself, unless the answer was a refusal. */
  fail(refused: boolean): void {
    this.readyState = refused ? 2 : 0;
    this.onerror?.(new Event('error'));
  }
}

const probe = vi.fn(async () => undefined);
let stream: EventStream;
const last = (): Pretended => Pretended.all.at(-1) as Pretended;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  Pretended.all = [];
  probe.mockClear();
  stream = new EventStream(() => new Pretended(), probe);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a kind is told to who asked for it, until it is ended', () => {
  const told = vi.fn();
  const end = stream.on('credits.changed', told);
  stream.start();
  last().tell('credits.changed', { credits: 7 });
  end();
  last().tell('credits.changed', { credits: 6 });
  expect(told.mock.calls).toEqual([[{ credits: 7 }]]);
});

test('hello and reset say that something may have been missed', () => {
  const gap = vi.fn();
  stream.onGap(gap);
  stream.start();
  last().tell('hello', { sequence: 3 });
  last().tell('reset', { sequence: 9 });
  expect(gap).toHaveBeenCalledTimes(2);
});

test('a break that the browser mends itself keeps the stream, so that it goes on where it was', () => {
  const links: string[] = [];
  stream.start();
  stream.watch((link) => links.push(link));
  last().tell('hello', {});
  last().fail(false);
  last().onopen?.(new Event('open'));
  vi.advanceTimersByTime(60_000);
  expect(links).toEqual(['connecting', 'online', 'reconnecting', 'online']);
  expect(Pretended.all).toHaveLength(1);
});

test('a refused stream asks whether the session lasts and is opened again after growing pauses', async () => {
  stream.start();
  const pauses: number[] = [];
  for (let opened = 1; opened <= 7; opened++) {
    last().fail(true);
    const from = Date.now();
    while (Pretended.all.length === opened) await vi.advanceTimersByTimeAsync(500);
    pauses.push((Date.now() - from) / 1000);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(probe).toHaveBeenCalledTimes(7);
});

test('the pause is cut short when the network comes back, and begins small again', () => {
  stream.start();
  for (let n = 0; n < 5; n++) {
    last().fail(true);
    vi.advanceTimersByTime(30_000);
  }
  last().fail(true);
  stream.hurry();
  const opened = Pretended.all.length;
  last().fail(true);
  vi.advanceTimersByTime(1000);
  expect(Pretended.all).toHaveLength(opened + 1);
});

test('after its end nothing is opened and nothing told any more', () => {
  stream.start();
  last().fail(true);
  stream.stop();
  vi.advanceTimersByTime(60_000);
  expect(Pretended.all).toHaveLength(1);
  expect(stream.link).toBe('closed');
});

test('started twice it is still one stream', () => {
  stream.start();
  stream.start();
  expect(Pretended.all).toHaveLength(1);
});
