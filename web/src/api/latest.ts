/**
 * Of many questions only the last one counts: each new one aborts the one before, whose answer, should it come all the
 * same, is `undefined`.
 */
export class Latest {
  #running: AbortController | null = null;

  async ask<T>(question: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    try {
      const answer = await question(running.signal);
      return running === this.#running ? answer : undefined;
    } catch (error) {
      if (running !== this.#running || running.signal.aborted) return undefined;
      throw error;
    } finally {
      if (running === this.#running) this.#running = null;
    }
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }
}
