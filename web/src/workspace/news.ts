import type { Scan } from '../api/client';
import type { ScanNews } from '../api/event-stream';
import { events, onScan } from '../api/events';

/** Whether something is told that the document on the screen does not say. What we saved ourselves it says already. */
export function isNewer(scan: Scan, news: ScanNews): boolean {
  if (news.attempt !== scan.attempt) return news.attempt > scan.attempt;
  if (news.version !== scan.version) return news.version > scan.version;
  return news.status !== scan.status || news.pagesRead > scan.pagesRead;
}

/** The document as the event tells it, while it is being read; null when that has to be asked for. */
export function progressed(scan: Scan, { status, pagesRead, pageCount, attempt, version }: ScanNews): Scan | null {
  const reading = isUnfinished(scan.status) && isUnfinished(status);
  return reading ? { ...scan, status, pagesRead, pageCount, attempt, version } : null;
}

export function isUnfinished(status: Scan['status'] | undefined): boolean {
  return status === 'pending' || status === 'processing';
}

type Open = { readonly id: string; hear(news: ScanNews): Promise<void>; look(): Promise<void> };

/** Keep an open document up with what happens to it anywhere; gives what ends it. */
export function keepUp(open: Open): () => void {
  const ends = [
    onScan((news) => {
      if (news.scanId === open.id) void open.hear(news);
    }),
    events.on('scan.deleted', ({ scanId }) => {
      if (scanId === open.id) void open.look();
    }),
    events.onGap(() => void open.look()),
  ];
  return () => ends.forEach((end) => end());
}
