import type { components } from '../api/schema';
import type { Key } from '../i18n/index.svelte';

export type Entry = components['schemas']['EntryAnswer'];
export type EntryView = { words: Key; scanId: string | null };

const SCAN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d+)$/;

/** A movement of credits in words, and the scan that it was for, if it was for one. */
export function viewOf({ reason, reference }: Pick<Entry, 'reason' | 'reference'>): EntryView {
  const found = reason === 'scan' || reason === 'refund' ? SCAN.exec(reference) : null;
  const again = reason === 'scan' && Number(found?.[2] ?? 1) > 1;
  return { words: again ? 'account.entry.scan.again' : `account.entry.${reason}`, scanId: found?.[1] ?? null };
}

/** +10, −1, 0: with a real minus sign. */
export function signed(amount: number, written: (value: number) => string): string {
  if (amount === 0) return written(0);
  return (amount > 0 ? '+' : '−') + written(Math.abs(amount));
}
