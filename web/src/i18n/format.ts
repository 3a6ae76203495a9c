import { speech } from './index.svelte';

type Moment = string | Date;

function written(moment: Moment, options: Intl.DateTimeFormatOptions): string {
  const zone = speech.zone === undefined ? {} : { timeZone: speech.zone };
  return new Intl.DateTimeFormat(speech.locale, { ...options, ...zone }).format(new Date(moment));
}

/** 21 Nov 2026 */
export function date(moment: Moment): string {
  return written(moment, { dateStyle: 'medium' });
}

/** 21 Nov 2026, of a day as YYYY-MM-DD: the same day in every zone. */
export function day(iso: string): string {
  return new Intl.DateTimeFormat(speech.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso));
}

/** Sab, or Sabtu, of a day as YYYY-MM-DD. */
export function weekday(iso: string, style: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(speech.locale, { weekday: style, timeZone: 'UTC' }).format(new Date(iso));
}

/** 14.37 in Indonesian, 14:37 in English */
export function time(moment: Moment): string {
  return written(moment, { timeStyle: 'short' });
}

/** 21 Nov 2026, 14.37 */
export function dateTime(moment: Moment): string {
  return written(moment, { dateStyle: 'medium', timeStyle: 'short' });
}

/** What everybody in Indonesia calls their time; English locales do not know it. */
const ZONE_NAMES: Record<string, string> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

/** Sab 21 Nov, 00.00 WIB: a moment to come, which needs no year but its zone. */
export function soon(moment: Moment): string {
  const zone = speech.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${written(moment, { weekday: 'short', day: 'numeric', month: 'short' })}, ${timeIn(zone, moment)}`;
}

/** 14.37 WITA, as it is now in some zone. */
export function timeIn(zone: string, moment: Moment): string {
  const name = ZONE_NAMES[zone];
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone: zone };
  if (!name) options.timeZoneName = 'short';
  const words = new Intl.DateTimeFormat(speech.locale, options).format(new Date(moment));
  return name ? `${words} ${name}` : words;
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** 5 menit yang lalu; within a minute "sekarang", older than a week the date. */
export function ago(moment: Moment, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - new Date(moment).getTime()) / 1000);
  if (seconds >= 7 * 86_400) return date(moment);
  const words = new Intl.RelativeTimeFormat(speech.locale, { numeric: 'auto' });
  const [unit, length] = STEPS.find(([, length]) => seconds >= length) ?? ['second', Infinity];
  return words.format(-Math.floor(seconds / length), unit);
}

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(speech.locale, options).format(value);
}

/** Rp 335.775, of a decimal as text and an ISO 4217 code; without a code the number alone. */
export function money(decimal: string, currency: string | null): string {
  const known = /^[A-Z]{3}$/.test(currency ?? '') ? { style: 'currency' as const, currency: currency ?? '' } : {};
  return number(Number(decimal), { ...known, currencyDisplay: 'narrowSymbol', minimumFractionDigits: 0, maximumFractionDigits: 2 });
}

/** 49%, from 0.49. Never rounded up to a certainty that nobody has. */
export function percent(share: number): string {
  return number(share < 1 ? Math.min(share, 0.99) : share, { style: 'percent', maximumFractionDigits: 0 });
}

/** 1,5 MB, of 1,048,576 bytes as the limits of the API count them. */
export function size(bytes: number): string {
  const [value, unit] = bytes < 2 ** 20 ? [bytes / 2 ** 10, 'kB'] : [bytes / 2 ** 20, 'MB'];
  return `${number(value, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}
