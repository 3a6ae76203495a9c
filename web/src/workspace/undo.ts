/** What was said of something before: by its key, with the words in which it stood. */
export type Before = { key: string; text: string | null; words: readonly string[] };

/** One thing that was done, with what it takes to undo it. */
export type Done =
  /** One thing was said, or several at once: each as it was before. */
  | { kind: 'said'; before: readonly Before[] }
  | { kind: 'turn'; page: number; before: number };

const MOST = 500;

export function pushed(stack: readonly Done[], done: Done): Done[] {
  return [...stack, done].slice(-MOST);
}

/** The last thing done, and what is left. */
export function popped(stack: readonly Done[]): { done: Done | null; rest: Done[] } {
  return { done: stack.at(-1) ?? null, rest: stack.slice(0, -1) };
}
