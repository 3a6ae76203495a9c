import { type Conversion, type ConversionBatch, listConversions } from '../api/conversions';
import { CONVERSION_KINDS, type ConversionNews } from '../api/event-stream';
import { events } from '../api/events';
import { Latest } from '../api/latest';
import { type Problem, asProblem } from '../api/problem';

const BATCH = 20;
/** As many as one request gives: so far down the list is renewed when something happened. */
const RENEWED = 100;

/** How far one is, without asking anew; the very same list when it is not in it. */
export function progressed(shown: readonly Conversion[], news: ConversionNews): readonly Conversion[] {
  const { conversionId, status, step, picturesMade, pageCount, error } = news;
  const at = shown.findIndex((one) => one.id === conversionId);
  const one = shown[at];
  if (!one || (one.status !== 'pending' && one.status !== 'processing')) return shown;
  return shown.with(at, { ...one, status, step, picturesMade, pageCount, error });
}

/** The conversions of the account while their page is shown. */
export class Conversions {
  items = $state.raw<readonly Conversion[] | null>(null);
  /** Why nothing new is converted here. */
  unavailable = $state.raw<ConversionBatch['unavailable']>(null);
  problem = $state.raw<Problem | null>(null);
  cursor = $state<string | null>(null);
  readonly #lists = new Latest();

  async load(): Promise<void> {
    const shown = this.items?.length ?? 0;
    try {
      const list = await this.#lists.ask((signal) => listConversions(Math.min(RENEWED, Math.max(BATCH, shown)), null, signal));
      if (!list) return; // a later question answers
      this.#take(list.items, list);
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  async more(): Promise<void> {
    try {
      const list = await this.#lists.ask((signal) => listConversions(BATCH, this.cursor, signal));
      if (list) this.#take([...(this.items ?? []), ...list.items], list);
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  /** One that was begun here, before its event comes. */
  add(one: Conversion): void {
    if (!this.items?.some((known) => known.id === one.id)) this.items = [one, ...(this.items ?? [])];
  }

  drop(id: string): void {
    this.items = this.items?.filter((one) => one.id !== id) ?? null;
  }

  /** Keep up with what happens; gives what ends it. */
  follow(ondone: (name: string) => void): () => void {
    const ends = [
      ...CONVERSION_KINDS.map((kind) =>
        events.on(kind, (news) => {
          if (this.items) this.items = progressed(this.items, news);
          if (kind === 'conversion.completed') ondone(news.filename);
          if (kind !== 'conversion.progress') void this.load();
        }),
      ),
      events.on('conversion.deleted', ({ conversionId }) => this.drop(conversionId)),
      events.onGap(() => void this.load()),
    ];
    return () => ends.forEach((end) => end());
  }

  #take(items: readonly Conversion[], { nextCursor, unavailable }: ConversionBatch): void {
    this.problem = null;
    this.items = items;
    this.cursor = nextCursor;
    this.unavailable = unavailable;
  }
}
