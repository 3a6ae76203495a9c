import type { Problem } from '../api/problem';
import { type Fault, type Hold, pauseMs } from './queue';
import type { Way } from './way';

/** A timer cannot be set for longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whether anything is sent for now, and what lets it go on: time, the network, credits, or a person. */
export class Holding {
  current = $state.raw<Hold | null>(null);
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly way: Pick<Way, 'reachable' | 'nextRefill'>,
    private readonly goOn: () => void,
  ) {}

  get why(): Hold['why'] | undefined {
    return this.current?.why;
  }

  /**
   * After a pause that grows with each failure, and is as long as the server asks for; several files that break at the
   * same moment are one.
   */
  forAWhile(why: 'network' | 'busy', fault: Fault, askedSeconds: number | null = null): void {
    if (!this.current) this.#failures += 1;
    this.#set(why, fault, Date.now() + Math.max(pauseMs(this.#failures - 1), 1000 * (askedSeconds ?? 0)));
  }

  async forCredits(problem: Problem): Promise<void> {
    if (this.current?.why === 'credits') return;
    const held = this.#set('credits', problem, null);
    const until = await this.way.nextRefill();
    if (this.current === held) this.#set('credits', problem, until);
  }

  forLogin(): void {
    this.#set('login', null, null);
  }

  /** Something was sent: the next failure is a first one. */
  worked(): void {
    this.#failures = 0;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.current = null;
    this.goOn();
  }

  /** Try again now; the network is asked with something small first, so that no file is begun for nothing. */
  async resume(): Promise<void> {
    const held = this.current;
    if (!held || held.why === 'login') return;
    clearTimeout(this.#timer);
    if (held.why === 'network' && !(await this.way.reachable())) {
      if (this.current !== held) return;
      this.#failures += 1;
      this.#set('network', held.fault, Date.now() + pauseMs(this.#failures - 1));
    } else if (this.current === held) this.end();
  }

  #set(why: Hold['why'], fault: Fault | null, until: number | null): Hold {
    clearTimeout(this.#timer);
    const hold = { why, fault, until };
    this.current = hold;
    if (until) this.#timer = setTimeout(() => void this.resume(), Math.min(until - Date.now(), LONGEST_TIMER_MS));
    return hold;
  }
}
