"""Where each line would stand if the page were pressed flat: level rows, upright column edges.

A page that was photographed is turned, seen from an angle or bent, so "at the same height" means little in its pixels.
The lines themselves say how it lies: a smooth map that is constant along each of them undoes all three.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.page import Line, Word

_Floats = NDArray[np.float64]

_LONG = 2.0
"""A line this many times as long as high says which way it runs."""
_STEEP = 0.5
"""Rise by run; steeper lines are no witnesses of how the page lies."""
_NOISE = 0.1
"""How far the end of a line is off, in parts of its height: a detector's corners."""
_BENT = 0.02
"""How strongly a page is expected to be bent, in parts of its half extent."""
_ODD = 2.0
"""Lines further off than this many times the noise do not follow the page."""
_ROUNDS = 5
_ALIGNED = 0.75
"""Edges of neighbouring lines nearer than this part of the height are meant to be under each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line on the flat page, in pixels from its middle; `tilt` is rise by run against the rows around it, 0 if too
    short to tell.
    """

    line: Line
    left: float
    right: float
    top: float
    bottom: float
    tilt: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Of left and right."""
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        """Of top and bottom."""
        return (self.top + self.bottom) / 2


def flattened(lines: list[Line]) -> list[Place]:
    """In a fixed order, whatever the order of `lines`: sums of floats and ties must not depend on it."""
    if not lines:
        return []
    lines = sorted(lines, key=_identity)
    starts, ends, heights = _turned_level(np.array([line.polygon for line in lines], np.float64))
    starts, ends = _rows_levelled(starts, ends, heights)
    lefts, rights, middles = _edges_upright(starts, ends, heights)
    tilts = (ends[:, 1] - starts[:, 1]) / np.maximum(rights - lefts, 1.0)
    tilts[rights - lefts < _LONG * heights] = 0
    boxes = zip(lefts, rights, middles - heights / 2, middles + heights / 2, tilts, strict=True)
    return [Place(line, *(float(value) for value in box)) for line, box in zip(lines, boxes, strict=True)]


def _identity(line: Line) -> tuple[object, ...]:
    words = [(word.polygon, word.text, word.confidence, _readings(word)) for word in line.words]
    return line.polygon, line.text, line.confidence, words


def _readings(word: Word) -> list[tuple[str, float]]:
    return [(other.text, other.confidence) for other in word.alternatives]


def _turned_level(polygons: _Floats) -> tuple[_Floats, _Floats, _Floats]:
    """Starts and ends (n, 2) of the lines' middles and heights (n,) in the frame of the median direction."""
    starts, ends = (polygons[:, 0] + polygons[:, 3]) / 2, (polygons[:, 1] + polygons[:, 2]) / 2
    sides = np.linalg.norm(polygons[:, [3, 2]] - polygons[:, [0, 1]], axis=2)
    heights = np.maximum(sides.mean(axis=1), 1.0)
    backwards = ends[:, 0] < starts[:, 0]
    starts[backwards], ends[backwards] = ends[backwards], starts[backwards].copy()
    angle = _median_direction(ends - starts, heights)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = (starts + ends).mean(axis=0) / 2
    return (starts - centre) @ turn, (ends - centre) @ turn, heights


def _median_direction(runs: _Floats, heights: _Floats) -> float:
    """Radians; each line counts as much as it is long."""
    lengths = np.linalg.norm(runs, axis=1)
    lengths[lengths < _LONG * heights] = 0
    if not lengths.any():
        return 0.0
    angles = np.arctan2(runs[:, 1], runs[:, 0])
    ordered = np.argsort(angles, kind="stable")
    weights = np.cumsum(lengths[ordered])
    return float(angles[ordered][np.searchsorted(weights, weights[-1] / 2)])


