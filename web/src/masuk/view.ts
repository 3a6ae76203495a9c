import { SIGN_IN } from '../shell/sign-in';

const OF_LETTERS = ['forgot', 'reset', 'verify', 'mailed'] as const;
/** What letters are about: a forgotten password, a new one, an address to be proven, and one that is waited for. */
export type LetterView = (typeof OF_LETTERS)[number];
/** What the sign-in page shows: a form, or where the link to the first account stands. */
export type View = 'login' | 'register' | 'first' | 'where' | LetterView;
type Config = { firstRun: boolean; registration: 'open' | 'verified' | 'closed' };
/** What came behind the `#` of a letter's link. */
type Tokens = { password: string; email: string };

/** In the address: the form for a new account. */
export const REGISTER = 'daftar';
/** In the address: a new password is asked for. The letters of `users/letters.py` name it too. */
export const FORGOT = 'lupa';
/** In the address: on to the login, although nobody was registered when the page was opened. */
const SKIP = 'lewati';

/** `config` is null until it is known, and where it cannot be had. */
export function viewOf(config: Config | null, token: string, query: URLSearchParams, letter?: Tokens): View {
  if (letter?.password) return 'reset';
  if (letter?.email) return 'verify';
  if (token && config?.firstRun !== false) return 'first';
  if (config?.firstRun && !query.has(SKIP)) return 'where';
  if (query.has(FORGOT)) return 'forgot';
  return query.has(REGISTER) && config?.registration !== 'closed' ? 'register' : 'login';
}

export function isOfLetter(view: View): view is LetterView {
  return (OF_LETTERS as readonly string[]).includes(view);
}

/** The same page with another form, and still the way back to where one was. */
export function address(query: URLSearchParams, form?: typeof REGISTER | typeof FORGOT): string {
  const next = new URLSearchParams();
  const back = query.get('ke');
  if (form) next.set(form, '1');
  if (back) next.set('ke', back);
  return next.size ? `${SIGN_IN}?${next}` : SIGN_IN;
}
