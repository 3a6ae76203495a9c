import { describe, expect, test, vi } from 'vitest';
import type { Page } from '../../src/api/client';
import { Desk } from '../../src/workspace/desk.svelte';
import { OpenScan } from '../../src/workspace/open-scan.svelte';
import { soughtIn } from '../../src/workspace/sought';
import { field, page, scan, word } from './paper';

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

describe('a document with fields', () => {
  const words = [word('No', 0.9), word('A1', 0.5), word('kabur', 0.4)];
  const number = field('number', 'A1', 0.5, {
    at: ['1:0:1'],
    candidates: [{ value: 'AI', normalized: null, confidence: 0.3, page: 1, polygon: [], words: [{ page: 1, line: 0, word: 2 }] }],
  });
  const paid = field('paid_amount', '50.000', 0.99);

  function filled(): Desk {
    const one = desk();
    one.open.scan = scan([page(1, [words])], [number, paid], [[field('items.0.name', 'Semen')]], { review: ['number', '1:0:2'] });
    return one;
  }

  test('begins with its first field in doubt and goes on with the words that no field settles', () => {
    const one = filled();
    one.begin();
    expect(one.key).toBe('number');
    one.accept();
    expect([one.key, one.tally.doubtful]).toEqual(['1:0:2', 1]);
    one.accept();
    expect([one.key, one.tally]).toEqual([null, { all: 6, doubtful: 0, queue: 2, done: 2 }]);
  });

  test('shows words as their field is: in doubt with it, checked with it', () => {
    const one = filled();
    const looks = () => one.pageWords.map((each) => one.lookOf(each));
    expect(looks()).toEqual(['sure', 'doubtful', 'doubtful']);
    one.begin();
    one.accept();
    expect(looks()).toEqual(['sure', 'checked', 'doubtful']);
  });

  test('sends the words of the reading that was chosen, and none for what was typed', () => {
    const say = (text: string) => {
      const one = filled();
      const spy = vi.spyOn(one.open, 'say').mockReturnValue();
      one.begin();
      one.accept(text);
      return spy.mock.lastCall?.slice(1);
    };
    expect(say('AI')).toEqual(['AI', ['1:0:2']]);
    expect(say('A9')).toEqual(['A9', []]);
  });

  test('stays at a sure field that was chosen in the list, and goes on from one in doubt', () => {
    const one = filled();
    one.show(one.find('paid_amount')!, 'list');
    one.accept('60.000');
    expect([one.key, one.value, one.returned]).toEqual(['paid_amount', '60.000', 1]);
    one.show(one.find('number')!, 'list');
    one.accept();
    expect([one.key, one.returned]).toEqual(['1:0:2', 1]);
  });

  test('takes a field that nobody found from the words that are clicked, in reading order', () => {
    const one = filled();
    one.show(one.find('driver_name')!, 'list');
    expect(one.picking).toBe(true);
    for (const key of ['1:0:2', '1:0:0', '1:0:1', '1:0:1']) one.pick(one.open.wordAt(key)!);
    expect(one.value).toBe('No kabur');
    one.accept();
    expect(one.open.fields.at(-1)).toMatchObject({ key: 'driver_name', page: 1, words: ['1:0:0', '1:0:2'] });
  });

  test('forgets an addition without a value', () => {
    const one = filled();
    one.show(one.find('driver_name')!, 'list');
    one.accept();
    expect([one.key, one.open.waiting, one.done.length]).toEqual([null, 0, 0]);
  });

  test('undoes a row that was taken out, in one step', async () => {
    const one = filled();
    one.sayAll(one.open.fields.filter(({ key }) => key.startsWith('items.')), '');
    expect(one.textOf(one.find('items.0.name')!)).toBe('');
    await one.undo();
    expect([one.textOf(one.find('items.0.name')!), one.open.waiting]).toEqual(['Semen', 0]);
  });

  test('undoes the type to what it was', async () => {
    const one = filled();
    one.choose('document_type', 'invoice');
    expect(one.textOf(one.find('document_type')!)).toBe('invoice');
    await one.undo();
    expect([one.open.waiting, one.key]).toEqual([0, null]);
  });
});
