import { akun } from './en/akun';
import { beranda } from './en/beranda';
import { catatan } from './en/catatan';
import { dokumen } from './en/dokumen';
import { isian } from './en/isian';
import { latih } from './en/latih';
import { orang } from './en/orang';
import { pergi } from './en/pergi';
import { surat } from './en/surat';
import { ulasan } from './en/ulasan';
import { unggah } from './en/unggah';
import { webhook } from './en/webhook';
import { workspace } from './en/workspace';
import type { Key, id } from './id';

/** All that the first page does not say, in English. */
export const rest: Record<Exclude<Key, keyof typeof id>, string> = {
  ...akun,
  ...beranda,
  ...catatan,
  ...dokumen,
  ...isian,
  ...latih,
  ...orang,
  ...pergi,
  ...surat,
  ...ulasan,
  ...unggah,
  ...webhook,
  ...workspace,
};
