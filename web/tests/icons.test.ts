import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fullBleed, ico, png } from '../build/icons';

const WEB = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(WEB, name), 'utf8');
const logo = read('src/shell/logo.svg');

test('an icon is the logo at its size', async () => {
  const icon = Buffer.from(await png(logo, 192));
  expect(icon.subarray(1, 4).toString()).toBe('PNG');
  expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([192, 192]);
});

test('an icon that a system cuts has no corners of its own', () => {
  expect(fullBleed(logo)).not.toContain('rx="11"');
  expect(() => fullBleed('<svg/>')).toThrow();
});

test('a favicon says where each of its images is', () => {
  const file = Buffer.from(ico([{ sizePx: 16, data: Buffer.from('ab') }, { sizePx: 32, data: Buffer.from('cde') }]));
  expect([file.readUInt16LE(2), file.readUInt16LE(4), file[6], file[22]]).toEqual([1, 2, 16, 32]);
  expect(file.subarray(file.readUInt32LE(34), file.readUInt32LE(34) + file.readUInt32LE(30)).toString()).toBe('cde');
});

test("the browser's own bar has the colour of the paper in each theme", () => {
  const paper = [...read('src/styles/tokens.css').matchAll(/--kertas: (#\w+)/g)].map((found) => found[1]);
  const bars = [...read('index.html').matchAll(/theme-color" media="[^"]+" content="(#\w+)"/g)].map((found) => found[1]);
  const chosen = [...(/BAR = .*/.exec(read('src/shell/theme.svelte.ts'))?.[0] ?? '').matchAll(/#\w+/g)].map((found) => found[0]);
  expect(paper).toHaveLength(2);
  expect([bars, chosen]).toEqual([paper, paper]);
});
