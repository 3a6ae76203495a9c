/** 4:05; with an hour, 1:04:05. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Whole seconds down to nothing. It looks at the clock, for a phone in a pocket skips ticks. */
export class Countdown {
  seconds = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number, over: () => void): void {
    const end = Date.now() + seconds * 1000;
    this.stop();
    this.seconds = seconds;
    this.#timer = setInterval(() => {
      this.seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (this.seconds) return;
      this.stop();
      over();
    }, 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.seconds = 0;
  }
}
