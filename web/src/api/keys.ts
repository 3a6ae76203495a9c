/** A name that nobody else has; also where `crypto.randomUUID` is not: on plain http. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What creates or charges, and may be sent again: the rest of what is posted takes no key. */
const CREATING = new Set([
  '/api/reviews/submit',
  '/api/scans/bulk',
  '/api/scans/{scan_id}/retry',
  '/api/scans/{scan_id}/fields',
  '/api/scans/{scan_id}/links',
  '/api/webhooks/{webhook_id}/test',
  '/api/webhooks/{webhook_id}/replay',
  '/api/webhooks/{webhook_id}/deliveries/{delivery_id}/replay',
]);
const lost = new Map<string, string>();

/**
 * Gives the request a key; the same request after an answer that was lost has the same key, and so one effect. `schemaPath`
 * as the description of the API has it.
 */
export async function name(request: Request, schemaPath: string): Promise<void> {
  if (request.method !== 'POST' || !CREATING.has(schemaPath)) return;
  const said = `${request.url}\n${await request.clone().text()}`;
  const key = lost.get(said) ?? newId();
  lost.set(said, key);
  request.headers.set('Idempotency-Key', key);
}

/** An answer came: the next request is another one, whatever it says. */
export function answered(request: Request): void {
  const key = request.headers.get('Idempotency-Key');
  for (const [said, known] of lost) if (known === key) lost.delete(said);
}
