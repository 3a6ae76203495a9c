import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PARTS } from '../build/first-paint';
import { sharedFile } from '../build/shared-file';

const SRC = join(import.meta.dirname, '..', 'src');

test('the script of every page is on its way before the application asks for it', () => {
  const pages = [...readFileSync(join(SRC, 'routes.ts'), 'utf8').matchAll(/import\('\.\/([^']+)'\)/g)].map(([, file]) => file);
  expect(pages.length).toBeGreaterThan(5);
  expect(Object.values(PARTS)).toEqual(expect.arrayContaining(pages));
  expect(Object.values(PARTS).filter((file) => !existsSync(join(SRC, file)))).toEqual([]);
});

/** A made-up application: what imports what, and what is loaded by itself. */
const IMPORTERS: Record<string, string[]> = {
  '/index.html': [],
  '/src/main.ts': ['/index.html'],
  '/src/masuk/Masuk.svelte': [],
  '/src/masuk/Letters.svelte': [],
  '/src/shell/Inside.svelte': [],
  '/src/akun/Akun.svelte': [],
  '/src/latih/Latih.svelte': [],
  button: ['/src/main.ts', '/src/akun/Akun.svelte'],
  icon: ['button', '/src/latih/Latih.svelte'],
  field: ['/src/masuk/Masuk.svelte', '/src/akun/Akun.svelte'],
  stamp: ['/src/masuk/Masuk.svelte'],
  queue: ['/src/shell/Inside.svelte'],
  pill: ['/src/akun/Akun.svelte', '/src/latih/Latih.svelte'],
  deck: ['/src/latih/Latih.svelte'],
  words: ['/src/akun/Akun.svelte', '/src/masuk/Letters.svelte'],
};
const application = {
  getModuleInfo: (id: string) => {
    const importers = IMPORTERS[id] ?? [];
    const alone = importers.length === 0;
    return { importers, dynamicImporters: alone && id !== '/index.html' ? ['routes'] : [], isEntry: id === '/index.html' };
  },
};

test('who signs in loads nothing of what is inside, and a page comes in few files', () => {
  const files = Object.fromEntries(Object.keys(IMPORTERS).map((id) => [id, sharedFile(id, application)]));
  expect(files).toMatchObject({ button: 'base', icon: 'base', field: 'base', queue: 'inside', pill: 'inside' });
  expect(files).toMatchObject({ '/src/main.ts': null, stamp: null, deck: null, words: null });
});
