/**
 * Asks `look` again and again until it says that all is over, or until the returned function is called: every second at
 * first, less often for a document whose answer is large or that takes long.
 */
export function follow(look: () => Promise<{ over: boolean; pages: number }>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let asked = 0;

  async function ask(): Promise<void> {
    const { over, pages } = await look().catch(() => ({ over: false, pages: 0 }));
    asked += 1;
    if (over || stopped) return;
    timer = setTimeout(ask, pages > 10 || asked > 60 ? 3000 : 1000);
  }
  timer = setTimeout(ask, 1000);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
