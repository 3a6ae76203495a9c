import type { ScanNews } from '../api/event-stream';
import type { Problem } from '../api/problem';

/**
 * `queued` → `uploading` (bytes on their way) → `checking` (sent, no answer yet) → `waiting` and `reading` on the
 * server → `done`, `failed` or `cancelled`.
 */
export type Phase = 'queued' | 'uploading' | 'checking' | 'waiting' | 'reading' | 'done' | 'failed' | 'cancelled';

export type Fault = { type: string; title: string; detail: string };

/** One file on its way, and the row that shows it. */
export type Item = {
  readonly id: string;
  /** Names the upload, so that one whose answer was lost is not charged twice. */
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** It came from the clipboard, perhaps by mistake. */
  readonly pasted: boolean;
  readonly addedAt: number;
  readonly phase: Phase;
  /** Share of the file that has been sent, in [0, 1]. */
  readonly sent: number;
  /** How often it was begun to be sent. */
  readonly tries: number;
  /** How often in a row the connection broke while it was sent. */
  readonly breaks: number;
  readonly scanId: string | null;
  readonly attempt: number;
  readonly pagesRead: number;
  readonly pageCount: number;
  /** When the same file was sent before, if it was. */
  readonly knownSince: string | null;
  readonly fault: Fault | null;
  /** What trying again does: send the file, have it read once more, or nothing that could help. */
  readonly remedy: 'send' | 'read' | null;
};

/** How far a document is, from an event or an answer. */
export type State = Pick<ScanNews, 'status' | 'attempt' | 'pagesRead' | 'pageCount' | 'error'>;
/** What the answer to an upload says that matters here. */
export type Seen = State & { id: string; createdAt: string; alreadyExisted?: boolean };

/** Why nothing is sent for now. `until`: when it is tried again by itself, in milliseconds of the clock; null if never. */
export type Hold = { why: 'network' | 'busy' | 'credits' | 'login'; until: number | null; fault: Fault | null };

export const AT_ONCE = 3;
const MOST_BREAKS = 3;
const UNSEEN_MS = 1000;
/** The first try of the same upload is not over yet. */
const IN_FLIGHT = '/problems/request-in-flight';
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;

const STATES = { pending: 'waiting', processing: 'reading', completed: 'done', failed: 'failed', cancelled: 'cancelled' } as const;
const ORDER = { pending: 0, processing: 1, completed: 2, failed: 2, cancelled: 2 } as const;
const RANK = { queued: -1, uploading: -1, checking: -1, waiting: 0, reading: 1, done: 2, failed: 2, cancelled: 2 } as const;

type Chosen = Pick<Item, 'id' | 'name' | 'sizeBytes' | 'mediaType' | 'pasted' | 'addedAt'>;

export function fresh(file: Chosen & { key?: string }): Item {
  const { id, key = id, name, sizeBytes, mediaType, pasted, addedAt } = file;
  return {
    id,
    key,
    name,
    sizeBytes,
    mediaType,
    pasted,
    addedAt,
    phase: 'queued',
    sent: 0,
    tries: 0,
    breaks: 0,
    scanId: null,
    attempt: 0,
    pagesRead: 0,
    pageCount: 0,
    knownSince: null,
    fault: null,
    remedy: null,
  };
}

/** From an earlier visit. Perhaps it was received just before the page went: then the server knowing it is no news. */
export function restored(kept: Parameters<typeof fresh>[0] & { scanId: string | null }): Item {
  const { scanId } = kept;
  const item = { ...fresh(kept), tries: 1 };
  return scanId ? { ...item, scanId, sent: 1, phase: 'waiting' } : item;
}

/** The server, or we ourselves, will not have it. */
export function refused(item: Item, fault: Fault, remedy: Item['remedy']): Item {
  return { ...item, phase: 'failed', sent: 0, fault, remedy };
}

export function begun(item: Item): Item {
  return { ...item, phase: 'uploading', sent: 0, tries: item.tries + 1, fault: null, remedy: null };
}

export function progressed(item: Item, sent: number): Item {
  if (item.phase !== 'uploading') return item;
  return sent >= 1 ? { ...item, sent: 1, phase: 'checking' } : { ...item, sent };
}

/** Back in the line. */
export function requeued(item: Item, breaks = 0): Item {
  return { ...item, phase: 'queued', sent: 0, breaks, fault: null, remedy: null };
}

export function cancelled(item: Item): Item {
  return { ...item, phase: 'cancelled', fault: null, remedy: item.scanId ? 'read' : 'send' };
}

