import type { Key } from '../i18n/index.svelte';

const ENDINGS = ['pptx', 'ppt', 'odp', 'ppsx', 'pps', 'potx', 'otp'];

/** For `<input accept>`. */
export const ACCEPT = ENDINGS.map((ending) => `.${ending}`).join(',');

/**
 * Why a file need not be sent at all; null when the server may have it. Only what is surely no presentation is refused
 * here: the server looks at the content.
 */
export function refusal(file: { name: string; size: number }, mostBytes: number): Key | null {
  const ending = /\.([^.]{1,8})$/.exec(file.name)?.[1]?.toLowerCase();
  if (ending && !ENDINGS.includes(ending)) return 'slides.refused.type';
  return file.size > mostBytes ? 'slides.refused.large' : null;
}

/** Whole days until then, rounded up; 0 once less than a day is left. */
export function daysUntil(moment: string, now: Date): number {
  const days = (new Date(moment).getTime() - now.getTime()) / 86_400_000;
  return days < 1 ? 0 : Math.ceil(days);
}
