import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { events } from '../../src/api/events';
import { keepUp } from '../../src/workspace/news';
import type { OpenScan } from '../../src/workspace/open-scan.svelte';

class Stream extends EventTarget {
  static last: Stream;
  readyState = 1;
  constructor() {
    super();
    Stream.last = this;
  }
  close(): void {}
  say(kind: string, data: object): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
}

const open = { id: '1', look: vi.fn(), hear: vi.fn() };
let end: () => void;

beforeEach(() => {
  vi.stubGlobal('EventSource', Stream);
  vi.clearAllMocks();
  events.start();
  end = keepUp(open as unknown as OpenScan);
});
afterEach(() => {
  end();
  events.stop();
  vi.unstubAllGlobals();
});

test('it hears of its own document alone', () => {
  Stream.last.say('scan.changed', { scanId: '2' });
  Stream.last.say('scan.deleted', { scanId: '2' });
  Stream.last.say('scan.completed', { scanId: '1' });
  expect([open.hear.mock.calls, open.look.mock.calls]).toEqual([[[{ scanId: '1' }]], []]);
});

test('it looks when the document was deleted, and when something may have been missed', () => {
  Stream.last.say('scan.deleted', { scanId: '1' });
  expect(open.look).toHaveBeenCalledTimes(1);
  Stream.last.say('reset', {});
  expect(open.look).toHaveBeenCalledTimes(2);
});

test('it ends with its page', () => {
  end();
  Stream.last.say('scan.changed', { scanId: '1' });
  expect(open.hear).not.toHaveBeenCalled();
});
