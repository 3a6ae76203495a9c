import { afterEach, expect, test, vi } from 'vitest';
import { UNEXPECTED } from '../src/api/problem';
import { send } from '../src/unggah/send';

/** A request that is answered at once. */
function answered(status: number, text: string, headers: Record<string, string> = { 'Content-Type': 'text/html' }): void {
  class Answered {
    status = status;
    responseText = text;
    upload = {};
    onloadend: () => void = () => undefined;
    open = vi.fn();
    setRequestHeader = vi.fn();
    getResponseHeader = (name: string) => headers[name] ?? null;
    send = () => this.onloadend();
  }
  vi.stubGlobal('XMLHttpRequest', Answered);
}
const sent = () => send(new Blob(['x']), 'a.jpg', { key: 'k1', signal: new AbortController().signal, onProgress: () => undefined });

afterEach(() => vi.unstubAllGlobals());

test('a file that was received is answered with its document', async () => {
  answered(202, '{"items": [{"id": "s1"}]}');
  expect(await sent()).toEqual({ id: 's1' });
});

test('an answer that is none of ours is a problem, however it is numbered', async () => {
  for (const text of ['<h1>Wi-Fi</h1>', '{}', '{"items": []}', '{"items": [{"id"']) {
    answered(202, text);
    await expect(sent()).rejects.toMatchObject({ type: UNEXPECTED, status: 202 });
  }
});

test('when the same may be sent again is told', async () => {
  const body = JSON.stringify({ type: '/problems/too-many-requests', title: 't', detail: 'd', status: 429 });
  answered(429, body, { 'Content-Type': 'application/problem+json', 'Retry-After': '40' });
  await expect(sent()).rejects.toMatchObject({ status: 429, retryAfterSeconds: 40 });
});