def _rows_levelled(starts: _Floats, ends: _Floats, heights: _Floats) -> tuple[_Floats, _Floats]:
    """Moves points up and down by the smooth map under which the lines run level."""
    runs = ends - starts
    witnesses = (runs[:, 0] >= _LONG * heights) & (np.abs(runs[:, 1]) <= _STEEP * runs[:, 0])
    if not witnesses.any():
        return starts, ends
    extent = max(float(np.abs([starts, ends]).max()), 1.0)
    start_terms, end_terms = _bend(starts / extent), _bend(ends / extent)
    changes = (end_terms - start_terms)[witnesses]
    noise = _NOISE * heights[witnesses] / extent
    factors = _robust_fit(changes, -runs[witnesses, 1] / extent, noise)
    starts, ends = starts.copy(), ends.copy()
    starts[:, 1] += start_terms @ factors * extent
    ends[:, 1] += end_terms @ factors * extent
    return starts, ends


def _bend(points: _Floats) -> _Floats:
    """The terms of the map: tilt, perspective (xy), a page that curves or folds (x², x³) differently at its foot."""
    x, y = points.T
    return np.stack([x, x * y, x**2, x**3, x**2 * y, x * y**2], axis=1)


def _robust_fit(terms: _Floats, wanted: _Floats, noise: _Floats) -> _Floats:
    """Least squares with a prior of `_BENT` in rounds; what the last one left far off (a stamp, handwriting) counts
    little in the next (Cauchy weights).
    """
    prior = np.eye(terms.shape[1]) / _BENT**2
    weights: _Floats = 1 / noise
    for _ in range(_ROUNDS):
        weighted = terms * weights[:, None]
        factors = np.linalg.solve(weighted.T @ weighted + prior, weighted.T @ (wanted * weights))
        misfit = (terms @ factors - wanted) / noise
        weights = 1 / noise / np.sqrt(1 + (misfit / _ODD) ** 2)
    return np.asarray(factors, np.float64)


def _edges_upright(starts: _Floats, ends: _Floats, heights: _Floats) -> tuple[_Floats, _Floats, _Floats]:
    """Left and right ends moved sideways until the edges of lines that follow each other are below each other."""
    middles: _Floats = (starts[:, 1] + ends[:, 1]) / 2
    sides: list[_Floats] = [starts[:, 0], ends[:, 0]]
    extent = max(float(np.abs([*sides, middles]).max()), 1.0)
    pairs = [_neighbours(side, middles, heights) for side in sides]
    for _ in range(2):
        steps = [_steps(side, middles, heights, extent, *pair) for side, pair in zip(sides, pairs, strict=True)]
        terms, wanted, noise = (np.concatenate(parts) for parts in zip(*steps, strict=True))
        if not len(terms):
            break
        factors = _robust_fit(terms, wanted, noise)
        sides = [side + _lean(side / extent, middles / extent) @ factors * extent for side in sides]
    rights: _Floats = np.maximum(*sides)
    return sides[0], rights, middles


def _lean(x: _Floats, y: _Floats) -> _Floats:
    return np.stack([y, x * y], axis=1)


def _neighbours(edges: _Floats, middles: _Floats, heights: _Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs (upper, lower) of lines whose edges are next to each other when all are sorted by that edge."""
    step = float(np.median(heights))
    columns = np.lexsort((middles, np.round(edges / step)))
    return columns[:-1], columns[1:]


def _steps(
    edges: _Floats, middles: _Floats, heights: _Floats, extent: float, upper: NDArray[np.intp], lower: NDArray[np.intp]
) -> tuple[_Floats, _Floats, _Floats]:
    """How the edges of neighbours that are meant to be below each other are apart, as terms, wanted and noise."""
    apart, drop = edges[lower] - edges[upper], middles[lower] - middles[upper]
    height = np.minimum(heights[upper], heights[lower])
    near = (np.abs(apart) < _ALIGNED * height) & (drop > 0.5 * height) & (drop < 4 * height)
    terms = _lean(edges / extent, middles / extent)
    return (terms[lower] - terms[upper])[near], -apart[near] / extent, _NOISE * height[near] / extent
