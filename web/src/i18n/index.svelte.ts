import { recall, remember } from '../shell/memory';
import { id, type Key } from './id';
import { fill, type Params } from './message';

export type { Key, Params };
export type Language = 'id' | 'en';
export const LANGUAGES: readonly Language[] = ['id', 'en'];
const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;

function known(code: string | null): Language | undefined {
  return LANGUAGES.find((language) => code?.toLowerCase().split('-')[0] === language);
}

/** What was chosen here before, else the first of the browser's languages that we have, else Indonesian. */
export function preferred(chosen: string | null, browser: readonly string[]): Language {
  return known(chosen) ?? browser.map(known).find((language) => language !== undefined) ?? 'id';
}

type Words = Readonly<Partial<Record<Key, string>>>;
/** English comes when somebody reads it: what the first page says, and all the rest. */
type English = { first: () => Promise<Words>; rest: () => Promise<Words> };
const ENGLISH: English = {
  first: async () => (await import('./en')).en,
  rest: async () => (await import('./en-rest')).rest,
};

/** The language of everything on the screen. */
export class Speech {
  language = $state<Language>('id');
  /** IANA name of the zone in which times are shown; the signed-in person's, else the browser's. */
  zone = $state<string | undefined>(undefined);
  #words: Record<Language, Words> = { id, en: {} };
  #messages = $state.raw<Words>(id);
  #wanted: Language = 'id';
  #isWhole = false;
  locale = $derived(LOCALES[this.language]);

  constructor(private readonly english = ENGLISH) {}

  /** Called once, by main.ts, before anything is shown; where its file does not come, Indonesian is. */
  async start(): Promise<void> {
    await this.#show(preferred(recall('language'), globalThis.navigator?.languages ?? []));
  }

  /** False when its file did not come: then the screen stays as it is. Throws nothing. */
  async choose(language: Language): Promise<boolean> {
    const shown = await this.#show(language);
    if (this.language === language) remember('language', language);
    return shown;
  }

  /** Whether a language was ever chosen in this browser. */
  get chosen(): boolean {
    return known(recall('language')) !== undefined;
  }

  /** Indonesian messages that came with a screen. */
  learn(messages: Words): void {
    this.#keep('id', messages);
  }

  /** More than the first page is read: English needs the rest of its words. Rejects when they do not come. */
  async whole(): Promise<void> {
    this.#isWhole = true;
    if (this.#wanted === 'en') this.#keep('en', await this.english.rest());
  }

  message(key: Key): string {
    return this.#messages[key] ?? key;
  }

  #keep(language: Language, more: Words): void {
    this.#words[language] = { ...this.#words[language], ...more };
    if (this.language === language) this.#messages = this.#words[language];
  }

  async #show(language: Language): Promise<boolean> {
    this.#wanted = language;
    const files = language === 'id' ? [] : [this.english.first(), ...(this.#isWhole ? [this.english.rest()] : [])];
    const came = await Promise.all(files).catch(() => null);
    came?.forEach((words) => this.#keep(language, words));
    if (this.#wanted !== language) return true; // another one was chosen while the file was on its way
    if (!came) return false;
    this.language = language;
    this.#messages = this.#words[language];
    if (globalThis.document) document.documentElement.lang = language;
    return true;
  }
}

export const speech = new Speech();

/** The words for a key, in the chosen language; what reads it on screen is worded anew when the language changes. */
export function t(key: Key, params: Params = {}): string {
  return fill(speech.message(key), params, speech.locale);
}
