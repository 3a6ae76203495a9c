import { describe, expect, test } from 'vitest';
import { preferred } from '../src/i18n/index.svelte';
import { en as first } from '../src/i18n/en';
import { rest } from '../src/i18n/en-rest';
import { fill } from '../src/i18n/message';
import { words as id } from './all-words';

const en = { ...first, ...rest };

describe('a message', () => {
  test('takes its parameters, numbers as the locale writes them', () => {
    expect(fill('{n} kata dari {name}', { n: 1234.5, name: 'Rina' }, 'id-ID')).toBe('1.234,5 kata dari Rina');
  });

  test('has the form of the noun that the number asks for', () => {
    const words = (n: number) => fill('{n} {n|word|words}', { n }, 'en-GB');
    expect([words(0), words(1), words(2)]).toEqual(['0 words', '1 word', '2 words']);
  });

  test('does not read what a parameter brings as a message', () => {
    expect(fill('Halo, {name}', { name: '{n} $& {name}', n: 1 }, 'id-ID')).toBe('Halo, {n} $& {name}');
  });

  test('shows a parameter that was forgotten, rather than nothing', () => {
    expect(fill('{n} halaman', {}, 'id-ID')).toBe('{n} halaman');
  });
});

test('both languages ask for the same parameters', () => {
  const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((found) => found[1]))].sort();
  const differing = (Object.keys(id) as (keyof typeof id)[]).filter((key) => `${names(id[key])}` !== `${names(en[key])}`);
  expect(differing).toEqual([]);
});

test('the language is the chosen one, else the first of the browser that we have, else Indonesian', () => {
  expect(preferred('en', ['id-ID'])).toBe('en');
  expect(preferred('xx', ['fr-FR', 'en-US', 'id'])).toBe('en');
  expect(preferred(null, ['fr-FR'])).toBe('id');
});
