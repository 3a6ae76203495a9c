import type { ScanNews } from '../api/event-stream';
import { events, onScan } from '../api/events';
import { newId } from '../api/keys';
import { Problem, asProblem } from '../api/problem';
import { size } from '../i18n/format';
import { t } from '../i18n/index.svelte';
import { announce } from '../shell/live.svelte';
import { toasts } from '../shell/toasts.svelte';
import { type Limits, refusal } from './acceptance';
import { Holding } from './holding.svelte';
import { Keeping } from './keeping';
import * as queue from './queue';
import type { Fault, Item, Seen } from './queue';
import { type Way, way } from './way';

/** Files on their way to the server, and what becomes of them there; one queue a tab. */
export class Uploads {
  items = $state.raw<readonly Item[]>([]);
  /** Whether the panel is shown. */
  open = $state(false);
  summary = $derived(queue.summary(this.items));
  limits: (Limits & { scanCost: number }) | null = null;
  readonly holding: Holding;
  readonly #keeping: Keeping;
  #ends: (() => void)[] = [];
  readonly #sending = new Map<string, { abort: AbortController; since: number }>();
  /** Given up when all may have left: there may be a document, the answer will say which, and this is what to do with it. */
  readonly #unwanted = new Map<string, 'cancel' | 'remove'>();
  /** Something is being asked for their documents: a second press asks nothing more. */
  readonly #asking = new Set<string>();
  /** What was told of documents that we are not answered about yet. */
  readonly #early = new Map<string, ScanNews>();

