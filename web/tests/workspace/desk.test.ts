import { expect, test, vi } from 'vitest';
import type { Page } from '../../src/api/client';
import { Desk } from '../../src/workspace/desk.svelte';
import { OpenScan } from '../../src/workspace/open-scan.svelte';
import { soughtIn } from '../../src/workspace/sought';
import { page, scan, word } from './paper';

const PAGES = [page(1, [[word('awal', 0.5)]]), page(2, [[word('Toko'), word('ragu', 0.5), word('“Café”')]]), page(3, [])];

/** A desk with that document, opened at that address. */
function desk(address = '', pages: Page[] = PAGES): Desk {
  const open = new OpenScan('1', 'rina');
  open.scan = scan(pages);
  return new Desk(open, soughtIn(new URLSearchParams(address)));
}
const begun = (address: string) => {
  const one = desk(address);
  one.begin();
  return [one.number, one.front?.text];
};

test('it begins with the first word in doubt', () => {
  expect(begun('')).toEqual([1, 'awal']);
});

test('a hit opens on its page, at the word that was looked for, however it is written', () => {
  expect(begun('halaman=2&cari=cafe')).toEqual([2, '“Café”']);
  expect(begun('halaman=2&cari="TOKO+b"')).toEqual([2, 'Toko']);
});

test('a page without the word opens at its first in doubt, one without words by itself', () => {
  expect(begun('halaman=2&cari=zzz')).toEqual([2, 'ragu']);
  expect(begun('halaman=3')).toEqual([3, undefined]);
});

test.each(['0', '-1', '4', '2x', '1e9', ''])('a page %s that is none is not gone to', (number) => {
  expect(begun(`halaman=${number}&cari=toko`)).toEqual([1, 'awal']);
});

test('every word that was looked for is marked on the page in front', () => {
  const one = desk('halaman=2&cari=caf+tok');
  one.begin();
  expect([...one.sought]).toEqual(['2:0:0', '2:0:2']);
});

test('the page is gone to once: who leafs on and finishes is not brought back', () => {
  const one = desk('halaman=3');
  one.begin();
  one.goTo(2);
  one.begin();
  expect(one.front?.text).toBe('awal');
});

test('what was typed in a word is there again when one comes back to it, and is nothing said', () => {
  const one = desk();
  one.begin();
  one.type('akhir');
  one.skip(1);
  expect([one.value, one.open.typed, one.open.said.size]).toEqual(['ragu', 1, 0]);
  one.skip(-1);
  expect([one.value, one.changed]).toEqual(['akhir', true]);
});

test('what was typed back to what the word says already is no longer typed', () => {
  const one = desk();
  one.begin();
  one.type('akhir');
  one.type('awal');
  expect(one.open.typed).toBe(0);
});

test('who comes back to the document begins with what was typed there', () => {
  const one = desk();
  one.begin();
  one.skip(1);
  one.type('yakin');
  const again = new Desk(one.open);
  again.begin();
  expect([again.key, again.value]).toEqual(['2:0:1', 'yakin']);
});

test('going on to the next document accepts everything that was typed', () => {
  const one = desk();
  vi.spyOn(one.open, 'say').mockReturnValue();
  one.begin();
  one.type('akhir ');
  one.skip(1);
  one.acceptTyped();
  expect(vi.mocked(one.open.say).mock.calls.map(([{ key }, text]) => [key, text])).toEqual([['1:0:0', 'akhir']]);
  expect(one.open.typed).toBe(0);
});

test('a page that could not be turned back can be tried again', async () => {
  const one = desk();
  const turn = vi.spyOn(one.open, 'turn').mockResolvedValue();
  await one.turn();
  turn.mockRejectedValueOnce(new Error('busy'));
  await expect(one.undo()).rejects.toThrow('busy');
  expect(one.done.length).toBe(1);
  await one.undo();
  expect([turn.mock.lastCall, one.done.length]).toEqual([[1, 0], 0]);
});
