import { speech } from '../i18n/index.svelte';
import { type User, api, ask, whenSessionExpires } from './client';
import { Problem, asProblem } from './problem';

/** Who is signed in. The cookie that says so to the API is not readable here; `look` asks. */
class Session {
  user = $state.raw<User | null>(null);
  state = $state<'unknown' | 'in' | 'out'>('unknown');
  /** Why nothing is known yet, when asking failed. */
  problem = $state.raw<Problem | null>(null);
  /** The session ended while somebody worked: the sign-in page says so. */
  expired = $state(false);

  constructor() {
    whenSessionExpires(() => this.#end(this.state === 'in'));
  }

  async look(): Promise<void> {
    this.problem = null;
    try {
      this.#begin(await ask(api.GET('/api/users/me')));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 401) this.problem = problem;
    }
  }

  /** `name` is an e-mail or a username. */
  async enter(name: string, password: string): Promise<void> {
    const who = name.includes('@') ? { email: name } : { username: name };
    await ask(api.POST('/api/auth/login', { body: { ...who, password } }));
    this.#begin(await ask(api.GET('/api/users/me')));
  }

  async register(email: string, username: string, password: string): Promise<void> {
    await ask(api.POST('/api/auth/register', { body: { email, username, password } }));
    await this.enter(email, password);
  }

  async leave(): Promise<void> {
    await ask(api.POST('/api/auth/logout'));
    this.#end(false);
  }

  /** What the API answered after a change of the profile. */
  renew(user: User): void {
    this.user = user;
    speech.zone = user.timeZone;
  }

  #begin(user: User): void {
    this.renew(user);
    this.state = 'in';
    this.expired = false;
  }

  #end(expired: boolean): void {
    this.user = null;
    this.state = 'out';
    this.expired = expired;
    speech.zone = undefined;
  }
}

export const session = new Session();
