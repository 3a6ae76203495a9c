import type { ScanQuery } from '../api/scans';
import type { ScanSummary, Status } from '../api/client';

export type Kind = 'all' | 'review' | 'notBack' | 'held' | Status;
export const KINDS: readonly Kind[] = ['all', 'review', 'notBack', 'pending', 'processing', 'completed', 'failed', 'cancelled', 'held'];

/** What the list shows; it stands in the address, so that it can be kept, shared and gone back to. */
export type Filter = {
  typed: string;
  kind: Kind;
  /** The last so many days, today counting as one. */
  days: number | null;
  /** Days as YYYY-MM-DD, both included. */
  from: string;
  to: string;
  type: Type | null;
  /** The document's own date, as `from` and `to`. */
  issuedFrom: string;
  issuedTo: string;
  /** Decimals as text, both included; empty for any. */
  totalMin: string;
  totalMax: string;
};
type Type = NonNullable<ScanSummary['documentType']>;

/** Each type, as the address names it. */
const TYPE_NAMES: Record<Type, string> = {
  delivery_note: 'surat-jalan',
  invoice: 'faktur',
  receipt: 'struk',
  payment_receipt: 'kwitansi',
  transfer_slip: 'bukti-transfer',
  other: 'lainnya',
};
export const TYPES = Object.keys(TYPE_NAMES) as readonly Type[];
/** What of a filter is about the fields of documents. */
export const NO_FIELDS = { type: null, issuedFrom: '', issuedTo: '', totalMin: '', totalMax: '' } as const;

const NAMES: Record<Kind, string> = {
  all: '',
  review: 'perlu-dicek',
  notBack: 'belum-kembali',
  pending: 'menunggu',
  processing: 'dibaca',
  completed: 'selesai',
  failed: 'gagal',
  cancelled: 'batal',
  held: 'ditahan',
};
const DAY = /^\d{4}-\d\d-\d\d$/;
const AMOUNT = /^\d{1,15}(?:\.\d{1,2})?$/;
export const DAYS: readonly number[] = [1, 7, 30];
const LONGEST_QUERY = 200;

export function fromAddress(query: URLSearchParams): Filter {
  const named = query.get('status');
  const days = Number(query.get('hari'));
  const day = (name: string): string => (DAY.test(query.get(name) ?? '') ? (query.get(name) ?? '') : '');
  const amount = (name: string): string => (AMOUNT.test(query.get(name) ?? '') ? (query.get(name) ?? '') : '');
  return {
    typed: (query.get('cari') ?? '').slice(0, LONGEST_QUERY),
    kind: KINDS.find((kind) => NAMES[kind] === named) ?? 'all',
    days: DAYS.includes(days) ? days : null,
    from: day('dari'),
    to: day('sampai'),
    type: TYPES.find((type) => TYPE_NAMES[type] === query.get('jenis')) ?? null,
    issuedFrom: day('tanggal-dari'),
    issuedTo: day('tanggal-sampai'),
    totalMin: amount('total-dari'),
    totalMax: amount('total-sampai'),
  };
}

export function toAddress(filter: Filter): URLSearchParams {
  const { typed, kind, days, from, to, type } = filter;
  const said = {
    cari: typed.trim(),
    status: NAMES[kind],
    hari: days ? String(days) : '',
    dari: from,
    sampai: to,
    jenis: type ? TYPE_NAMES[type] : '',
    'tanggal-dari': filter.issuedFrom,
    'tanggal-sampai': filter.issuedTo,
    'total-dari': filter.totalMin,
    'total-sampai': filter.totalMax,
  };
  return new URLSearchParams(Object.entries(said).filter(([, value]) => value));
}

/** Whether it narrows anything down, so that an empty list means no hits rather than no documents. */
export function narrows(filter: Filter): boolean {
  return toAddress(filter).size > 0;
}

/** How many of the filters of fields are set; a range counts once. */
export function fieldFilters({ type, issuedFrom, issuedTo, totalMin, totalMax }: Filter): number {
  return [type, issuedFrom || issuedTo, totalMin || totalMax].filter(Boolean).length;
}

/**
 * A number that somebody typed, with points or commas between thousands as their language has them: a decimal as text;
 * null for none that is. One or two digits behind the last sign are decimals.
 */
export function amountOf(typed: string): string | null {
  const bare = typed.replace(/\s|^Rp/gi, '');
  const [, whole = bare, decimals = ''] = /^(.*)[.,](\d{1,2})$/.exec(bare) ?? [];
  const amount = whole.replace(/[.,]/g, '') + (decimals && `.${decimals}`);
  return amount === '' || AMOUNT.test(amount) ? amount : null;
}

/** What the API is asked; a day begins at midnight in `zone`, an IANA name. */
export function toQuery(filter: Filter, now: Date, zone: string): ScanQuery {
  const { typed, kind, days, from, to } = filter;
  const since = days ? dayStart(shifted(dayOf(now, zone), 1 - days), zone) : from && dayStart(from, zone);
  const until = !days && to ? dayStart(shifted(to, 1), zone) : '';
  return {
    ...(typed.trim() && { q: typed.trim() }),
    ...sorted(kind),
    ...(since && { since }),
    ...(until && { until }),
    ...(filter.type && { documentType: filter.type }),
    ...(filter.issuedFrom && { issuedSince: filter.issuedFrom }),
    ...(filter.issuedTo && { issuedUntil: filter.issuedTo }),
    ...(filter.totalMin && { totalMin: filter.totalMin }),
    ...(filter.totalMax && { totalMax: filter.totalMax }),
  };
}

function sorted(kind: Kind): ScanQuery {
  if (kind === 'all') return {};
  if (kind === 'review') return { needsReview: true };
  if (kind === 'held') return { held: true };
  return kind === 'notBack' ? { notBack: true } : { status: kind };
}

function dayOf(moment: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(moment);
}

function shifted(day: string, by: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + by);
  return moment.toISOString().slice(0, 10);
}

/** The moment at which a day begins there; the offset is that of the day itself, for it may be another one today. */
function dayStart(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight)) return '';
  const guess = midnight - offsetMs(new Date(midnight), zone);
  return new Date(midnight - offsetMs(new Date(guess), zone)).toISOString();
}

function offsetMs(moment: Date, zone: string): number {
  const written = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(moment);
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(written) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -size : size;
}
