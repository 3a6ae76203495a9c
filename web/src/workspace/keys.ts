export type Command =
  | 'accept'
  | 'skip'
  | 'back'
  | 'next-document'
  | 'undo'
  | 'help'
  | 'reset'
  | 'zoom-in'
  | 'zoom-out'
  | 'fit'
  | 'next-page'
  | 'previous-page'
  | `pick-${1 | 2 | 3}`;

export type Pressed = { key: string; ctrl: boolean; shift: boolean; alt: boolean };

/**
 * Where the focus is: in the word's field (`untouched`: nothing has been typed and all of it is selected, so that a digit
 * is a choice and no text), in another field, or elsewhere on the page.
 */
export type Focus = 'word' | 'word-untouched' | 'field' | 'control' | 'page';

/** What a key means there; null when it is the browser's. */
export function commandOf({ key, ctrl, shift, alt }: Pressed, focus: Focus): Command | null {
  if (alt) return null;
  if (ctrl) return withCtrl(key, shift, focus);
  return MEANS[focus][key] ?? null;
}

function withCtrl(key: string, shift: boolean, focus: Focus): Command | null {
  if (key === 'Enter') return 'next-document';
  // While somebody types, Ctrl+Z takes back letters, as everywhere.
  const typing = focus === 'word' || focus === 'field';
  return key.toLowerCase() === 'z' && !shift && !typing ? 'undo' : null;
}

type Meanings = Record<string, Command | undefined>;
const CHOICES: Meanings = { '1': 'pick-1', '2': 'pick-2', '3': 'pick-3', '?': 'help' };
const PAGES: Meanings = { PageDown: 'next-page', PageUp: 'previous-page' };
const WALK: Meanings = { Enter: 'accept', ArrowDown: 'skip', ArrowUp: 'back' };
const VIEW: Meanings = { '+': 'zoom-in', '=': 'zoom-in', '-': 'zoom-out', '0': 'fit' };
const IN_WORD: Meanings = { ...WALK, ...PAGES, Escape: 'reset' };

/** A digit is a choice only where it is no text, and zooming is never taken from who starts to type "0812". */
const MEANS: Record<Focus, Meanings> = {
  word: IN_WORD,
  'word-untouched': { ...IN_WORD, ...CHOICES },
  field: {},
  control: { ...CHOICES, ...VIEW, ...PAGES },
  page: { ...WALK, ...CHOICES, ...VIEW, ...PAGES },
};
