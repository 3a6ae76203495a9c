export type Point = readonly [x: number, y: number];
/** In pixels of the page, origin top-left. */
export type Box = { x: number; y: number; width: number; height: number };
/** A rectangle turned about its middle by `angle` radians, clockwise. */
export type Turned = { x: number; y: number; width: number; height: number; angle: number };

type Polygon = readonly (readonly number[])[];

function points(polygon: Polygon): Point[] {
  return polygon.map(([x = 0, y = 0]) => [x, y]);
}

/** The upright box around a polygon. */
export function boxOf(polygon: Polygon): Box {
  const at = points(polygon);
  const [xs, ys] = [at.map(([x]) => x), at.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The rectangle that a word's quad is, as it lies: (x, y) is its middle, `width` runs along the writing. */
export function turnedOf(polygon: Polygon): Turned {
  const [a = [0, 0], b = a, c = b, d = a] = points(polygon) as [Point, Point, Point, Point];
  const along: Point = [b[0] - a[0] + c[0] - d[0], b[1] - a[1] + c[1] - d[1]];
  const down: Point = [d[0] - a[0] + c[0] - b[0], d[1] - a[1] + c[1] - b[1]];
  return {
    x: (a[0] + b[0] + c[0] + d[0]) / 4,
    y: (a[1] + b[1] + c[1] + d[1]) / 4,
    width: Math.hypot(...along) / 2,
    height: Math.hypot(...down) / 2,
    angle: Math.atan2(along[1], along[0]),
  };
}

/** Whether a point lies in the polygon; the box around it answers most of the time. */
export function holds(polygon: Polygon, box: Box, x: number, y: number): boolean {
  const out = x < box.x || y < box.y || x > box.x + box.width || y > box.y + box.height;
  return !out && inside(points(polygon), x, y);
}

function inside(at: readonly Point[], x: number, y: number): boolean {
  let odd = false;
  for (const [i, [ax, ay]] of at.entries()) {
    const [bx, by] = at[(i + 1) % at.length] as Point;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/** How far a point is from a box; 0 inside. */
export function distance(box: Box, x: number, y: number): number {
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}

/** The word at a point: the one that holds it, else the nearest within `reach` page pixels (for a finger). */
export function wordAt<W extends { polygon: Polygon; box: Box }>(
  words: readonly W[],
  x: number,
  y: number,
  reach = 0,
): W | null {
  const hit = words.find((word) => holds(word.polygon, word.box, x, y));
  if (hit || reach === 0) return hit ?? null;
  let [best, least]: [W | null, number] = [null, reach];
  for (const word of words) {
    const far = distance(word.box, x, y);
    if (far <= least) [best, least] = [word, far];
  }
  return best;
}

/** The underline of a checked word: from its bottom-left to its bottom-right corner. */
export function underline(polygon: Polygon): [Point, Point] {
  const at = points(polygon);
  return [at[3] ?? [0, 0], at[2] ?? [0, 0]];
}

/** `points` of an SVG polygon. */
export function svgPoints(polygon: Polygon): string {
  return polygon.map(([x, y]) => `${x},${y}`).join(' ');
}

export type Crop = { scale: number; turn: string };

/**
 * How to show a word upright in the middle of a frame: `scale` is frame pixels a page pixel, `turn` the CSS transform of
 * the page's picture that has its origin in the frame's top-left corner and the size of the page in page pixels.
 */
export function cropOf(word: Turned, frame: { width: number; height: number }, room: number, most: number): Crop {
  const fit = Math.min((frame.width - 2 * room) / (word.width || 1), (frame.height - 2 * room) / (word.height || 1));
  const scale = Math.max(0.01, Math.min(most, fit));
  const turn = [
    `translate(${frame.width / 2}px, ${frame.height / 2}px)`,
    `rotate(${-word.angle}rad)`,
    `scale(${scale})`,
    `translate(${-word.x}px, ${-word.y}px)`,
  ].join(' ');
  return { scale, turn };
}

export const ZOOM = { least: 0.25, most: 6, step: 1.25 } as const;

export function zoomed(zoom: number, factor: number): number {
  return Math.min(ZOOM.most, Math.max(ZOOM.least, zoom * factor));
}

/** Writing is legible from about so many CSS pixels of height on. */
const LEGIBLE_PX = { wide: 12, narrow: 15 } as const;

/** The zoom to begin with: the page's width fits the screen, unless its writing would be too small to read. */
export function firstZoom(heights: readonly number[], pxPerPagePx: number, screen: keyof typeof LEGIBLE_PX): number {
  const sorted = [...heights].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  if (median === 0) return 1;
  return Math.min(2, Math.max(1, LEGIBLE_PX[screen] / (median * pxPerPagePx)));
}
