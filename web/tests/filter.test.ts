import { describe, expect, test } from 'vitest';
import { amountOf, fieldFilters, fromAddress, narrows, toAddress, toQuery } from '../src/dokumen/filter';

const read = (address: string) => fromAddress(new URLSearchParams(address));
const now = new Date('2026-11-21T18:30:00Z'); // the 22nd in Jakarta
const asked = (address: string, zone = 'Asia/Jakarta') => toQuery(read(address), now, zone);

test('an address says what is shown, and comes out as it went in', () => {
  const address = 'cari=semen+putih&status=perlu-dicek&dari=2026-11-01&sampai=2026-11-20';
  expect(toAddress(read(address)).toString()).toBe(address);
  expect(narrows(read(address))).toBe(true);
});

test('what an address says wrongly narrows nothing down', () => {
  expect(narrows(read('status=apa&hari=3&dari=kemarin&sampai=2026-1-1&cari=++'))).toBe(false);
});

test('what needs review, and each status, are asked for by their names in the API', () => {
  expect(asked('status=perlu-dicek')).toEqual({ needsReview: true });
  expect(asked('status=ditahan')).toEqual({ held: true });
  expect(asked('status=gagal&cari=INV+01')).toEqual({ q: 'INV 01', status: 'failed' });
});

describe('a day', () => {
  test('begins at midnight where the person is, and the last one is included', () => {
    const range = asked('dari=2026-11-01&sampai=2026-11-20');
    expect(range).toEqual({ since: '2026-10-31T17:00:00.000Z', until: '2026-11-20T17:00:00.000Z' });
  });

  test('counts today as one of the last so many', () => {
    expect(asked('hari=1')).toEqual({ since: '2026-11-21T17:00:00.000Z' });
    expect(asked('hari=7')).toEqual({ since: '2026-11-15T17:00:00.000Z' });
  });

  test('begins by its own clock where clocks are changed', () => {
    expect(asked('dari=2026-03-29', 'Europe/Berlin')).toEqual({ since: '2026-03-28T23:00:00.000Z' });
    expect(asked('dari=2026-03-30', 'Europe/Berlin')).toEqual({ since: '2026-03-29T22:00:00.000Z' });
  });
});

describe('what fields say', () => {
  test('stands in the address and is asked for by its names in the API', () => {
    const address = 'jenis=surat-jalan&tanggal-dari=2026-11-01&tanggal-sampai=2026-11-20&total-dari=1000&total-sampai=2500.50';
    expect(toAddress(read(address)).toString()).toBe(address);
    expect(asked(address)).toEqual({
      documentType: 'delivery_note',
      issuedSince: '2026-11-01',
      issuedUntil: '2026-11-20',
      totalMin: '1000',
      totalMax: '2500.50',
    });
    expect(fieldFilters(read(address))).toBe(3);
  });

  test('that is none narrows nothing down', () => {
    expect(narrows(read('jenis=apa&tanggal-dari=kemarin&total-dari=-1&total-sampai=1e9'))).toBe(false);
  });

  test.each([
    ['335.775', '335775'],
    ['Rp 1.250.000,50', '1250000.50'],
    ['1500', '1500'],
    ['1,250,000.50', '1250000.50'],
    ['1500.5', '1500.5'],
    ['', ''],
    ['murah', null],
    ['-5', null],
  ])('an amount is taken as it is written here: %s', (typed, amount) => {
    expect(amountOf(typed)).toBe(amount);
  });
});
