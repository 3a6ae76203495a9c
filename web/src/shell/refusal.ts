import { Problem } from '../api/problem';
import { t } from '../i18n/index.svelte';

/** One by which people may sign in. */
export type Provider = { id: 'google' | 'oidc'; name: string };

/** As the API writes them into the address (`users/sign_in.py`, Refusal). */
const WHYS = [
  'not-set-up',
  'too-many',
  'over',
  'cancelled',
  'provider',
  'email-unproved',
  'email-known',
  'closed',
  'blocked',
  'taken',
  'session-over',
] as const;

/** Why signing in or linking by a provider came to nothing, if the address says so. */
export function refusalIn(query: URLSearchParams, providers: readonly Provider[]): Problem | null {
  const why = WHYS.find((known) => known === query.get('gagal'));
  if (!why) return null;
  const name = nameOf(query.get('lewat'), providers);
  return new Problem(why, t('elsewhere.failed', { name }), t(`elsewhere.why.${why}`, { name }), 400);
}

export function nameOf(id: string | null, providers: readonly Provider[]): string {
  return providers.find((provider) => provider.id === id)?.name ?? t('elsewhere.provider');
}
