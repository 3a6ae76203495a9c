import { expect, test } from 'vitest';
import { periksa } from '../../src/i18n/id-periksa';
import { speech } from '../../src/i18n/index.svelte';
import { evidenceOf, meaningOf, written } from '../../src/workspace/evidence';
import { isExact, nameOf } from '../../src/workspace/labels';
import { field } from './paper';

speech.learn(periksa);
const witness = (kind: 'product' | 'words' | 'column_sum', agrees: boolean, formula: string) => ({ kind, agrees, formula, words: [] });

test('numbers of a formula are written as here, and nothing else of it is touched', () => {
  expect(written('3 × 12500.5 = 37501.5')).toBe('3 × 12.500,5 = 37.501,5');
  expect(written('MSKU 9070323x')).toBe('MSKU 9070323x');
});

test('what speaks against a value is said before what speaks for it, and where it was found comes last', () => {
  const witnesses = [witness('product', true, '3 × 12500 = 37500'), witness('column_sum', false, '37500 + 1 = 37501'), witness('words', true, '37500 = 37500')];
  const proofs = evidenceOf(field('total_amount', '37.500', 0.9, { label: 'Total', witnesses }));
  expect(proofs.map(({ tone, text }) => [tone, text])).toEqual([
    ['bad', 'Tidak cocok dengan jumlah baris: 37.500 + 1 = 37.501'],
    ['good', '3 × 12.500 = 37.500 cocok'],
    ['good', 'Cocok dengan terbilang'],
    ['plain', 'di samping “Total”'],
  ]);
});

test('a repaired digit is told with what was read and what proved it', () => {
  const repair = { old: '8O.000', new: '80.000', witness: witness('column_sum', true, '') };
  const [first] = evidenceOf(field('total_amount', '80.000', 0.9, { repair }));
  expect(first?.text).toBe('Dibaca “8O.000”, menurut jumlah baris 80.000');
});

test('a field without a label on the paper says so otherwise', () => {
  expect(evidenceOf(field('items.0.name', 'Paku', 0.9, { source: 'table' }))[0]?.text).toBe('dari tabelnya');
  expect(evidenceOf(field('vehicle_plate', 'L 1 AB', 0.9, { source: 'shape' }))[0]?.text).toBe('dari bentuknya');
});

test('what is made of a date or an amount is said where it does not stand there', () => {
  expect(meaningOf(field('issued_on', '12/11/2026', 1, { normalized: '2026-11-12' }))).toBe('12 Nov 2026');
  expect(meaningOf(field('issued_on', '12 Nov 2026', 1, { normalized: '2026-11-12' }))).toBeNull();
  expect(meaningOf(field('items.0.price', '1,500.50', 1, { normalized: '1500.50' }))).toBe('1.500,5');
  expect(meaningOf(field('number', 'A1', 1, { normalized: 'A1' }))).toBeNull();
});

test('fields, cells and the type have names; one of a newer API has its key', () => {
  expect(['total_amount', 'items.2.quantity', 'document_type', 'colour'].map(nameOf)).toEqual(['Total', 'Barang 3 · Jumlah', 'Jenis dokumen', 'colour']);
});

test('letters that tell 0 from O are for what has to be exact: a date in digits, not one in words', () => {
  expect([isExact('issued_on', '12/11/2026'), isExact('issued_on', '12 November 2026'), isExact('seller_name', 'A1')]).toEqual([true, false, false]);
  expect([isExact('items.0.price', '5'), isExact('items.0.unit', 'kg')]).toEqual([true, false]);
});
