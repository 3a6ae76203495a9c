import { akun } from './id/akun';
import { beranda } from './id/beranda';
import { dokumen } from './id/dokumen';
import { masuk } from './id/masuk';
import { umum } from './id/umum';
import { unggah } from './id/unggah';
import type { periksa } from './id-periksa';
import type { pergi } from './id/pergi';

/**
 * Every message in Indonesian, the language in which the application is written; one file for each screen. Those of the
 * workspace come with it, so that the first page is not kept waiting for them.
 */
export const id = { ...umum, ...masuk, ...beranda, ...dokumen, ...akun, ...unggah };
export type Key = keyof typeof id | keyof typeof periksa | keyof typeof pergi;
