import type { Key } from '../src/i18n/id';

const files = import.meta.glob<Record<string, Record<string, string>>>('../src/i18n/id/*.ts', { eager: true });

/** Every message in Indonesian, also those that come with a screen. */
export const words: Record<Key, string> = Object.assign({}, ...Object.values(files).flatMap((file) => Object.values(file)));
