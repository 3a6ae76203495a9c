import type { ScanNews } from '../api/event-stream';
import type { FoundScan } from '../api/scans';

/** What has to be said of a list that is shown: its rows, and where the next batch begins. */
export type Batch = { items: readonly FoundScan[]; nextCursor: string | null };

/** One batch more below; a document that moved between two batches is not there twice. */
export function appended(shown: readonly FoundScan[], more: readonly FoundScan[]): readonly FoundScan[] {
  const known = new Set(shown.map((scan) => scan.id));
  return [...shown, ...more.filter((scan) => !known.has(scan.id))];
}

/**
 * The same list asked anew from its beginning. Its rows come first, in their new order; below them stays what was
 * loaded further down, which the new answer does not reach. A row that did not change stays the same object.
 */
export function renewed(shown: Batch, fresh: Batch): Batch {
  const before = new Map(shown.items.map((scan) => [scan.id, scan]));
  const top = fresh.items.map((scan) => {
    const known = before.get(scan.id);
    return known && isSame(known, scan) ? known : scan;
  });
  const last = fresh.items.at(-1);
  if (fresh.nextCursor === null || !last || shown.items.length <= top.length) return { items: top, nextCursor: fresh.nextCursor };
  const from = shown.items.findIndex((scan) => scan.id === last.id);
  // The last new row was not shown before: nobody knows how the two hang together, so the new ones alone are shown.
  if (from < 0) return { items: top, nextCursor: fresh.nextCursor };
  return { items: appended(top, shown.items.slice(from + 1)), nextCursor: shown.nextCursor };
}

/** How far a document is read, without asking anew; the very same list when it is not in it or further already. */
export function progressed(shown: readonly FoundScan[], news: ScanNews): readonly FoundScan[] {
  const at = shown.findIndex((scan) => scan.id === news.scanId);
  const scan = shown[at];
  const newer = scan && (news.attempt > scan.attempt || (news.attempt === scan.attempt && news.version >= scan.version));
  if (!newer || (scan.pagesRead > news.pagesRead && scan.status === news.status)) return shown;
  const { status, pagesRead, pageCount } = news;
  return shown.with(at, { ...scan, status, pagesRead, pageCount });
}

export function without(shown: readonly FoundScan[], ids: ReadonlySet<string>): readonly FoundScan[] {
  return shown.some((scan) => ids.has(scan.id)) ? shown.filter((scan) => !ids.has(scan.id)) : shown;
}

function isSame(one: FoundScan, other: FoundScan): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
