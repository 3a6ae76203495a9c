import { expect, test } from 'vitest';
import { refusal } from '../src/unggah/acceptance';

const limits = { maxImageBytes: 20, maxPdfBytes: 50 };
const why = (name: string, type: string, size = 10) => refusal({ name, type, size }, limits)?.why ?? null;

test('what is surely none of ours is refused before it is sent', () => {
  expect(why('a.docx', 'application/vnd.openxmlformats')).toBe('upload.refused.type');
  expect(why('a.mp4', '')).toBe('upload.refused.type');
  expect(why('a.jpg', 'image/jpeg', 0)).toBe('upload.refused.empty');
});

test('what may be one of ours is left to the server', () => {
  expect(why('foto.HEIC', '')).toBeNull(); // no browser but Safari knows its type
  expect(why('unduhan', '')).toBeNull();
  expect(why('surat.bin', 'application/pdf')).toBeNull();
});

test('images and PDF have limits of their own, and without limits none is too large', () => {
  expect(refusal({ name: 'a.png', type: 'image/png', size: 21 }, limits)).toEqual({ why: 'upload.refused.large', limitBytes: 20 });
  expect(why('a.pdf', 'application/pdf', 50)).toBeNull();
  expect(why('a.pdf', '', 51)).toBe('upload.refused.large');
  expect(refusal({ name: 'a.png', type: 'image/png', size: 10 ** 9 }, null)).toBeNull();
});
