import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problemOf } from '../src/api/problem';
import { session } from '../src/api/session.svelte';
import { speech } from '../src/i18n/index.svelte';
import { toasts } from '../src/shell/toasts.svelte';

// Outside a browser an address needs its host; the client takes its Request when it is made.
vi.hoisted(() => {
  const Plain = globalThis.Request;
  globalThis.Request = class extends Plain {
    constructor(to: string, init?: RequestInit) {
      super(new URL(to, 'http://localhost'), init);
    }
  } as typeof Request;
});

const USER = { id: 'u1', username: 'rina', locale: 'en', timeZone: 'Asia/Jakarta', role: 'owner' };
type Answers = Record<string, { status?: number; body?: unknown }>;
let sent: { call: string; body: string }[] = [];

/** What the API answers, by method and path; 204 where nothing is said. */
function api(answers: Answers): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    const call = `${request.method} ${new URL(request.url).pathname}`;
    sent.push({ call, body: await request.text() });
    const { status = 200, body } = answers[call] ?? { status: 204 };
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': type } });
  });
}
const ended = { status: 401, body: { type: '/problems/not-authenticated', title: 'Perlu masuk' } };
const other = new BroadcastChannel('ocrwtf.session');

beforeEach(async () => {
  sent = [];
  await speech.choose('id');
});
afterEach(() => vi.unstubAllGlobals());

test('signing in speaks the language of the account', async () => {
  api({ 'POST /api/auth/login': { body: {} }, 'GET /api/users/me': { body: USER } });
  await session.enter('rina', 'rahasia');
  expect([session.state, speech.language, speech.zone]).toEqual(['in', 'en', 'Asia/Jakarta']);
});

test('an account that comes back speaks as this browser last did, or as itself where nothing was chosen', async () => {
  api({ 'GET /api/auth/session': { body: { user: USER } } });
  const stored = vi.fn((): string | null => 'id');
  vi.stubGlobal('localStorage', { getItem: stored, setItem: vi.fn() });
  await session.look();
  expect(speech.language).toBe('id');
  stored.mockReturnValue(null);
  await session.look();
  expect(speech.language).toBe('en');
});

test('a new account takes the language and the zone of the browser that made it', async () => {
  api({ 'GET /api/users/me': { body: { ...USER, locale: 'id' } }, 'PATCH /api/users/me': { body: USER } });
  await session.register({ email: 'rina@contoh.id', username: 'rina', password: 'rahasia-sekali' });
  const wanted = JSON.parse(sent.find(({ call }) => call === 'PATCH /api/users/me')?.body ?? '{}') as object;
  expect(wanted).toEqual({ locale: 'id', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  expect(sent.map(({ call }) => call).slice(0, 2)).toEqual(['POST /api/auth/register', 'POST /api/auth/login']);
});

test('who is registered while the login gets no answer only logs in with the next try', async () => {
  const newcomer = { email: 'dewi@contoh.id', username: 'dewi', password: 'rahasia-sekali' };
  api({ 'POST /api/auth/login': { status: 503, body: { type: '/problems/service-unavailable', title: 'Sibuk' } } });
  await expect(session.register(newcomer)).rejects.toThrow();
  api({ 'GET /api/users/me': { body: USER }, 'PATCH /api/users/me': { body: USER } });
  await session.register(newcomer);
  expect(sent.filter(({ call }) => call === 'POST /api/auth/register')).toHaveLength(1);
});

test('the language switch is kept by the account, and a switch that cannot be kept still holds on the screen', async () => {
  api({ 'GET /api/auth/session': { body: { user: { ...USER, locale: 'id' } } }, 'PATCH /api/users/me': ended });
  await session.look();
  await session.speak('en');
  expect(sent.at(-1)).toEqual({ call: 'PATCH /api/users/me', body: '{"locale":"en"}' });
  expect(speech.language).toBe('en');
});

test('a language whose file does not come is told, keeps nobody out and is not kept by the account', async () => {
  vi.spyOn(speech, 'choose').mockResolvedValue(false);
  api({ 'POST /api/auth/login': { body: {} }, 'GET /api/users/me': { body: USER } });
  await session.enter('rina', 'rahasia');
  await session.speak('en');
  vi.mocked(speech.choose).mockRestore();
  expect([session.state, speech.language, sent.at(-1)?.call]).toEqual(['in', 'id', 'GET /api/users/me']);
  expect(toasts.shown.filter(({ text }) => text.startsWith('Bahasa tidak dapat diganti'))).toHaveLength(2);
});

test('a session that ends says how: by itself, here, or in another tab', async () => {
  api({ 'GET /api/auth/session': { body: { user: USER } } });
  await session.look();
  await session.leave();
  expect([session.state, session.ending]).toEqual(['out', 'left']);
  await session.look();
  expect(session.ending).toBeNull();
  other.postMessage('out');
  await vi.waitFor(() => expect([session.state, session.ending]).toEqual(['out', 'elsewhere']));
  await session.look();
  api({ 'GET /api/auth/session': { body: { user: null } } });
  await session.look();
  expect([session.state, session.ending, session.problem]).toEqual(['out', 'expired', null]);
});

test('signing in and out is told to the other tabs, and theirs is followed', async () => {
  const me = { body: USER };
  api({ 'POST /api/auth/login': { body: {} }, 'GET /api/users/me': me, 'GET /api/auth/session': { body: { user: USER } } });
  const heard: unknown[] = [];
  other.onmessage = ({ data }) => heard.push(data);
  await session.enter('rina', 'rahasia');
  await session.leave();
  await vi.waitFor(() => expect(heard).toEqual(['in', 'out']));
  other.postMessage('in');
  await vi.waitFor(() => expect(session.state).toBe('in'));
});

test('another person who signs in after the session ended gets a page loaded anew, the same person does not', async () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  const asked = { 'GET /api/auth/session': { body: { user: USER } }, 'GET /api/users/me': { body: USER } };
  api({ 'POST /api/auth/login': { body: {} }, ...asked });
  await session.look();
  await session.leave();
  await session.enter('rina', 'rahasia');
  expect([reload.mock.calls.length, session.handingOver]).toEqual([0, false]);
  await session.leave();
  api({ 'POST /api/auth/login': { body: {} }, 'GET /api/users/me': { body: { ...USER, id: 'u2' } } });
  await session.enter('budi', 'rahasia');
  expect([reload.mock.calls.length, session.handingOver, session.user]).toEqual([1, true, null]);
});

test('when the API says how long to wait, a problem knows it', async () => {
  const answer = (retryAfter: string) => {
    const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': retryAfter };
    return problemOf(new Response('{"type": "/problems/x", "title": "Y"}', { status: 429, headers }));
  };
  expect((await answer('17')).retryAfterSeconds).toBe(17);
  expect((await answer('soon')).retryAfterSeconds).toBeNull();
});
