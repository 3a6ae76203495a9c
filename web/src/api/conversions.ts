import { api, ask } from './client';
import type { components } from './schema';

export type Conversion = components['schemas']['ConversionAnswer'];
export type ConversionBatch = components['schemas']['ConversionList'];

const of = (id: string) => ({ params: { path: { conversion_id: id } } });

export function listConversions(limit: number, cursor: string | null, signal?: AbortSignal): Promise<ConversionBatch> {
  const query = { limit, ...(cursor ? { cursor } : {}) };
  return ask(api.GET('/api/conversions', { params: { query }, ...(signal ? { signal } : {}) }));
}

export function convertOutline(title: string, outline: string): Promise<Conversion> {
  return ask(api.POST('/api/conversions/outlines', { body: { title, outline } }));
}

export function cancelConversion(id: string): Promise<Conversion> {
  return ask(api.POST('/api/conversions/{conversion_id}/cancel', of(id)));
}

export async function deleteConversion(id: string): Promise<void> {
  await ask(api.DELETE('/api/conversions/{conversion_id}', of(id)));
}
