import { afterEach, expect, test, vi } from 'vitest';
import { api, ask, whenSessionExpires } from '../src/api/client';
import { UNEXPECTED, UNREACHABLE } from '../src/api/problem';
import { speech } from '../src/i18n/index.svelte';

// Outside a browser an address needs its host; the client itself asks the page's own.
const call = () => ask(api.GET('/api/users/me', { baseUrl: 'http://localhost' }));

function answer(status: number, type: string, body: unknown): void {
  const response = () => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });
  vi.stubGlobal('fetch', vi.fn(async () => response()));
}
const problem = (status: number, name: string, more = {}) =>
  answer(status, 'application/problem+json', {
    type: `/problems/${name}`,
    title: 'Judul',
    detail: 'Rincian',
    status,
    requestId: 'r1',
    ...more,
  });

afterEach(() => vi.unstubAllGlobals());

test('an answer that succeeds is handed over as it is', async () => {
  answer(200, 'application/json', { username: 'rina' });
  expect(await call()).toEqual({ username: 'rina' });
});

test('a problem is thrown with the words of the API and the faults of its fields', async () => {
  problem(422, 'invalid-request', { errors: [{ field: 'email', message: 'Bukan e-mail' }] });
  const thrown = await call().catch((error: unknown) => error);
  expect(thrown).toMatchObject({ type: '/problems/invalid-request', title: 'Judul', status: 422, requestId: 'r1' });
  expect((thrown as { fault(name: string): string }).fault('email')).toBe('Bukan e-mail');
});

test('no answer and an answer that is none of ours are kinds of their own', async () => {
  vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))));
  await expect(call()).rejects.toMatchObject({ type: UNREACHABLE, status: 0 });
  answer(502, 'text/html', '<h1>Bad gateway</h1>');
  await expect(call()).rejects.toMatchObject({ type: UNEXPECTED, status: 502 });
});

test('an answer that breaks off half way, or is the page of a network login, is a problem too', async () => {
  const broken = new ReadableStream({ start: (body) => body.error(new TypeError('network error')) });
  vi.stubGlobal('fetch', vi.fn(async () => new Response(broken, { status: 200 })));
  await expect(call()).rejects.toMatchObject({ type: UNREACHABLE });
  vi.stubGlobal('fetch', vi.fn(async () => new Response('<h1>Wi-Fi</h1>', { status: 200 })));
  await expect(call()).rejects.toMatchObject({ type: UNEXPECTED, status: 200 });
});

test('what the caller aborts stays an abort', async () => {
  vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new DOMException('stopped', 'AbortError'))));
  await expect(call()).rejects.toMatchObject({ name: 'AbortError' });
});

test('only a session that ended says so, not a wrong password', async () => {
  const told = vi.fn();
  whenSessionExpires(told);
  problem(401, 'wrong-credentials');
  await expect(call()).rejects.toMatchObject({ status: 401 });
  expect(told).not.toHaveBeenCalled();
  problem(401, 'not-authenticated');
  await expect(call()).rejects.toMatchObject({ status: 401 });
  expect(told).toHaveBeenCalledOnce();
});

test('the API is asked in the language on the screen', async () => {
  answer(200, 'application/json', {});
  await speech.choose('en');
  await call();
  const request = vi.mocked(fetch).mock.calls[0]?.[0] as Request;
  expect(request.headers.get('Accept-Language')).toBe('en');
});

test('a request that creates has a key, which stays while its answer is lost', async () => {
  const keys: (string | null)[] = [];
  let fail = true;
  vi.stubGlobal('fetch', vi.fn(async (request: Request) => {
    keys.push(request.headers.get('Idempotency-Key'));
    if (fail) throw new TypeError('Failed to fetch');
    return new Response('{}', { status: 202, headers: { 'Content-Type': 'application/json' } });
  }));
  const retry = (id: string) => ask(api.POST('/api/scans/{scan_id}/retry', { baseUrl: 'http://localhost', params: { path: { scan_id: id } } })).catch(() => null);
  await retry('s1');
  await retry('s2');
  fail = false;
  await retry('s1');
  await retry('s1');
  const [first, other, again, next] = keys;
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(again).toBe(first);
  expect(new Set([first, other, next]).size).toBe(3);
});
