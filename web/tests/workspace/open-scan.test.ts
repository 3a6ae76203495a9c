import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Scan, User } from '../../src/api/client';
import type { ScanNews } from '../../src/api/event-stream';
import { session } from '../../src/api/session.svelte';
import { periksa } from '../../src/i18n/id-periksa';
import { speech } from '../../src/i18n/index.svelte';
import { toasts } from '../../src/shell/toasts.svelte';
import { OpenScan } from '../../src/workspace/open-scan.svelte';
import { kept } from '../../src/workspace/unsaved';
import { page, word } from './paper';

// Outside a browser an address needs its host; the client takes the Request that it finds when it is made.
vi.hoisted(() => {
  const Plain = globalThis.Request;
  globalThis.Request = class extends Plain {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? new URL(input, 'http://localhost') : input, init);
    }
  };
});

speech.learn(periksa);

type Patch = { version: number; words: { text: string | null }[]; recipientName?: string | null };

/** The API of one document of the words a, b, c, all in doubt, as `corrections` keeps it. */
class Server {
  version = 1;
  said: (string | null)[] = [null, null, null];
  patches: Patch[] = [];
  looks = 0;
  status: Scan['status'] = 'completed';
  deleted = false;
  answer: ((patch: Patch) => Response | Promise<Response>) | null = null;

  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.deleted) return problem(404, 'not-found');
    if (request.method === 'GET') {
      this.looks += 1;
      return this.scan();
    }
    const patch = (await request.json()) as Patch & { words: { word: number }[] };
    this.patches.push(patch);
    const other = this.answer?.(patch);
    if (other) return other;
    if (patch.version !== this.version) return problem(409, 'stale-version');
    for (const { word: at, text } of patch.words) this.said[at] = text;
    this.version += 1;
    return this.scan();
  };

  scan(): Response {
    const words = ['a', 'b', 'c'].map((text, at) => word(text, 0.5, this.said[at]));
    const scan: Partial<Scan> = { id: '1', status: this.status, version: this.version, attempt: 1, pagesRead: 0, pages: [page(1, [words])], fields: [], items: [], review: [] };
    return Response.json(scan);
  }
}

function problem(status: number, name: string): Response {
  const body = JSON.stringify({ type: `/problems/${name}`, title: 'Judul', detail: 'Rincian', status });
  return new Response(body, { status, headers: { 'Content-Type': 'application/problem+json' } });
}

let server: Server;
let open: OpenScan;
const say = (at: number, text: string | null) => {
  const found = open.words[at];
  if (found) open.say(found, text);
};
const news = (more: Partial<ScanNews>): ScanNews => ({
  scanId: '1',
  status: server.status,
  filename: 'a.jpg',
  pagesRead: 0,
  pageCount: 3,
  attempt: 1,
  version: server.version,
  error: null,
  ...more,
});
const told = () => toasts.shown.map(({ text }) => text).join('\n');

beforeEach(async () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
    removeItem: (name: string) => stored.delete(name),
  });
  vi.useFakeTimers();
  server = new Server();
  vi.stubGlobal('fetch', server.fetch);
  toasts.shown = [];
  session.user = { id: 'rina' } as User;
  open = new OpenScan('1', 'rina');
  await open.load();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a word is shown as said at once and saved by itself', async () => {
  say(0, 'A');
  expect([open.said.get('1:0:0'), open.saving]).toEqual(['A', 'saving']);
  await open.settled();
  expect([server.said[0], open.waiting, open.saving]).toEqual(['A', 0, 'saved']);
});

test('what is said while a call is under way goes with the next one, together', async () => {
  for (const [at, text] of ['A', 'B', 'C'].entries()) say(at, text);
  await open.settled();
  expect(server.said).toEqual(['A', 'B', 'C']);
  expect(server.patches.map(({ words }) => words.length).reduce((sum, n) => sum + n)).toBe(3);
});

test('without a network it is kept in this browser and sent when the network is back', async () => {
  server.answer = () => Promise.reject(new TypeError('Failed to fetch'));
  say(0, 'A');
  await open.settled();
  expect([open.saving, open.waiting, kept('rina', '1').get('1:0:0')?.text]).toEqual(['offline', 1, 'A']);
  server.answer = null;
  open.tryNow();
  await open.settled();
  expect([open.saving, server.said[0], kept('rina', '1').size]).toEqual(['saved', 'A', 0]);
});

test('it tries again by itself after a while', async () => {
  server.answer = () => problem(503, 'busy');
  say(0, 'A');
  await open.settled();
  expect(open.saving).toBe('server');
  server.answer = null;
  await vi.advanceTimersByTimeAsync(2000);
  await open.settled();
  expect(server.said[0]).toBe('A');
});

test('after somebody else was quicker, it is applied again to the newest version, and says so', async () => {
  server.version = 7;
  server.said[1] = 'theirs';
  say(0, 'A');
  await open.settled();
  expect([server.said[0], server.said[1], open.waiting]).toEqual(['A', 'theirs', 0]);
  expect(told()).toContain('diubah orang lain');
});

