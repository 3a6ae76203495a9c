import type { WordRead } from './words';

/** Where a search found the document: `?halaman=3&cari=toko+baru`. */
export type Sought = { page: number | null; typed: string };

export function soughtIn(query: URLSearchParams): Sought {
  const page = query.get('halaman') ?? '';
  return { page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : null, typed: query.get('cari') ?? '' };
}

/** The words of a text as search sees them: without accents, capitals and punctuation. */
function folded(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words that begin with something that was looked for; `textOf` says what a word is now. */
export function matching(words: readonly WordRead[], typed: string, textOf: (word: WordRead) => string): WordRead[] {
  const terms = folded(typed);
  if (terms.length === 0) return [];
  return words.filter((word) => folded(textOf(word)).some((part) => terms.some((term) => part.startsWith(term))));
}
