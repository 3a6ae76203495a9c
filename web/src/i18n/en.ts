import { akun } from './en/akun';
import { beranda } from './en/beranda';
import { catatan } from './en/catatan';
import { dokumen } from './en/dokumen';
import { isian } from './en/isian';
import { latih } from './en/latih';
import { lewat } from './en/lewat';
import { masuk } from './en/masuk';
import { pergi } from './en/pergi';
import { ulasan } from './en/ulasan';
import { orang } from './en/orang';
import { surat } from './en/surat';
import { umum } from './en/umum';
import { unggah } from './en/unggah';
import { webhook } from './en/webhook';
import { workspace } from './en/workspace';
import type { Key } from './id';

/** The same in English; a message that is missing does not compile. */
export const en: Record<Key, string> = {
  ...umum,
  ...masuk,
  ...lewat,
  ...beranda,
  ...dokumen,
  ...workspace,
  ...isian,
  ...akun,
  ...catatan,
  ...unggah,
  ...latih,
  ...orang,
  ...pergi,
  ...surat,
  ...ulasan,
  ...webhook,
};