test('the same word, corrected by somebody else, stays theirs, and says which', async () => {
  server.version = 7;
  server.said[0] = 'theirs';
  say(0, 'mine');
  await open.settled();
  expect([server.said[0], open.words[0]?.corrected]).toEqual(['theirs', 'theirs']);
  expect(told()).toContain('“mine”, kini “theirs”');
});

test('an answer that got lost is no change by somebody else', async () => {
  server.answer = () => {
    Object.assign(server, { answer: null, version: 2, said: ['A', null, null] });
    return Promise.reject(new TypeError('Failed to fetch'));
  };
  say(0, 'A');
  await open.settled();
  open.tryNow();
  await open.settled();
  expect([open.saving, open.waiting, told()]).toEqual(['saved', 0, '']);
});

test('an ended session keeps everything; the next visit sends it', async () => {
  server.answer = () => problem(401, 'not-authenticated');
  say(0, 'A');
  await open.settled();
  expect([open.saving, open.waiting]).toEqual(['out', 1]);
  server.answer = null;
  session.user = { id: 'rina' } as User;
  const again = new OpenScan('1', 'rina');
  await again.load();
  await again.settled();
  expect([server.said[0], again.waiting]).toEqual(['A', 0]);
  expect(told()).toContain('dipulihkan');
});

test('what one person left unsaved is not sent by another', async () => {
  server.answer = () => problem(401, 'not-authenticated');
  say(0, 'A');
  await open.settled();
  server.answer = null;
  session.user = { id: 'dedi' } as User;
  const other = new OpenScan('1', 'dedi');
  await other.load();
  await other.settled();
  expect(server.said[0]).toBeNull();
});

test('one word that is refused does not hold up the others, and is named', async () => {
  server.answer = ({ words }) => (words.some(({ text }) => text === 'bad') ? problem(422, 'no-such-word') : null) as Response;
  for (const [at, text] of ['A', 'bad', 'C'].entries()) say(at, text);
  await open.settled();
  expect([server.said, open.waiting]).toEqual([['A', null, 'C'], 0]);
  expect(told()).toContain('“bad”');
});

test('a document that was deleted meanwhile is gone, with what was said of it', async () => {
  server.answer = () => problem(404, 'not-found');
  say(0, 'A');
  await open.settled();
  expect([open.problem?.status, open.waiting, kept('rina', '1').size]).toEqual([404, 0, 0]);
});

test('what one person said is never sent in the session of another', async () => {
  server.answer = () => problem(503, 'overloaded');
  say(0, 'A');
  await open.settled();
  server.answer = null;
  session.user = { id: 'budi' } as User;
  await vi.advanceTimersByTimeAsync(60_000);
  open.tryNow();
  await open.settled();
  expect([server.patches.length, open.saving, kept('rina', '1').size]).toEqual([1, 'out', 1]);
});

test('the event of our own saving asks for nothing, even when it comes before the answer', async () => {
  say(0, 'A');
  await open.hear(news({ version: 2 }));
  expect([server.said[0], server.looks]).toEqual(['A', 1]);
});

test("somebody else's change is shown as soon as it is told", async () => {
  Object.assign(server, { version: 2, said: [null, 'theirs', null] });
  await open.hear(news({}));
  expect(open.words[1]?.corrected).toBe('theirs');
});

test('how far it is read comes from the event; what was read is asked for at the end', async () => {
  server.status = 'processing';
  await open.load();
  await open.hear(news({ pagesRead: 2 }));
  expect([open.scan?.pagesRead, server.looks]).toEqual([2, 2]);
  Object.assign(server, { status: 'completed', version: 2 });
  await open.hear(news({}));
  expect([open.words.length, server.looks]).toEqual([3, 3]);
});

test('an event from before what is shown changes nothing', async () => {
  server.version = 3;
  await open.load();
  await open.hear(news({ version: 2, status: 'processing' }));
  expect([open.scan?.status, server.looks]).toEqual(['completed', 2]);
});

test('what was typed into a document that is deleted elsewhere is said to be lost', async () => {
  server.answer = () => problem(503, 'busy');
  say(0, 'A');
  await open.settled();
  open.drafts.set('1:0:1', 'B');
  server.deleted = true;
  await open.look();
  expect([open.problem?.status, open.waiting, kept('rina', '1').size]).toEqual([404, 0, 0]);
  expect(told()).toContain('2 koreksi Anda');
});

test('a recipient that was typed is saved once, and stays typed when it cannot be', async () => {
  server.answer = () => problem(503, 'busy');
  open.recipient = ' Bu Sri ';
  await expect(open.saveRecipient()).rejects.toMatchObject({ status: 503 });
  expect([open.recipient, open.typed]).toEqual([' Bu Sri ', 1]);
  server.answer = () => server.scan();
  await open.saveRecipient();
  expect([server.patches.at(-1)?.recipientName, open.typed]).toEqual(['Bu Sri', 0]);
  await open.saveRecipient();
  expect(server.patches.length).toBe(2);
});
