/** What first-paint.js asked before the application was there, by path and query. */
type Early = { language: string; inside: boolean; asked: Record<string, Promise<Response | null>> };
declare global {
  var ocrwtfEarly: Early | undefined;
}

/** Later it may say what is so no more. */
const FRESH_MS = 10_000;

/** Whether somebody is probably signed in, as first-paint.js reckoned: then what stands inside is on its way already. */
export const looksInside = (): boolean => globalThis.ocrwtfEarly?.inside === true;

/** `fetch`, but for what was asked already: that answer is taken, once, if it is a good one. */
export async function fetched(request: Request): Promise<Response> {
  const early = await taken(request);
  return early?.ok ? early : globalThis.fetch(request);
}

function taken({ method, url, headers }: Request): Promise<Response | null> | undefined {
  const early = globalThis.ocrwtfEarly;
  if (!early || method !== 'GET') return undefined;
  const { pathname, search } = new URL(url);
  const found = early.asked[pathname + search];
  delete early.asked[pathname + search];
  return headers.get('Accept-Language') === early.language && performance.now() < FRESH_MS ? found : undefined;
}
