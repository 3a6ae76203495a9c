import { api, ask } from './client';
import { EventStream, SCAN_KINDS, type ScanNews } from './event-stream';

export type { Kind, Link, News, ScanNews } from './event-stream';

/** A browser has six connections to a server at most: a tab that nobody sees must not keep one for long. */
const HIDDEN_MS = 5000;

/** What happens in the account, as it happens: `events.on('scan.completed', …)`, `events.onGap(reload)`. */
export const events = new EventStream(
  () => new EventSource('/api/events'),
  () =>
    ask(api.GET('/api/users/me')).then(
      () => undefined,
      () => undefined, // that the session has ended is told to it by the client; all else passes
    ),
);

/** Hear whatever changes a document, but for its deletion. */
export function onScan(handler: (news: ScanNews) => void): () => void {
  const ends = SCAN_KINDS.map((kind) => events.on(kind, handler));
  return () => ends.forEach((end) => end());
}

/** Listen for as long as somebody is signed in and sees the tab; gives what ends it. */
export function follow(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') events.start();
    else timer = setTimeout(() => events.stop(), HIDDEN_MS);
  };
  const hurry = (): void => events.hurry();
  document.addEventListener('visibilitychange', look);
  addEventListener('online', hurry);
  look();
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
    removeEventListener('online', hurry);
    events.stop();
  };
}
