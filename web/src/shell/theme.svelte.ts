import { recall, remember } from './memory';

export type ThemeChoice = 'system' | 'light' | 'dark';
export const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];

const BAR = { light: '#f5f4ef', dark: '#101216' };

/** The chosen theme; `shown` is what is on the screen, also when the choice is left to the system. */
class Theme {
  choice = $state<ThemeChoice>(THEMES.find((known) => known === recall('theme')) ?? 'system');
  #systemIsDark = $state(false);
  shown = $derived<'light' | 'dark'>(this.choice === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.choice);

  /** Follow the system from now on. Called once, by main.ts. */
  start(): void {
    const system = matchMedia('(prefers-color-scheme: dark)');
    this.#systemIsDark = system.matches;
    system.addEventListener('change', (event) => {
      this.#systemIsDark = event.matches;
      this.#show();
    });
    this.#show();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    remember('theme', choice);
    this.#show();
  }

  next(): void {
    this.choose(THEMES[(THEMES.indexOf(this.choice) + 1) % THEMES.length] ?? 'system');
  }

  #show(): void {
    document.documentElement.dataset.theme = this.shown;
    // There is one for each theme of the system; what was chosen here holds whatever that is.
    for (const bar of document.querySelectorAll('meta[name=theme-color]')) bar.setAttribute('content', BAR[this.shown]);
  }
}

export const theme = new Theme();
