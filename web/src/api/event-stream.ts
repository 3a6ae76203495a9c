import type { Status } from './client';
import type { components } from './schema';

/** What is told of a document, as far as a list shows it. */
export type ScanNews = {
  scanId: string;
  status: Status;
  filename: string;
  pagesRead: number;
  pageCount: number;
  attempt: number;
  version: number;
  error: { type: string; title: string; detail: string } | null;
};

/** What is told of a conversion, as far as its row shows it before it is asked for anew. */
export type ConversionNews = Pick<
  components['schemas']['ConversionAnswer'],
  'status' | 'step' | 'filename' | 'picturesMade' | 'pageCount' | 'error'
> & { conversionId: string };

/** Every kind of event with what it brings. */
export type News = {
  'scan.created': ScanNews;
  'scan.progress': ScanNews;
  'scan.completed': ScanNews;
  'scan.failed': ScanNews;
  'scan.cancelled': ScanNews;
  'scan.changed': ScanNews;
  'scan.deleted': { scanId: string };
  'conversion.created': ConversionNews;
  'conversion.progress': ConversionNews;
  'conversion.completed': ConversionNews;
  'conversion.failed': ConversionNews;
  'conversion.cancelled': ConversionNews;
  'conversion.deleted': { conversionId: string };
  'credits.changed': { credits: number };
  'cleanup.soon': { dueAt: string; documents: number };
  /** `status` is null once it is deleted. */
  'archive.changed': { status: string | null; documentsDone: number; documentsTotal: number };
};
export type Kind = keyof News;
export const SCAN_KINDS = [
  'scan.created',
  'scan.progress',
  'scan.completed',
  'scan.failed',
  'scan.cancelled',
  'scan.changed',
] as const satisfies readonly Kind[];
export const CONVERSION_KINDS = [
  'conversion.created',
  'conversion.progress',
  'conversion.completed',
  'conversion.failed',
  'conversion.cancelled',
] as const satisfies readonly Kind[];
const KINDS: readonly Kind[] = [
  ...SCAN_KINDS,
  'scan.deleted',
  ...CONVERSION_KINDS,
  'conversion.deleted',
  'credits.changed',
  'archive.changed',
  'cleanup.soon',
];

export type Link = 'closed' | 'connecting' | 'online' | 'reconnecting';

/** The part of an EventSource that is used. */
export type Source = {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(kind: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
};

const CLOSED = 2;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The one stream of a tab. While the browser reconnects by itself it sends `Last-Event-ID`, and nothing is missed; a
 * stream that we open anew begins with `hello`, and then, as after `reset`, whoever shows something has to load it again.
 */
export class EventStream {
  link: Link = 'closed';
  #source: Source | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  readonly #handlers = new Map<string, Set<(data: never) => void>>();
  readonly #watchers = new Set<(link: Link) => void>();

  /** `probe` is asked when a stream is refused: the browser does not say why, and a session may have ended. */
  constructor(
    private readonly open: () => Source,
    private readonly probe: () => Promise<void>,
  ) {}

  start(): void {
    if (this.link !== 'closed') return;
    this.#failures = 0;
    this.#say('connecting');
    this.#connect();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#drop();
    this.#say('closed');
  }

  /** Do not wait for the end of a pause: the network may be back. */
  hurry(): void {
    if (this.link !== 'reconnecting') return;
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#connect();
  }

  /** Hear of one kind; gives what ends it. */
  on<K extends Kind>(kind: K, handler: (data: News[K]) => void): () => void {
    return this.#add(kind, handler as (data: never) => void);
  }

  /** Something may have been missed: load anew what is shown. */
  onGap(handler: () => void): () => void {
    return this.#add('gap', handler);
  }

  /** Hear how the stream is doing, now and whenever that changes. */
  watch(watcher: (link: Link) => void): () => void {
    this.#watchers.add(watcher);
    watcher(this.link);
    return () => this.#watchers.delete(watcher);
  }

  #connect(): void {
    this.#drop();
    const source = this.open();
    this.#source = source;
    source.onopen = () => this.#arrived();
    source.onerror = () => this.#broke(source);
    for (const name of ['hello', 'reset']) {
      source.addEventListener(name, () => {
        this.#arrived();
        this.#tell('gap', undefined);
      });
    }
    for (const kind of KINDS) source.addEventListener(kind, (event) => this.#tell(kind, JSON.parse(event.data)));
  }

  #arrived(): void {
    this.#failures = 0;
    this.#say('online');
  }

  #broke(source: Source): void {
    if (source !== this.#source) return;
    this.#say('reconnecting');
    if (source.readyState === CLOSED) void this.#againLater();
  }

  async #againLater(): Promise<void> {
    this.#drop();
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, LONGEST_PAUSE_MS);
    // Not all tabs in the same moment, when a server comes back.
    this.#timer = setTimeout(() => this.#connect(), pause * (0.75 + Math.random() / 2));
    await this.probe();
  }

  #drop(): void {
    this.#source?.close();
    this.#source = null;
  }

  #say(link: Link): void {
    if (link === this.link) return;
    this.link = link;
    for (const watcher of this.#watchers) watcher(link);
  }

  #add(name: string, handler: (data: never) => void): () => void {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  #tell(name: string, data: unknown): void {
    for (const handler of this.#handlers.get(name) ?? []) handler(data as never);
  }
}
