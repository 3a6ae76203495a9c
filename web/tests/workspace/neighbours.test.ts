import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '../../src/api/client';
import { session } from '../../src/api/session.svelte';
import { neighbours } from '../../src/workspace/neighbours.svelte';

// Outside a browser an address needs its host; the client takes the Request that it finds when it is made.
vi.hoisted(() => {
  const Plain = globalThis.Request;
  globalThis.Request = class extends Plain {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? new URL(input, 'http://localhost') : input, init);
    }
  };
});

let waiting: string;
let person = 0;
beforeEach(async () => {
  vi.stubGlobal('fetch', async () => Response.json({ items: [...waiting].map((id) => ({ id })), nextCursor: null }));
  session.user = { id: String((person += 1)) } as User;
  waiting = 'abc';
  await neighbours.look();
});
afterEach(() => vi.unstubAllGlobals());

test('a finished document does not come again, though the API has not heard of it yet', async () => {
  neighbours.leave('a', true);
  neighbours.leave('b', true);
  await neighbours.look();
  expect([neighbours.next('c'), neighbours.place('a')]).toEqual([null, 1]);
});

test('one that was left with words in doubt comes again at the end', () => {
  neighbours.leave('a', false);
  expect(neighbours.next('c')).toBe('a');
});

test('one that was finished and is in doubt again comes again', async () => {
  neighbours.leave('a', true);
  neighbours.leave('a', false);
  await neighbours.look();
  expect(neighbours.next('c')).toBe('a');
});

test('nothing leads to a deleted one', () => {
  neighbours.drop('a');
  expect([neighbours.beside('b', -1), neighbours.beside('b', 1), neighbours.next('c')]).toEqual([null, 'c', 'b']);
});

test('the row of one person is not shown to the next', async () => {
  session.user = { id: 'another' } as User;
  waiting = 'x';
  await neighbours.look();
  expect(neighbours.ids).toEqual(['x']);
});
