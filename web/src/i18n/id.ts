import { akun } from './id/akun';
import { beranda } from './id/beranda';
import { dokumen } from './id/dokumen';
import { isian } from './id/isian';
import { masuk } from './id/masuk';
import { umum } from './id/umum';
import { unggah } from './id/unggah';
import { workspace } from './id/workspace';

/** Every message in Indonesian, the language in which the application is written; one file for each screen. */
export const id = { ...umum, ...masuk, ...beranda, ...dokumen, ...workspace, ...isian, ...akun, ...unggah };
export type Key = keyof typeof id;
