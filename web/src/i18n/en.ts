import { akun } from './en/akun';
import { beranda } from './en/beranda';
import { dokumen } from './en/dokumen';
import { isian } from './en/isian';
import { masuk } from './en/masuk';
import { pergi } from './en/pergi';
import { ulasan } from './en/ulasan';
import { umum } from './en/umum';
import { unggah } from './en/unggah';
import { workspace } from './en/workspace';
import type { Key } from './id';

/** The same in English; a message that is missing does not compile. */
export const en: Record<Key, string> = { ...umum, ...masuk, ...beranda, ...dokumen, ...workspace, ...isian, ...akun, ...unggah, ...ulasan, ...pergi };