  constructor(private readonly way: Way) {
    this.holding = new Holding(way, () => this.#pump());
    this.#keeping = new Keeping(way);
  }

  /** Somebody signed in: go on with that person's files, also those of an earlier visit. */
  async start(userId: string): Promise<void> {
    if (userId !== this.#keeping.userId) this.#clear();
    this.#keeping.userId = userId;
    this.#listen();
    if (this.holding.why === 'login') this.holding.end();
    const here = new Set(this.items.map((item) => item.id));
    for await (const kept of this.#keeping.left(here)) this.items = [...this.items, queue.restored(kept)];
    this.#pump();
    await this.#look();
  }

  /** Signed out, by hand or because the session ended: files wait for the same person to come back. */
  stop(): void {
    for (const end of this.#ends.splice(0)) end();
    this.holding.forLogin();
    for (const [id, { abort }] of this.#sending) {
      abort.abort();
      this.#change(id, (item) => (queue.isOver(item) ? item : queue.requeued(item)));
    }
  }

  add(files: readonly File[], { pasted = false } = {}): void {
    if (files.length === 0) return;
    const now = Date.now();
    const items = files.map((file, at) => {
      const { name, size: sizeBytes, type: mediaType } = file;
      const item = queue.fresh({ id: newId(), name, sizeBytes, mediaType, pasted, addedAt: now + at });
      const fault = this.#refusal(file);
      if (!fault) this.#keeping.hold(item.id, file);
      return fault ? queue.refused(item, fault, null) : item;
    });
    this.items = [...this.items, ...items];
    this.open = true;
    announce(t('upload.added', { n: items.length }));
    for (const item of items) if (item.phase === 'queued') this.#keep(item.id);
    this.#pump();
  }

  async cancel(id: string): Promise<void> {
    const item = this.#item(id);
    if (!item || queue.isOver(item)) return;
    if (item.scanId && item.knownSince) return this.dismiss(id);
    if (item.scanId) return this.#onServer(item, this.way.cancel);
    const sending = this.#sending.get(id);
    if (sending && queue.mayHaveLeft(item, Date.now() - sending.since)) this.#unwanted.set(id, 'cancel');
    else sending?.abort.abort();
    this.#change(id, queue.cancelled);
    this.#keeping.settle(id);
    this.#pump();
  }

  /** As if it had never been pasted. */
  async undo(id: string): Promise<void> {
    const item = this.#item(id);
    if (!item) return;
    if (!item.scanId) {
      await this.cancel(id);
      if (this.#unwanted.has(id)) this.#unwanted.set(id, 'remove');
    } else if (!item.knownSince && !(await this.#tried(() => this.way.remove(item.scanId ?? '')))) return;
    this.dismiss(id);
  }

  async retry(id: string): Promise<void> {
    const item = this.#item(id);
    if (item?.remedy === 'read') return this.#onServer(item, this.way.retry);
    if (item?.remedy !== 'send') return;
    // Cancelled, and then not: its answer is on its way still.
    if (this.#unwanted.delete(id)) return this.#change(id, (one) => ({ ...one, phase: 'checking', remedy: null }));
    const key = item.phase === 'cancelled' ? newId() : item.key; // what was given up is not sent, but something new
    this.#change(id, (one) => queue.requeued({ ...one, key }));
    this.#keep(id);
    this.#pump();
  }

  retryAll(mayChange: boolean): void {
    for (const item of this.items) if (item.phase === 'failed' && queue.offers(item, mayChange).retry) void this.retry(item.id);
  }

  /** Take the row away; nothing happens to the document. */
  dismiss(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
    this.#keeping.forget(id);
    if (this.items.length === 0) this.open = false;
  }

  dismissOver(): void {
    for (const item of this.items.filter(queue.isOver)) this.dismiss(item.id);
  }

  /** Whether leaving now would lose files: only where the browser keeps none. */
  get atRisk(): boolean {
    return this.items.some((item) => !queue.isOver(item) && this.#keeping.atRisk(item.id));
  }

  #listen(): void {
    this.#ends = [
      onScan((news) => this.#told(news)),
      events.on('scan.deleted', ({ scanId }) => this.#gone(scanId)),
      events.on('credits.changed', ({ credits }) => {
        if (this.holding.why === 'credits' && credits >= (this.limits?.scanCost ?? 1)) this.holding.end();
      }),
      events.onGap(() => void this.#look()),
      events.watch((link) => {
        if (link === 'online' && this.holding.why === 'network') void this.holding.resume();
      }),
    ];
  }

  #refusal(file: File): Fault | null {
    const found = refusal(file, this.limits);
    if (!found) return null;
    const limit = size(found.limitBytes ?? 0);
    return { type: 'refused', title: t(found.why), detail: t(`${found.why}.detail`, { limit }) };
  }

  #pump(): void {
    for (const item of queue.nextToSend(this.items, this.holding.current)) void this.#send(item);
  }

  async #send({ id, name, key }: Item): Promise<void> {
    const file = this.#keeping.file(id);
    if (!file) return this.dismiss(id);
    const abort = new AbortController();
    this.#sending.set(id, { abort, since: Date.now() });
    this.#change(id, queue.begun);
    const onProgress = (share: number): void => this.#change(id, (item) => queue.progressed(item, share));
    try {
      this.#arrived(id, await this.way.send(file, name, { key, signal: abort.signal, onProgress }));
    } catch (error) {
      if (!abort.signal.aborted) await this.#notSent(id, asProblem(error));
    } finally {
      if (this.#sending.get(id)?.abort === abort) this.#sending.delete(id);
      this.#pump();
    }
  }

  #arrived(id: string, scan: Seen): void {
    this.holding.worked();
    const unwanted = this.#unwanted.get(id);
    if (unwanted) {
      this.#unwanted.delete(id);
      if (!scan.alreadyExisted) void this.#tried(() => this.way[unwanted](scan.id));
      return;
    }
    this.#change(id, (item) => queue.received(item, scan));
    const early = this.#early.get(scan.id);
    if (early) this.#change(id, (item) => queue.seen(item, early));
    if (this.#sending.size <= 1) this.#early.clear();
    const item = this.#item(id);
    if (item && queue.isOver(item)) this.#over(item);
    else this.#keep(id);
    // An answer that is given again says what was so the first time.
    if (item && item.tries > 1 && !queue.isOver(item)) void this.#look();
  }

  async #notSent(id: string, problem: Problem): Promise<void> {
    if (this.#unwanted.delete(id)) return;
    const verdict = queue.verdict(problem);
    if (verdict === 'failed') this.#change(id, (item) => queue.refused(item, problem, queue.remedyFor(problem)));
    else if (verdict === 'network') {
      const reachable = await this.way.reachable();
      this.#change(id, (item) => (queue.isOver(item) ? item : queue.broken(item, reachable, problem)));
      if (!reachable) this.holding.forAWhile('network', problem);
    } else {
      this.#change(id, (item) => queue.requeued(item));
      if (verdict === 'busy') this.holding.forAWhile('busy', problem, problem.retryAfterSeconds);
      else if (verdict === 'login') this.holding.forLogin();
      else await this.holding.forCredits(problem);
    }
    this.#sayFailure(id);
  }

  #told(news: ScanNews): void {
    // The same bytes sent twice are two rows of one document.
    const items = this.items.filter((item) => item.scanId === news.scanId);
    for (const item of items) this.#saw(item.id, news);
    if (items.length === 0 && this.#sending.size > 0) this.#early.set(news.scanId, news);
  }

  #saw(id: string, news: queue.State): void {
    const before = this.#item(id);
    this.#change(id, (item) => queue.seen(item, news));
    const item = this.#item(id);
    if (!item || item === before) return;
    if (queue.isOver(item)) this.#over(item);
    else if (before && queue.isOver(before)) this.#keep(id);
  }

  #over(item: Item): void {
    this.#keeping.settle(item.id);
    this.#sayFailure(item.id);
    const { open, done, failed } = this.summary;
    if (open === 0 && done > 0) announce(t('upload.allOver', { done, failed }));
  }

  #sayFailure(id: string): void {
    const item = this.#item(id);
    if (item?.phase !== 'failed') return;
    announce(t('upload.failedOne', { name: item.name, why: item.fault?.title ?? '' }));
    // An event is worded in the browser's language; the API is asked in the one on the screen.
    if (item.scanId) void this.#reword(id, item.scanId);
  }

  async #reword(id: string, scanId: string): Promise<void> {
    const scan = await this.way.scan(scanId).catch(() => null);
    if (scan?.error) this.#change(id, (item) => (item.phase === 'failed' ? { ...item, fault: scan.error } : item));
  }

  /** Do something to the document on the server and show what it is then. */
  async #onServer({ id, scanId }: Item, act: (scanId: string) => Promise<queue.State>): Promise<void> {
    if (this.#asking.has(id)) return;
    this.#asking.add(id);
    const done = await this.#tried(async () => this.#saw(id, await act(scanId ?? '')));
    this.#asking.delete(id);
    if (!done) await this.#look();
  }

  async #tried(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      const { title, detail } = asProblem(error);
      toasts.add(`${title}. ${detail}`, { tone: 'bad' });
      return false;
    }
  }

  /** What has become of all that the server is still busy with. */
  async #look(): Promise<void> {
    for (const { id, scanId } of this.items.filter((item) => item.scanId && !queue.isOver(item))) {
      try {
        this.#saw(id, await this.way.scan(scanId ?? ''));
      } catch (error) {
        if (error instanceof Problem && error.status === 404) this.dismiss(id);
      }
    }
  }

  #gone(scanId: string): void {
    for (const item of this.items.filter((one) => one.scanId === scanId)) this.dismiss(item.id);
  }

  #keep(id: string): void {
    const item = this.#item(id);
    const wanted = (): boolean => this.items.some((one) => one.id === id && (one.phase === 'failed' || !queue.isOver(one)));
    if (item) void this.#keeping.keep(item, wanted);
  }

  #clear(): void {
    for (const { abort } of this.#sending.values()) abort.abort();
    this.#keeping.leave(this.items.map((item) => item.id));
    this.items = [];
    this.open = false;
  }

  #item(id: string): Item | undefined {
    return this.items.find((item) => item.id === id);
  }

  #change(id: string, change: (item: Item) => Item): void {
    this.items = this.items.map((item) => (item.id === id ? change(item) : item));
  }
}

export const uploads = new Uploads(way);
