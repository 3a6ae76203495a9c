import type { Key, Params } from '../i18n/index.svelte';

/** What is wrong with a field, as a message; null when nothing is. The API has the last word (`users/schemas.py`). */
export type Fault = { key: Key; params?: Params } | null;

export const PASSWORD_LENGTH = { least: 8, most: 128 };

export function emailFault(email: string): Fault {
  return /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(email) ? null : { key: 'register.email.fault' };
}

export function usernameFault(username: string): Fault {
  return /^[A-Za-z0-9._-]{3,50}$/.test(username) ? null : { key: 'register.username.fault' };
}

/** Counted in code points, as the API does: an emoji is one character. */
export function passwordFault(password: string): Fault {
  const length = [...password].length;
  const { least, most } = PASSWORD_LENGTH;
  if (length < least) return { key: 'register.password.short', params: { n: least - length } };
  return length > most ? { key: 'register.password.long', params: { n: most } } : null;
}
