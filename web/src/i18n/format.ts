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

/** 14.37 in Indonesian, 14:37 in English */
export function time(moment: Moment): string {
  return written(moment, { timeStyle: 'short' });
}

/** 21 Nov 2026, 14.37 */
export function dateTime(moment: Moment): string {
  return written(moment, { dateStyle: 'medium', timeStyle: 'short' });
}

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(speech.locale, options).format(value);
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
