import { type UploadedScan, sessionOver } from '../api/client';
import { problemOf, unexpected, unreachable } from '../api/problem';
import { speech } from '../i18n/index.svelte';

/** Longer than the server takes to look into the largest file. */
const SILENCE_MS = 120_000;

/** `key`: sent again with the same one, it is the same upload. */
export type Sending = { key: string; signal: AbortSignal; onProgress: (share: number) => void };

/** Sends one document. Throws a `Problem`; rejects with the signal's reason when it was stopped. */
export async function send(file: Blob, name: string, sending: Sending): Promise<UploadedScan> {
  const scan = parsed<{ items?: UploadedScan[] }>(await posted('/api/scans/upload', file, name, sending))?.items?.[0];
  if (!scan) throw unexpected(202);
  return scan;
}

/** Sends one file there and gives the text of the answer, as `send` does; `fetch` would not say how far it is. */
export function posted(path: string, file: Blob, name: string, { key, signal, onProgress }: Sending): Promise<string> {
  const form = new FormData();
  form.append('file', file, name);
  const request = new XMLHttpRequest();
  return new Promise<string>((resolve, reject) => {
    let silence: ReturnType<typeof setTimeout>;
    const hear = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    const stop = (): void => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    request.upload.onprogress = (event) => {
      hear();
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onloadend = () => {
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason as Error);
      else answered(request).then(resolve, reject);
    };
    request.open('POST', path);
    request.setRequestHeader('Accept-Language', speech.language);
    request.setRequestHeader('Idempotency-Key', key);
    hear();
    request.send(form);
  });
}

async function answered(request: XMLHttpRequest): Promise<string> {
  if (request.status === 0) throw unreachable();
  if (request.status === 202) return request.responseText;
  const headers = new Headers();
  for (const name of ['Content-Type', 'Retry-After']) headers.set(name, request.getResponseHeader(name) ?? '');
  const problem = await problemOf(new Response(request.responseText, { status: request.status, headers }));
  sessionOver(problem);
  throw problem;
}

/** Nothing where the answer is none of ours. */
export function parsed<T>(answer: string): T | undefined {
  try {
    return JSON.parse(answer) as T;
  } catch {
    return undefined;
  }
}
