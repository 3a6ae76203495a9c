import { type ScanSummary, type Status, api, ask, sessionOver } from './client';
import { problemOf, unreachable } from './problem';
import { speech } from '../i18n/index.svelte';

// The parts of the API that the generated description does not have yet; they go when it does.
export type Hit = { page: number; snippet: string; marks: [number, number][]; polygons: [number, number][][] };
export type FoundScan = ScanSummary & { doubtfulWords?: number; hits?: Hit[] };
export type Counts = { all: number; needsReview: number; unfinished: number; failed: number };
export type BulkOutcome = { id: string; ok: boolean; error: { title: string; detail: string } | null };
export type ScanQuery = {
  q?: string;
  status?: Status;
  needsReview?: boolean;
  since?: string;
  until?: string;
  limit?: number;
  cursor?: string;
};
type ScanList = { items: FoundScan[]; nextCursor: string | null };

/** What one request of many ids takes. */
export const BULK_MOST = 200;

export function listScans(query: ScanQuery, signal?: AbortSignal): Promise<ScanList> {
  return ask(api.GET('/api/scans', { params: { query: query as never }, ...(signal ? { signal } : {}) }));
}

export function countScans(): Promise<Counts> {
  return ask(api.GET('/api/scans/counts' as never) as Promise<{ data?: Counts }>);
}

/** Each by itself: some may fail and the others be done. */
export async function doInBulk(action: 'delete' | 'retry', ids: readonly string[]): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  for (let at = 0; at < ids.length; at += BULK_MOST) {
    const answer = await bulk(action, ids.slice(at, at + BULK_MOST));
    outcomes.push(...((await answer.json()) as { items: BulkOutcome[] }).items);
  }
  return outcomes;
}

/** Text and JSON of each in one ZIP; at most `BULK_MOST`. */
export async function exported(ids: readonly string[]): Promise<Blob> {
  return (await bulk('export', ids)).blob();
}

async function bulk(action: string, ids: readonly string[]): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': speech.language };
  const body = JSON.stringify({ action, ids });
  const answer = await fetch('/api/scans/bulk', { method: 'POST', headers, body }).catch(() => {
    throw unreachable();
  });
  if (answer.ok) return answer;
  const problem = await problemOf(answer);
  sessionOver(problem);
  throw problem;
}

/** The address of a page's small picture, 320 px wide. */
export function thumbnail(imageUrl: string): string {
  return `${imageUrl}${imageUrl.includes('?') ? '&' : '?'}width=320`;
}
