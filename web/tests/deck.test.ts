import { expect, test } from 'vitest';
import type { Conversion } from '../src/api/conversions';
import { daysUntil, refusal } from '../src/latih/deck';
import { progressed } from '../src/latih/conversions.svelte';

test.each([
  ['rapat.pptx', 10, null],
  ['RAPAT.PPT', 10, null],
  ['tanpa akhiran', 10, null],
  ['surat.docx', 10, 'slides.refused.type'],
  ['rapat.pptx', 101, 'slides.refused.large'],
])('%s of %i bytes', (name, size, why) => {
  expect(refusal({ name, size }, 100)).toBe(why);
});

test.each([
  ['2026-12-04T12:00:00Z', 7],
  ['2026-11-28T12:00:01Z', 2],
  ['2026-11-28T12:00:00Z', 1],
  ['2026-11-28T11:59:59Z', 0],
])('%s is %i days away', (moment, days) => {
  expect(daysUntil(moment, new Date('2026-11-27T12:00:00Z'))).toBe(days);
});

test('news moves the row it is about, and never one that has ended', () => {
  const row = (id: string, status: string) => ({ id, status, picturesMade: 0 }) as Conversion;
  const shown = [row('a', 'processing'), row('b', 'completed')];
  const news = { status: 'processing', step: 'pictures', filename: '', picturesMade: 3, pageCount: 9, error: null } as const;
  expect(progressed(shown, { ...news, conversionId: 'a' })[0]).toMatchObject({ picturesMade: 3, pageCount: 9 });
  expect(progressed(shown, { ...news, conversionId: 'b' })).toBe(shown);
  expect(progressed(shown, { ...news, conversionId: 'c' })).toBe(shown);
});
