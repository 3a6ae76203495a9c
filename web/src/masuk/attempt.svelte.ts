import { type Problem, asProblem } from '../api/problem';
import { t } from '../i18n/index.svelte';
import { announce } from '../shell/live.svelte';
import { Countdown } from './countdown.svelte';

/** One try at a time of what a form does; where the API asks for a pause, no try until it is over. */
export class Attempt {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly pause = new Countdown();

  async run(act: () => Promise<void>): Promise<void> {
    if (this.busy || this.pause.seconds) return;
    this.busy = true;
    this.problem = null;
    try {
      await act();
    } catch (error) {
      this.#failed(asProblem(error));
    } finally {
      this.busy = false;
    }
  }

  #failed(problem: Problem): void {
    this.problem = problem;
    if (problem.retryAfterSeconds === null) return;
    this.pause.start(problem.retryAfterSeconds, () => {
      this.problem = null;
      announce(t('login.pause.over'));
    });
  }
}
