import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../src/api/problem';
import { type FoundScan, countScans, listScans } from '../src/api/scans';
import { Documents } from '../src/dokumen/documents.svelte';

vi.mock('../src/api/scans', () => ({ listScans: vi.fn(), countScans: vi.fn() }));

const problem = new Problem('/problems/x', 'Judul', 'Rincian', 503);
const batch = (ids: string, nextCursor: string | null = null) => ({ items: [...ids].map((id) => ({ id }) as FoundScan), nextCursor });
const list = vi.mocked(listScans);
let documents: Documents;
const shown = () => documents.order.join('');

beforeEach(async () => {
  vi.mocked(countScans).mockRejectedValue(problem);
  list.mockReset().mockResolvedValueOnce(batch('ab', 'next'));
  documents = new Documents();
  await documents.show({}, 'rina');
});

test('rows of an earlier search are known as such when the new one fails, and are no part of its answer', async () => {
  list.mockRejectedValueOnce(problem).mockRejectedValueOnce(problem);
  await documents.show({ q: 'nota' }, 'rina');
  await documents.show({ q: 'nota' }, 'rina');
  expect([shown(), documents.stale, documents.problem, documents.loading]).toEqual(['ab', true, problem, false]);
  await documents.more();
  expect(list).toHaveBeenCalledTimes(3);
  list.mockResolvedValueOnce(batch('b', 'n'));
  await documents.renew();
  expect([shown(), documents.stale, documents.problem]).toEqual(['b', false, null]);
});

test('a batch that does not come leaves the list, and is asked for once more', async () => {
  list.mockRejectedValueOnce(problem);
  await documents.more();
  expect([shown(), documents.problem, documents.moreProblem]).toEqual(['ab', null, problem]);
  list.mockResolvedValueOnce(batch('c'));
  await documents.more();
  expect([shown(), documents.moreProblem, documents.loadingMore]).toEqual(['abc', null, false]);
  expect(list.mock.calls.slice(1).map(([query]) => query.cursor)).toEqual(['next', 'next']);
});

test('what fails while a list is renewed behind the scenes changes nothing', async () => {
  list.mockRejectedValueOnce(problem);
  await documents.renew();
  expect([shown(), documents.stale, documents.problem]).toEqual(['ab', false, null]);
});
