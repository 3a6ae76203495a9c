import { lewat } from './en/lewat';
import { masuk } from './en/masuk';
import { umum } from './en/umum';
import type { id } from './id';

/** What the first page says, in English; a message that is missing does not compile. The rest is in `en-rest.ts`. */
export const en: Record<keyof typeof id, string> = {
  ...lewat,
  ...masuk,
  ...umum,
};
