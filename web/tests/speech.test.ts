import { expect, test } from 'vitest';
import { en } from '../src/i18n/en';
import { rest } from '../src/i18n/en-rest';
import { periksa } from '../src/i18n/id-periksa';
import { Speech } from '../src/i18n/index.svelte';

const failed = () => Promise.reject(new TypeError('Failed to fetch'));
const english = { first: async () => en, rest: async () => rest };

test('a language whose file does not come leaves the screen as it is, and may be chosen again', async () => {
  let there = false;
  const speech = new Speech({ ...english, first: async () => (there ? en : failed()) });
  expect(await speech.choose('en')).toBe(false);
  expect([speech.language, speech.message('action.close')]).toEqual(['id', 'Tutup']);
  there = true;
  expect(await speech.choose('en')).toBe(true);
  expect([speech.language, speech.message('action.close')]).toEqual(['en', 'Close']);
});

test('the first page is shown even when its language does not come', async () => {
  const speech = new Speech({ first: failed, rest: failed });
  await expect(speech.start()).resolves.toBeUndefined();
  expect(speech.language).toBe('id');
});

test('the language that was chosen last is spoken, however slowly another one comes', async () => {
  let arrive = (): void => undefined;
  const speech = new Speech({ ...english, first: () => new Promise((resolve) => (arrive = () => resolve(en))) });
  const slow = speech.choose('en');
  await speech.choose('id');
  arrive();
  expect([await slow, speech.language, speech.message('action.close')]).toEqual([true, 'id', 'Tutup']);
});

test('a screen brings its own words, and they stay when the language is changed and changed back', async () => {
  const speech = new Speech(english);
  await speech.whole();
  speech.learn(periksa);
  expect(speech.message('workspace.fields')).toBe('Isian');
  await speech.choose('en');
  speech.learn(periksa);
  expect(speech.message('workspace.fields')).toBe('Fields');
  await speech.choose('id');
  expect(speech.message('workspace.fields')).toBe('Isian');
});

test('the rest of the English words comes once more than the first page is read, whichever is chosen first', async () => {
  const early = new Speech(english);
  await early.choose('en');
  expect([early.message('action.close'), early.message('workspace.fields')]).toEqual(['Close', 'workspace.fields']);
  await early.whole();
  expect(early.message('workspace.fields')).toBe('Fields');
  const late = new Speech(english);
  await late.whole();
  expect(late.language).toBe('id');
  await late.choose('en');
  expect(late.message('workspace.fields')).toBe('Fields');
});

test('who goes on without the rest of the words is told', async () => {
  const speech = new Speech({ ...english, rest: failed });
  await speech.choose('en');
  await expect(speech.whole()).rejects.toThrow('Failed to fetch');
});
