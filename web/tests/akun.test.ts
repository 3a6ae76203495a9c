import { expect, test } from 'vitest';
import { signed, viewOf } from '../src/akun/entry';
import { zoneGroups, zoneLabel } from '../src/akun/zones';
import { ago, soon, timeIn } from '../src/i18n/format';
import { speech } from '../src/i18n/index.svelte';

const SCAN = '01a21a5c-d093-71d1-be0d-47e7817263bc';

test('a movement of credits is in words, with the scan that it was for', () => {
  expect(viewOf({ reason: 'scan', reference: `${SCAN}:1` })).toEqual({ words: 'account.entry.scan', scanId: SCAN });
  expect(viewOf({ reason: 'scan', reference: `${SCAN}:2` })).toEqual({ words: 'account.entry.scan.again', scanId: SCAN });
  expect(viewOf({ reason: 'refund', reference: `${SCAN}:2` })).toEqual({ words: 'account.entry.refund', scanId: SCAN });
  expect(viewOf({ reason: 'refill', reference: '2026-11-21' })).toEqual({ words: 'account.entry.refill', scanId: null });
  expect(viewOf({ reason: 'grant', reference: SCAN })).toEqual({ words: 'account.entry.grant', scanId: null });
});

test('an amount has its sign, and nothing has none', () => {
  expect([10, -1, 0].map((amount) => signed(amount, String))).toEqual(['+10', '−1', '0']);
});

test("Indonesia's zones come first, the person's own is never missing, and none comes twice", () => {
  const groups = zoneGroups('Antarctica/Troll', ['America/Port-au-Prince', 'America/Argentina/Ushuaia', 'Asia/Jakarta', 'UTC'], 'Indonesia');
  expect(groups.map(({ region }) => region)).toEqual(['Indonesia', 'America', 'Antarctica', 'UTC']);
  expect(groups[0]?.zones.map(({ name }) => name)).toEqual(['Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura']);
  expect(groups[1]?.zones.map(({ label }) => label)).toEqual(['Argentina – Ushuaia', 'Port-au-Prince']);
  expect([zoneLabel('Asia/Makassar'), zoneLabel('Asia/Kuala_Lumpur')]).toEqual(['WITA – Makassar, Bali', 'Asia – Kuala Lumpur']);
});

test("a moment to come is told in the person's zone, by the name that people give it", async () => {
  await speech.choose('id');
  speech.zone = 'Asia/Makassar';
  expect(soon('2026-11-20T17:00:00Z')).toMatch(/^Sab,? 21 Nov, 01.00 WITA$/);
  await speech.choose('en');
  expect(soon('2026-11-20T17:00:00Z')).toMatch(/^Sat,? 21 Nov, 01:00 WITA$/); // commas differ between versions of ICU
  expect(timeIn('Europe/London', '2026-11-20T17:00:00Z')).toBe('17:00 GMT');
});

test('what has been is told by how long ago it was, after a week by its date', async () => {
  await speech.choose('id');
  const now = new Date('2026-11-21T12:00:00Z');
  const told = ['2026-11-21T12:00:30Z', '2026-11-21T11:59:30Z', '2026-11-21T11:55:00Z', '2026-11-21T09:30:00Z', '2026-11-20T11:00:00Z'];
  expect(told.map((moment) => ago(moment, now))).toEqual(['sekarang', 'sekarang', '5 menit yang lalu', '2 jam yang lalu', 'kemarin']);
  expect(ago('2026-11-01T00:00:00Z', now)).toBe('1 Nov 2026');
});
