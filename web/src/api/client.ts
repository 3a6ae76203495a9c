import createClient, { type Middleware } from 'openapi-fetch';
import { speech } from '../i18n/index.svelte';
import { fetched } from './early';
import * as keys from './keys';
import { type Problem, problemOf, unexpected, unreachable } from './problem';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type User = Schemas['UserAnswer'];
export type Scan = Schemas['ScanAnswer'];
export type ScanSummary = Schemas['FoundScanAnswer'];
export type UploadedScan = Schemas['UploadedScan'];
export type Status = Schemas['Status'];
export type Page = Schemas['PageAnswer'];
export type Word = Schemas['WordAnswer'];

const NOT_AUTHENTICATED = '/problems/not-authenticated';

let tellExpired: () => void = () => undefined;

/** Who is told when the API says that the session has ended; one listener, the session itself. */
export function whenSessionExpires(listener: () => void): void {
  tellExpired = listener;
}

/** Tells the session when a problem says that it has ended; for the one call that does not go through `api`. */
export function sessionOver(problem: Problem): void {
  if (problem.type === NOT_AUTHENTICATED) tellExpired();
}

const edge: Middleware = {
  async onRequest({ request, schemaPath }) {
    request.headers.set('Accept-Language', speech.language);
    await keys.name(request, schemaPath);
  },
  async onResponse({ request, response }) {
    if (response.status < 500) keys.answered(request);
    if (response.ok) return;
    const problem = await problemOf(response);
    sessionOver(problem);
    throw problem;
  },
  onError({ error }) {
    // fetch rejects with a TypeError when no answer came; an abort is the caller's own doing.
    if (error instanceof TypeError) throw unreachable();
  },
};

/** Every call of the API, typed by its own description; an answer that is no success is thrown as a `Problem`. */
export const api = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  fetch: fetched,
});
api.use(edge);

/** The answer alone: `const list = await ask(api.GET('/api/scans', …))`. Throws a `Problem`; an abort passes as it is. */
export async function ask<T>(call: Promise<{ data?: T; response?: Response }>): Promise<T> {
  try {
    return (await call).data as T;
  } catch (error) {
    throw brokenAnswer(error);
  }
}

/** The body is read after `edge` is done: it may break off half way, or be the page of somebody's network login. */
function brokenAnswer(error: unknown): unknown {
  if (error instanceof TypeError) return unreachable();
  return error instanceof SyntaxError ? unexpected(200) : error;
}
