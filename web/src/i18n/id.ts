import { lewat } from './id/lewat';
import { masuk } from './id/masuk';
import { umum } from './id/umum';
import type { akun } from './id/akun';
import type { beranda } from './id/beranda';
import type { catatan } from './id/catatan';
import type { dokumen } from './id/dokumen';
import type { orang } from './id/orang';
import type { surat } from './id/surat';
import type { ulasan } from './id/ulasan';
import type { periksa } from './id-periksa';
import type { unggah } from './id/unggah';
import type { latih } from './id/latih';
import type { pergi } from './id/pergi';
import type { webhook } from './id/webhook';

/**
 * Every message in Indonesian, the language in which the application is written; one file for each screen. Those that
 * only one screen says come with it (`speech.learn`), so that the first page is not kept waiting for them.
 */
export const id = { ...umum, ...masuk, ...lewat };
export type Key =
  | keyof typeof id
  | keyof typeof akun
  | keyof typeof beranda
  | keyof typeof catatan
  | keyof typeof dokumen
  | keyof typeof orang
  | keyof typeof periksa
  | keyof typeof latih
  | keyof typeof pergi
  | keyof typeof surat
  | keyof typeof ulasan
  | keyof typeof unggah
  | keyof typeof webhook;
