const ROOM_PX = 40;

/**
 * Brings what is pointed at elsewhere into view. Not while the pointer is here: what moved under it would be pointed at
 * next, and so on to the end.
 */
export function revealPointed(element: HTMLElement | null | undefined): void {
  if (!element?.closest('[role=tabpanel]')?.matches(':hover')) reveal(element);
}

/** Brings it into view in its own pane alone: on a phone that is as long as its text, and the input must stay in view. */
export function reveal(element: HTMLElement | null | undefined): void {
  const pane = element?.closest('[role=tabpanel]');
  if (!element || !pane) return;
  const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  const above = inner.top - outer.top - ROOM_PX;
  const below = inner.bottom - outer.bottom + ROOM_PX;
  if (above < 0) pane.scrollBy({ top: above });
  else if (below > 0) pane.scrollBy({ top: below });
}
