import { expect, test } from 'vitest';
import { en } from '../src/i18n/en';
import { periksa } from '../src/i18n/id-periksa';
import { Speech } from '../src/i18n/index.svelte';

test('a language whose file does not come leaves the screen as it is, and may be chosen again', async () => {
  let there = false;
  const speech = new Speech(async () => (there ? en : Promise.reject(new TypeError('Failed to fetch'))));
  expect(await speech.choose('en')).toBe(false);
  expect([speech.language, speech.message('action.close')]).toEqual(['id', 'Tutup']);
  there = true;
  expect(await speech.choose('en')).toBe(true);
  expect([speech.language, speech.message('action.close')]).toEqual(['en', 'Close']);
});

test('the first page is shown even when its language does not come', async () => {
  const speech = new Speech(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(speech.start()).resolves.toBeUndefined();
  expect(speech.language).toBe('id');
});

test('the language that was chosen last is spoken, however slowly another one comes', async () => {
  let arrive = (): void => undefined;
  const speech = new Speech(() => new Promise((resolve) => (arrive = () => resolve(en))));
  const slow = speech.choose('en');
  await speech.choose('id');
  arrive();
  expect([await slow, speech.language, speech.message('action.close')]).toEqual([true, 'id', 'Tutup']);
});

test('a screen brings its own words, and they stay when the language is changed and changed back', async () => {
  const speech = new Speech(async () => en);
  speech.learn(periksa);
  expect(speech.message('workspace.fields')).toBe('Isian');
  await speech.choose('en');
  speech.learn(periksa);
  expect(speech.message('workspace.fields')).toBe('Fields');
  await speech.choose('id');
  expect(speech.message('workspace.fields')).toBe('Isian');
});