/**
 * Whether all of a file may be on its way already, unseen: progress is told late, and of the last bytes never. `ms` is how
 * long it is being sent.
 */
export function mayHaveLeft({ phase, sent }: Item, ms: number): boolean {
  if (phase === 'checking') return true;
  if (phase !== 'uploading') return false;
  return (sent > 0 ? (ms * (1 - sent)) / sent : ms) < UNSEEN_MS;
}

/** The server has it. That it was there before is said only when it cannot have been our own lost first try. */
export function received(item: Item, scan: Seen): Item {
  const knownSince = scan.alreadyExisted && item.tries <= 1 ? scan.createdAt : null;
  return seen({ ...item, scanId: scan.id, sent: 1, breaks: 0, knownSince, phase: 'waiting' }, scan);
}

/** What an event or a look says; what is older than what we know changes nothing. */
export function seen(item: Item, news: State): Item {
  const again = news.attempt > item.attempt;
  const newer = ORDER[news.status] > RANK[item.phase] || (news.status === 'processing' && news.pagesRead >= item.pagesRead);
  const late = news.attempt < item.attempt || ORDER[news.status] < RANK[item.phase];
  if (!again && (late || !newer)) return item;
  const phase = STATES[news.status];
  return {
    ...item,
    phase,
    attempt: news.attempt,
    pagesRead: news.pagesRead,
    pageCount: news.pageCount,
    fault: phase === 'failed' ? news.error : null,
    remedy: phase === 'failed' || phase === 'cancelled' ? 'read' : null,
  };
}

/** What to begin now, oldest first, so that no more than `AT_ONCE` are on their way. */
export function nextToSend(items: readonly Item[], hold: Hold | null): Item[] {
  if (hold) return [];
  const free = AT_ONCE - items.filter((item) => item.phase === 'uploading' || item.phase === 'checking').length;
  return items.filter((item) => item.phase === 'queued').slice(0, Math.max(0, free));
}

/** What a send that did not succeed means: for the file, or for all of them. */
export function verdict(problem: Problem): 'login' | 'credits' | 'network' | 'busy' | 'failed' {
  if (problem.status === 0) return 'network';
  if (problem.status === 401) return 'login';
  if (problem.status === 402) return 'credits';
  if (problem.type === IN_FLIGHT) return 'busy';
  return [429, 502, 503, 504].includes(problem.status) ? 'busy' : 'failed';
}

/**
 * After the connection broke: back in the line. Not for ever when the server could be reached meanwhile: then it is the
 * file, such as one that was deleted or changed since it was chosen.
 */
export function broken(item: Item, reachable: boolean, problem: Problem): Item {
  const breaks = reachable ? item.breaks + 1 : item.breaks;
  return breaks < MOST_BREAKS ? requeued(item, breaks) : refused({ ...item, breaks: 0 }, problem, 'send');
}

/** Whether sending the very same file once more could end otherwise. */
export function remedyFor(problem: Problem): Item['remedy'] {
  return problem.status >= 400 && problem.status < 500 ? null : 'send';
}

/** How long to wait before the next try; the more tries failed, the longer. */
export function pauseMs(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
}

export function isOver(item: Item): boolean {
  return item.phase === 'done' || item.phase === 'failed' || item.phase === 'cancelled';
}

/**
 * What a person may do to a row. Who may not change documents (a driver) has the say over a file until it is all sent;
 * from then on there is a document, or will be.
 */
export function offers(item: Item, mayChange: boolean): { undo: boolean; cancel: boolean; retry: boolean } {
  const mine = mayChange || (!item.scanId && item.phase !== 'checking');
  const open = mine && !isOver(item);
  const undo = open && item.pasted && !item.knownSince;
  return { undo, cancel: open && !undo, retry: mine && isOver(item) && item.remedy !== null };
}

export type Summary = { total: number; done: number; failed: number; open: number; share: number };

/** The whole queue in one line; `share` in [0, 1] is of the work, of which sending is one half and reading the other. */
export function summary(items: readonly Item[]): Summary {
  const counted = items.filter((item) => item.phase !== 'cancelled');
  const count = (phase: Phase): number => counted.filter((item) => item.phase === phase).length;
  const work = counted.reduce((sum, item) => sum + share(item), 0);
  const [done, failed] = [count('done'), count('failed')];
  const total = counted.length;
  return { total, done, failed, open: total - done - failed, share: total ? work / total : 1 };
}

function share(item: Item): number {
  if (isOver(item)) return 1;
  const read = item.pageCount ? item.pagesRead / item.pageCount : 0;
  return item.sent / 2 + read / 2;
}
