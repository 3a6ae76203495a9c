import { afterEach, expect, test, vi } from 'vitest';
import { api, ask } from '../src/api/client';

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const list = () => ask(api.GET('/api/scans', { baseUrl: 'http://localhost', params: { query: { limit: 50 } } }));

function early(answer: Response | null, language = 'id'): void {
  globalThis.ocrwtfEarly = { language, inside: true, asked: { '/api/scans?limit=50': Promise.resolve(answer) } };
  vi.stubGlobal('fetch', vi.fn(async () => json({ items: ['later'] })));
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  globalThis.ocrwtfEarly = undefined;
});

test('what was asked early is not asked again, and is used once', async () => {
  early(json({ items: ['early'] }));
  expect([await list(), await list()]).toEqual([{ items: ['early'] }, { items: ['later'] }]);
  expect(fetch).toHaveBeenCalledOnce();
});

test.each([
  ['it was refused', () => early(json({}, 401))],
  ['no answer came', () => early(null)],
  ['it is worded in another language', () => early(json({ items: ['early'] }), 'en')],
  [
    'it is old',
    () => {
      early(json({ items: ['early'] }));
      vi.spyOn(performance, 'now').mockReturnValue(60_000);
    },
  ],
])('it is asked again where %s', async (_why, given) => {
  given();
  expect(await list()).toEqual({ items: ['later'] });
});
