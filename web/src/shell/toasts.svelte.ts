export type Toast = {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'bad';
  action?: { label: string; run: () => void };
};

const SHOWN_MS = 6000;

/** Short messages at the edge of the screen. What went wrong stays until it is closed; the rest goes by itself. */
class Toasts {
  shown = $state<Toast[]>([]);
  #lastId = 0;

  add(text: string, { tone = 'plain', action }: Partial<Pick<Toast, 'tone' | 'action'>> = {}): number {
    const id = ++this.#lastId;
    this.shown.push({ id, text, tone, ...(action ? { action } : {}) });
    if (tone !== 'bad') setTimeout(() => this.close(id), SHOWN_MS);
    return id;
  }

  close(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
