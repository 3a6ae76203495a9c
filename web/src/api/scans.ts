import { api, ask } from './client';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type FoundScan = Awaited<ReturnType<typeof listScans>>['items'][number];
export type Counts = Schemas['CountsAnswer'];
export type ScanQuery = NonNullable<paths['/api/scans']['get']['parameters']['query']>;

/** What one request of many ids takes. */
export const BULK_MOST = 200;

export function listScans(query: ScanQuery, signal?: AbortSignal) {
  return ask(api.GET('/api/scans', { params: { query }, ...(signal ? { signal } : {}) }));
}

export function countScans(signal?: AbortSignal): Promise<Counts> {
  return ask(api.GET('/api/scans/counts', signal ? { signal } : {}));
}

/** What can be done to many at once. */
export type BulkAction = 'delete' | 'retry' | 'hold' | 'release';

/** Each by itself: some may fail and the others be done. */
export async function doInBulk(action: BulkAction, ids: readonly string[]): Promise<Schemas['BulkItem'][]> {
  const outcomes: Schemas['BulkItem'][] = [];
  for (let at = 0; at < ids.length; at += BULK_MOST) {
    const body = { action, ids: ids.slice(at, at + BULK_MOST), format: 'zip' as const };
    const answer = await ask(api.POST('/api/scans/bulk', { body }));
    if (typeof answer !== 'string') outcomes.push(...answer.items); // a string would be an archive
  }
  return outcomes;
}

/** Keep a document from clean-ups, or no longer. */
export async function setHold(id: string, isHeld: boolean): Promise<void> {
  const params = { path: { scan_id: id } };
  await ask(isHeld ? api.PUT('/api/scans/{scan_id}/hold', { params }) : api.DELETE('/api/scans/{scan_id}/hold', { params }));
}

/** Of each text and JSON in one ZIP, or all in one workbook; at most `BULK_MOST`. */
export async function exported(ids: readonly string[], format: 'zip' | 'xlsx'): Promise<Blob> {
  const body = { action: 'export' as const, ids: [...ids], format };
  return (await ask(api.POST('/api/scans/bulk', { body, parseAs: 'blob' }))) as unknown as Blob;
}

/** What a document says, as a file made by the API. */
export async function taken(id: string, form: 'pdf' | 'xlsx' | 'csv' | 'goods'): Promise<Blob> {
  const path = { scan_id: id };
  const asked =
    form === 'pdf'
      ? api.GET('/api/scans/{scan_id}/document.pdf', { params: { path }, parseAs: 'blob' })
      : api.GET('/api/scans/{scan_id}/export.{form}', {
          params: { path: { ...path, form: form === 'goods' ? 'csv' : form }, query: { table: form === 'goods' ? 'items' : 'fields' } },
          parseAs: 'blob',
        });
  return (await ask(asked as never)) as Blob;
}

/** The address of a page's small picture, 320 px wide. */
export function thumbnail(imageUrl: string): string {
  return `${imageUrl}${imageUrl.includes('?') ? '&' : '?'}width=320`;
}
