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

const loadEnglish = async (): Promise<Record<Key, string>> => (await import('./en')).en;

/** The language of everything on the screen. English comes as a file of its own when somebody reads it. */
export class Speech {
  language = $state<Language>('id');
  /** IANA name of the zone in which times are shown; the signed-in person's, else the browser's. */
  zone = $state<string | undefined>(undefined);
  #indonesian: Readonly<Partial<Record<Key, string>>> = id;
  #messages = $state.raw<Readonly<Partial<Record<Key, string>>>>(id);
  #wanted: Language = 'id';
  locale = $derived(LOCALES[this.language]);

  constructor(private readonly english = loadEnglish) {}

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

  /** Indonesian messages that came with a screen; English has all of them in its one file. */
  learn(messages: Readonly<Partial<Record<Key, string>>>): void {
    this.#indonesian = { ...this.#indonesian, ...messages };
    if (this.language === 'id') this.#messages = this.#indonesian;
  }

  message(key: Key): string {
    return this.#messages[key] ?? key;
  }

  async #show(language: Language): Promise<boolean> {
    this.#wanted = language;
    const messages = language === 'en' ? await this.english().catch(() => null) : this.#indonesian;
    if (this.#wanted !== language) return true; // another one was chosen while the file was on its way
    if (!messages) return false;
    this.#messages = messages;
    this.language = language;
    if (globalThis.document) document.documentElement.lang = language;
    return true;
  }
}

export const speech = new Speech();

/** The words for a key, in the chosen language; what reads it on screen is worded anew when the language changes. */
export function t(key: Key, params: Params = {}): string {
  return fill(speech.message(key), params, speech.locale);
}
