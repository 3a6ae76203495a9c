import { expect, test } from 'vitest';
import { boxOf, cropOf, firstZoom, turnedOf, underline, wordAt, zoomed } from '../../src/workspace/geometry';

const flat = [[10, 20], [50, 20], [50, 30], [10, 30]];
/** The same, turned a quarter clockwise about (0, 0): its writing runs down. */
const down = [[-20, 10], [-20, 50], [-30, 50], [-30, 10]];
const placed = (polygon: number[][]) => ({ polygon, box: boxOf(polygon) });

test('a quad becomes the rectangle that lies as the writing does', () => {
  expect(turnedOf(flat)).toEqual({ x: 30, y: 25, width: 40, height: 10, angle: 0 });
  const turned = turnedOf(down);
  expect(turned).toMatchObject({ x: -25, y: 30, width: 40, height: 10 });
  expect(turned.angle).toBeCloseTo(Math.PI / 2);
});

test('a checked word is underlined along its own foot', () => {
  expect(underline(flat)).toEqual([[10, 30], [50, 30]]);
  expect(underline(down)).toEqual([[-30, 10], [-30, 50]]);
});

test('a point finds the word that holds it, not the one whose upright box does', () => {
  const slanted = placed([[0, 0], [100, 100], [90, 110], [-10, 10]]);
  const below = placed([[5, 60], [25, 60], [25, 80], [5, 80]]);
  expect(wordAt([slanted, below], 10, 70)).toBe(below);
  expect(wordAt([slanted], 90, 10)).toBeNull();
});

test('a finger finds the nearest word within its reach', () => {
  const near = placed(flat);
  const far = placed([[10, 60], [50, 60], [50, 70], [10, 70]]);
  expect(wordAt([far, near], 30, 38, 10)).toBe(near);
  expect(wordAt([far, near], 30, 44, 10)).toBeNull();
});

test('a crop shows the word upright in the middle, as large as fits', () => {
  const { scale, turn } = cropOf(turnedOf(flat), { width: 228, height: 78 }, 14, 10);
  expect(scale).toBe(5);
  expect(turn).toBe('translate(114px, 39px) rotate(0rad) scale(5) translate(-30px, -25px)');
  expect(cropOf(turnedOf(flat), { width: 900, height: 900 }, 14, 4).scale).toBe(4);
});

test('a page begins as wide as the screen, and larger when its writing could not be read', () => {
  expect(firstZoom([20, 22, 24], 1, 'wide')).toBe(1);
  expect(firstZoom([10, 10, 300], 1, 'narrow')).toBe(1.5);
  expect(firstZoom([1], 1, 'narrow')).toBe(2);
  expect(firstZoom([], 1, 'wide')).toBe(1);
});

test('zooming ends somewhere', () => {
  expect([zoomed(1, 1.25), zoomed(5.9, 1.25), zoomed(0.26, 0.8)]).toEqual([1.25, 6, 0.25]);
});
