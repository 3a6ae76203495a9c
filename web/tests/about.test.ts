import { expect, test } from 'vitest';
import type { ScanSummary } from '../src/api/client';
import { aboutOf, titleOf } from '../src/dokumen/about';
import { day, money } from '../src/i18n/format';
import { dokumen } from '../src/i18n/id/dokumen';
import { speech } from '../src/i18n/index.svelte';

speech.learn(dokumen);

const known = (what: Partial<ScanSummary>) =>
  ({ documentType: null, documentNumber: null, sellerName: null, buyerName: null, issuedOn: null, ...what }) as ScanSummary;

test('a document is called by its type and number, as far as they are known', () => {
  expect(titleOf(known({ documentType: 'delivery_note', documentNumber: 'SJ/1' }))).toBe('Surat jalan SJ/1');
  expect(titleOf(known({ documentType: 'other', documentNumber: 'SJ/1' }))).toBe('SJ/1');
  expect(titleOf(known({ documentType: 'receipt' }))).toBe('Struk');
  expect(titleOf(known({ documentType: 'other' }))).toBeNull();
});

test('it is about whom goods and bills go to, and whom receipts come from', () => {
  const both = { sellerName: 'Toko', buyerName: 'CV Maju', issuedOn: '2026-11-21' };
  expect(aboutOf(known({ documentType: 'delivery_note', ...both }))).toBe('CV Maju · 21 Nov 2026');
  expect(aboutOf(known({ documentType: 'receipt', ...both }))).toBe('Toko · 21 Nov 2026');
  expect(aboutOf(known({ documentType: 'invoice', sellerName: 'Toko' }))).toBe('Toko');
  expect(aboutOf(known({}))).toBeNull();
});

test('a day is the same in every zone, and money has its currency where it is one', () => {
  expect(day('2026-11-01')).toBe('1 Nov 2026');
  expect(money('335775.00', 'IDR').replace(/\s/g, ' ')).toBe('Rp 335.775');
  expect(money('12.5', 'USD').replace(/\s/g, ' ')).toBe('$12,5');
  expect(money('1500', 'Rp')).toBe('1.500');
});
