import type { Attachment } from 'svelte/attachments';

type Zoom = (factor: number, clientX: number, clientY: number) => void;
const DRAG_FROM_PX = 4;

/** Ctrl and wheel, two fingers, and dragging with the mouse, on the box in which a page scrolls. */
export function gestures(zoom: Zoom): Attachment<HTMLElement> {
  return (box) => {
    const ended = [wheel(box, zoom), pinch(box, zoom), drag(box)];
    return () => ended.forEach((end) => end());
  };
}

/** The browser sends a trackpad's pinch as a wheel with Ctrl, too. */
function wheel(box: HTMLElement, zoom: Zoom): () => void {
  const turned = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY * lines)) / 200), event.clientX, event.clientY);
  };
  box.addEventListener('wheel', turned, { passive: false });
  return () => box.removeEventListener('wheel', turned);
}

function pinch(box: HTMLElement, zoom: Zoom): () => void {
  let apart = 0;
  const spread = ([a, b]: TouchList | Touch[]): number => (a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0);
  const began = (event: TouchEvent): void => {
    apart = event.touches.length === 2 ? spread(event.touches) : 0;
  };
  const moved = (event: TouchEvent): void => {
    const [a, b] = event.touches;
    if (!apart || !a || !b) return;
    event.preventDefault();
    const now = spread(event.touches);
    zoom(now / apart, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
    apart = now;
  };
  box.addEventListener('touchstart', began, { passive: true });
  box.addEventListener('touchmove', moved, { passive: false });
  box.addEventListener('touchend', began, { passive: true });
  return () => {
    box.removeEventListener('touchstart', began);
    box.removeEventListener('touchmove', moved);
    box.removeEventListener('touchend', began);
  };
}

/** A finger scrolls by itself; a mouse takes hold of the paper. What was a drag is no click. */
function drag(box: HTMLElement): () => void {
  let from: { x: number; y: number } | null = null;
  let dragged = false;
  const down = (event: PointerEvent): void => {
    dragged = false;
    if (event.pointerType === 'mouse' && event.button <= 1) from = { x: event.clientX, y: event.clientY };
  };
  const move = (event: PointerEvent): void => {
    if (!from || event.buttons === 0) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!dragged && Math.hypot(x, y) < DRAG_FROM_PX) return;
    dragged = true;
    box.scrollBy({ left: -x, top: -y, behavior: 'instant' });
    from = { x: event.clientX, y: event.clientY };
  };
  const up = (): void => {
    from = null;
  };
  const click = (event: MouseEvent): void => {
    if (dragged) event.stopPropagation();
    dragged = false;
  };
  box.addEventListener('pointerdown', down);
  box.addEventListener('click', click, { capture: true });
  addEventListener('pointermove', move);
  addEventListener('pointerup', up);
  return () => {
    box.removeEventListener('pointerdown', down);
    box.removeEventListener('click', click, { capture: true });
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', up);
  };
}
