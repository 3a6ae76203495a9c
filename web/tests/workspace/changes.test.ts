import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Changes } from '../../src/workspace/changes.svelte';

// Outside a browser an address needs its host; the client takes the Request that it finds when it is made.
vi.hoisted(() => {
  const Plain = globalThis.Request;
  globalThis.Request = class extends Plain {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? new URL(input, 'http://localhost') : input, init);
    }
  };
});

const list = (ids: string, nextCursor: string | null) =>
  Response.json({ items: [...ids].map((id) => ({ id })), nextCursor });
const asked = vi.fn<(request: Request) => Promise<Response>>();
const shown = (changes: Changes) => changes.items?.map(({ id }) => id).join('');

let changes: Changes;
beforeEach(async () => {
  asked.mockReset();
  vi.stubGlobal('fetch', asked);
  asked.mockResolvedValueOnce(list('dc', 'c'));
  changes = new Changes('1');
  await changes.load();
});
afterEach(() => vi.unstubAllGlobals());

test('asking twice for more brings one batch once', async () => {
  asked.mockResolvedValueOnce(list('ba', null));
  await Promise.all([changes.more(), changes.more()]);
  expect([shown(changes), asked.mock.calls.length, changes.loadingMore]).toEqual(['dcba', 2, false]);
});

test('a batch of the list as it was is not put below the new one', async () => {
  let arrive = (_: Response): void => undefined;
  asked.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  const more = changes.more();
  asked.mockResolvedValueOnce(list('ed', 'd'));
  await changes.load();
  arrive(list('ba', null));
  await more;
  expect([shown(changes), changes.cursor, changes.loadingMore]).toEqual(['ed', 'd', false]);
});
