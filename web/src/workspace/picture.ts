import type { Page } from '../api/client';

/** Widths in which the API keeps each page beside the full one. */
type Width = 320 | 1280;

/** The address of a page's picture in a width; it has a `?v=` already when the API gave one. */
export function pictureOf(imageUrl: string, width: Width): string {
  return `${imageUrl}${imageUrl.includes('?') ? '&' : '?'}width=${width}`;
}

/** Whether the 1280 px picture would be visibly blurred where the page is shown so wide, in CSS pixels. */
export function needsFull(page: Page, shownPx: number): boolean {
  const pixels = shownPx * (globalThis.devicePixelRatio || 1);
  return (page.widthPx ?? 0) > 1280 && pixels > 1280 * 1.15;
}
