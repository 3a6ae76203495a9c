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

/** The language of everything on the screen. English comes as a file of its own when somebody reads it. */
class Speech {
  language = $state<Language>('id');
  /** IANA name of the zone in which times are shown; the signed-in person's, else the browser's. */
  zone = $state<string | undefined>(undefined);
  #messages = $state.raw<Record<Key, string>>(id);
  locale = $derived(LOCALES[this.language]);

  /** Called once, by main.ts, before anything is shown. */
  start(): Promise<void> {
    return this.#show(preferred(recall('language'), globalThis.navigator?.languages ?? []));
  }

  async choose(language: Language): Promise<void> {
    await this.#show(language);
    remember('language', language);
  }

  /** Whether a language was ever chosen in this browser. */
  get chosen(): boolean {
    return known(recall('language')) !== undefined;
  }

  message(key: Key): string {
    return this.#messages[key];
  }

  async #show(language: Language): Promise<void> {
    this.#messages = language === 'en' ? (await import('./en')).en : id;
    this.language = language;
    if (globalThis.document) document.documentElement.lang = language;
  }
}

export const speech = new Speech();

/** The words for a key, in the chosen language; what reads it on screen is worded anew when the language changes. */
export function t(key: Key, params: Params = {}): string {
  return fill(speech.message(key), params, speech.locale);
}
