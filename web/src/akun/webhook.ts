import { api, ask } from '../api/client';
import type { components } from '../api/schema';
import { number } from '../i18n/format';
import { t } from '../i18n/index.svelte';

export type Webhook = components['schemas']['WebhookAnswer'];
export type Delivery = components['schemas']['DeliveryAnswer'];
export type EventKind = components['schemas']['EventKind'];

const LOOKS = 20;
const LOOK_EVERY_MS = 1000;

/** Where it goes, as people say it: without the scheme. */
export function shortUrl({ url }: Webhook): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

/** How the last try went: "dijawab 204 · 0,12 detik", or why there was no answer; null before the first. */
export function lastTry({ attempts }: Delivery): string | null {
  const last = attempts.at(-1);
  if (!last) return null;
  const said = last.status === null ? t(`hook.why.${last.why ?? 'not-reached'}`) : t('hook.answered', { status: last.status });
  return t('hook.try', { said, seconds: number(last.seconds, { maximumFractionDigits: 2 }) });
}

/** The delivery once it was tried, or as it is when that takes too long: the worker looks every two seconds. */
export async function tried(delivery: Delivery): Promise<Delivery> {
  const before = delivery.attempts.length;
  const path = { webhook_id: delivery.webhookId, delivery_id: delivery.id };
  let seen = delivery;
  for (let look = 0; look < LOOKS && seen.attempts.length === before; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    seen = await ask(api.GET('/api/webhooks/{webhook_id}/deliveries/{delivery_id}', { params: { path } }));
  }
  return seen;
}
