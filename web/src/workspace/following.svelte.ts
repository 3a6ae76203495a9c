import { tick, untrack } from 'svelte';
import type { Desk } from './desk.svelte';
import { reveal, revealPointed } from './pane';

/**
 * A list that goes along with the desk: what is in front, or pointed at, comes into view in it, and whatever was chosen in
 * it has the focus again when it is done with; `otherwise` where that is no more. For a component, while it is made.
 */
export function follow(desk: Desk, box: () => HTMLElement | undefined, otherwise: string): (key: string | null) => HTMLElement | null | undefined {
  const element = (key: string | null) => box()?.querySelector<HTMLElement>(`[data-field="${key}"]`);
  $effect(() => {
    const { key } = desk;
    untrack(() => reveal(element(key)));
  });
  $effect(() => {
    const { hovered } = desk;
    untrack(() => revealPointed(element(hovered)));
  });
  let returned = untrack(() => desk.returned);
  $effect(() => {
    if (desk.returned === returned) return;
    returned = desk.returned;
    void tick().then(() => (element(desk.key) ?? box()?.querySelector<HTMLElement>(otherwise))?.focus());
  });
  return element;
}
