import { api, ask } from '../api/client';
import { events } from '../api/events';
import { type Problem, asProblem } from '../api/problem';
import type { components } from '../api/schema';

type Archive = components['schemas']['ArchiveAnswer'];

/** The account's archive, as it is being made. */
export class CurrentArchive {
  archive = $state.raw<Archive | null>(null);
  known = $state(false);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly making = $derived(this.archive?.status === 'pending' || this.archive?.status === 'working');

  load = (): Promise<void> =>
    this.#attempt(async () => {
      this.archive = (await ask(api.GET('/api/archive'))).archive;
    });

  make = (): Promise<void> =>
    this.#attempt(async () => {
      this.archive = await ask(api.POST('/api/archive'));
    });

  cancel = (): Promise<void> =>
    this.#attempt(async () => {
      await ask(api.DELETE('/api/archive'));
      this.archive = null;
    });

  /** Hear how far it is; gives what ends that. */
  follow(): () => void {
    const ends = [
      events.on('archive.changed', ({ status, documentsDone, documentsTotal }) => {
        if (status === 'working' && this.archive) this.archive = { ...this.archive, status, documentsDone, documentsTotal };
        else void this.load();
      }),
      events.onGap(() => void this.load()),
    ];
    return () => ends.forEach((end) => end());
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      await act();
      this.known = true;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.busy = false;
  }
}
