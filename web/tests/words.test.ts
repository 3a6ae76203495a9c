import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unusedKeys, wordsIn } from '../build/words';
import { words } from './all-words';

const SOURCE = join(import.meta.dirname, '../src');
const files = (readdirSync(SOURCE, { recursive: true }) as string[]).filter((name) => /\.(?:svelte|ts)$/.test(name));
const read = (name: string): string => readFileSync(join(SOURCE, name), 'utf8');

test('no words stand in markup: they are in src/i18n', () => {
  const components = files.filter((name) => name.endsWith('.svelte'));
  const found = components.flatMap((name) => wordsIn(read(name)).map(({ line, text }) => `src/${name}:${line} ${text}`));
  expect(components.length).toBeGreaterThan(10);
  expect(found).toEqual([]);
}, 60_000); // it parses every component, on a busy machine too

test('every message is used', () => {
  const sources = files.filter((name) => !/^i18n\/(?:id|en)\//.test(name)).map(read);
  expect(unusedKeys(Object.keys(words), sources)).toEqual([]);
});

test.each([
  ['text', '<p>Halo {name}</p>'],
  ['text in a block', '{#if a}<b>{#each xs as x}<i>Halo</i>{/each}</b>{/if}'],
  ['text in a snippet', '{#snippet foot()}Halo{/snippet}'],
  ['text that is awaited', '{#await a}Halo{:then b}{b}{/await}'],
  ['an expression', "<p>{a ? 'Halo' : b}</p>"],
  ['a template', '<p>{`Halo ${name}`}</p>'],
  ['a name for a screen reader', '<button aria-label="Halo"></button>'],
  ['a property that is shown', "<Field label={a ?? 'Halo'} />"],
])('words are found in %s', (_place, markup) => {
  expect(wordsIn(markup).map(({ text }) => text)).toEqual(['Halo']);
});

test('what nobody reads is no word', () => {
  const markup = "<script>const a = 'Halo';</script><p class=\"soft\" {id}>{t('a.b')} · 12 {a === 'x' ? b : c}</p><!-- Halo -->";
  expect(wordsIn(`${markup}<style>p { color: red; }</style>`)).toEqual([]);
});

test('a finding says where it is', () => {
  expect(wordsIn('<p>\n  {a}\n</p>\n<p>Halo</p>')).toEqual([{ line: 4, text: 'Halo' }]);
});

test('a message is used by its whole key, by how it begins, or by what is added to a whole one', () => {
  const sources = ["t('a.b')", 't(`status.${name}`)', 't(`${found.why}.detail`)'];
  const keys = ['a.b', 'a.b.detail', 'a.c', 'a.c.detail', 'status.done', 'statusless'];
  expect(unusedKeys(keys, sources)).toEqual(['a.c', 'a.c.detail', 'statusless']);
});
