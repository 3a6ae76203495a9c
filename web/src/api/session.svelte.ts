import { type Language, speech, t } from '../i18n/index.svelte';
import { remember } from '../shell/memory';
import { toasts } from '../shell/toasts.svelte';
import { type User, api, ask, whenSessionExpires } from './client';
import { Problem, asProblem } from './problem';
import { tellTabs, whenTabsTell } from './tabs';

export type Newcomer = { email: string; username: string; password: string };
/** Why nobody is signed in any more: the time ran out or the session was ended from afar; here; in another tab. */
export type Ending = 'expired' | 'left' | 'elsewhere';
type ProfileChange = { locale?: Language; timeZone?: string; username?: string };

/** Who is signed in. The cookie that says so to the API is not readable here; `look` asks. */
class Session {
  user = $state.raw<User | null>(null);
  state = $state<'unknown' | 'in' | 'out'>('unknown');
  /** Why nothing is known yet, when asking failed. */
  problem = $state.raw<Problem | null>(null);
  /** Null as long as nobody was signed in here. The sign-in page has a word on it. */
  ending = $state<Ending | null>(null);
  /** Another person has signed in: the page is on its way to be loaded anew, and nothing of the one before is to stop it. */
  handingOver = false;
  /** The account was just deleted, and its last page is still being read: nothing else ends that. */
  #gone = false;
  /** Who was signed in here last; stays after the end of the session, for what is in this tab's memory is theirs. */
  #last: string | null = null;
  /** Who was registered here and not signed in yet. */
  #registered: string | null = null;

  constructor() {
    whenSessionExpires(() => this.#end(this.state === 'in' ? 'expired' : this.ending));
    whenTabsTell((news) => void (news === 'in' ? this.look({ arrived: true }) : this.state === 'in' && this.#end('elsewhere')));
  }

  /** `arrived`: somebody has just signed in, in another tab. */
  async look({ arrived = false } = {}): Promise<void> {
    this.problem = null;
    try {
      const { user } = await ask(api.GET('/api/auth/session'));
      if (user) await this.#begin(user, arrived || !speech.chosen);
      else this.#end(this.state === 'in' ? 'expired' : this.ending);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 401) this.problem = problem;
    }
  }

  /** `name` is an e-mail or a username. */
  async enter(name: string, password: string): Promise<void> {
    const who = name.includes('@') ? { email: name } : { username: name };
    await ask(api.POST('/api/auth/login', { body: { ...who, password } }));
    await this.#arrive();
  }

  /** False where the address has to be proven first: a letter is on its way, whoever asks. */
  async register(newcomer: Newcomer): Promise<boolean> {
    // Where only the login got no answer, the next try is that of somebody who is registered.
    if (this.#registered !== newcomer.email) {
      const { response } = await api.POST('/api/auth/register', { body: newcomer });
      if (response.status === 202) return false;
    }
    this.#registered = newcomer.email;
    await ask(api.POST('/api/auth/login', { body: { email: newcomer.email, password: newcomer.password } }));
    this.#registered = null;
    await this.#settle();
    return true;
  }

  /** The first account of an installation, by the token of the terminal's link. */
  async beginFirstRun(token: string, newcomer: Newcomer): Promise<void> {
    await ask(api.POST('/api/auth/first-run', { body: { ...newcomer, token } }));
    await this.#settle();
  }

  /** By a link: an invitation, or a code that pairs this phone; `call` uses it. */
  async arriveBy(call: () => Promise<unknown>): Promise<void> {
    await call();
    await this.#settle();
  }

  async leave(): Promise<void> {
    await ask(api.POST('/api/auth/logout'));
    this.left();
  }

  /** Nobody is signed in any more, for the API too. */
  left(): void {
    tellTabs('out');
    this.#end('left');
  }

  /** From here on nobody is signed in, though the page stays until `leaveForGood`. */
  bury(): void {
    this.#gone = true;
  }

  /** It was not deleted. */
  unbury(): void {
    this.#gone = false;
  }

  leaveForGood(): void {
    this.#gone = false;
    tellTabs('out');
    this.#end('left');
  }

  /** Change something about oneself. */
  async change(wanted: ProfileChange): Promise<void> {
    this.renew(await ask(api.PATCH('/api/users/me', { body: wanted })));
  }

  /** The language on the screen, at once; the account keeps it for the next device. Throws nothing. */
  async speak(language: Language): Promise<void> {
    await this.#voice(language);
    if (speech.language !== language || !this.user || this.user.locale === language) return;
    try {
      await this.change({ locale: language });
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 401) toasts.add(problem.title, { tone: 'bad' }); // the sign-in page says it better
    }
  }

  /** What the API answered after a change of the profile. */
  renew(user: User): void {
    this.user = user;
    speech.zone = user.timeZone;
  }

  /** A new account speaks the language and lives in the zone of the browser that made it. */
  async #settle(): Promise<void> {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
      await ask(api.PATCH('/api/users/me', { body: { locale: speech.language, timeZone } }));
    } catch (error) {
      asProblem(error); // a zone that the API does not know: the account keeps its own, to be chosen by hand
    }
    await this.#arrive();
  }

  async #arrive(): Promise<void> {
    await this.#begin(await ask(api.GET('/api/users/me')), true);
    tellTabs('in');
  }

  /** `anew`: the account's language is spoken from now on; later the switch of this browser counts. */
  async #begin(user: User, anew: boolean): Promise<void> {
    // Another person signed in, here or in another tab: nothing on this one's screen or in its memory may stay.
    if (this.#last !== null && this.#last !== user.id) return this.#handOver();
    this.#last = user.id;
    this.renew(user);
    if (anew && user.locale !== speech.language) await this.#voice(user.locale);
    this.state = 'in';
    remember('in', '1');
    this.ending = null;
  }

  async #voice(language: Language): Promise<void> {
    if (!(await speech.choose(language))) toasts.add(t('language.failed'), { tone: 'bad' });
  }

  #handOver(): void {
    this.handingOver = true;
    location.reload();
  }

  #end(ending: Ending | null): void {
    if (this.#gone) return;
    this.user = null;
    this.state = 'out';
    remember('in', ''); // first-paint.js asks for nothing that would be refused
    this.ending = ending;
    speech.zone = undefined;
  }
}

export const session = new Session();
