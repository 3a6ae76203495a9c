"""Where a page is read column by column: the gutters between running text or between blocks, not between cells."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.rows import Row, middle_of
from ocrwtf.ocr.sides import FEWEST_ROWS, are_blocks, are_columns, divided, openings, steps_across

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]

_MOST_TRIED = 60
_COLUMN_PAUSE, _BLOCK_PAUSE = 3.0, 1.4
"""A gap of this many usual steps from row to row ends a column or block."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """Rows first to last (excluded) are read left of x, then right of it."""

    first: int
    last: int
    x: float
    breadth: int
    """In steps of the search."""


def first_gutter(rows: list[Row]) -> Gutter | None:
    """The longest one; `rows` from top to bottom."""
    if len(rows) < FEWEST_ROWS:
        return None
    whole = _longest(_candidates(rows))
    levels = np.array([middle_of(row) for row in rows])
    parts = [part for gutter in whole for part in _between_pauses(levels, gutter)]
    checked = (_checked(rows, gutter) for gutter in _longest(whole + parts))
    return next((gutter for gutter in checked if gutter), None)


def _longest(gutters: list[Gutter]) -> list[Gutter]:
    gutters = sorted(gutters, key=lambda gutter: (gutter.first - gutter.last, -gutter.breadth, gutter.first, gutter.x))
    return gutters[:_MOST_TRIED]


def _candidates(rows: list[Row]) -> list[Gutter]:
    """Stretches of rows that nothing crosses at some x, with enough rows that have something on both sides."""
    height = median(place.height for row in rows for place in row)
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    xs = steps_across(left, right, height)
    is_crossed, has_left, has_right = openings(rows, xs, height)
    enough = np.minimum(has_left.sum(axis=0), has_right.sum(axis=0)) >= FEWEST_ROWS
    open_at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column in map(int, np.flatnonzero(enough)):
        for stretch in _stretches(is_crossed[:, column], has_left[:, column], has_right[:, column]):
            open_at[stretch].append(column)
    return [
        Gutter(first, last, float(xs[run].mean()), len(run))
        for (first, last), columns in open_at.items()
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    ]


def _between_pauses(levels: _Floats, gutter: Gutter) -> Iterator[Gutter]:
    """Its parts between longer pauses: a header's blocks may stand over a table with a gap at the same place."""
    steps = np.diff(levels[gutter.first : gutter.last])
    pauses = np.flatnonzero(steps > _BLOCK_PAUSE * np.median(steps)) + 1
    for first, last in pairwise([0, *pauses, len(steps) + 1]) if len(pauses) else ():
        if last - first >= FEWEST_ROWS:
            yield replace(gutter, first=gutter.first + int(first), last=gutter.first + int(last))


def _stretches(is_crossed: _Flags, has_left: _Flags, has_right: _Flags) -> Iterator[tuple[int, int]]:
    """First and last row (excluded) of where both sides go on, between rows that are crossed."""
    walls = [-1, *np.flatnonzero(is_crossed), len(is_crossed)]
    sides = np.flatnonzero(has_left), np.flatnonzero(has_right)
    bounds = (np.searchsorted(side, walls) for side in sides)
    for (begin_left, end_left), (begin_right, end_right) in zip(*map(pairwise, bounds), strict=True):
        if min(end_left - begin_left, end_right - begin_right) >= FEWEST_ROWS:
            left, right = sides[0][begin_left:end_left], sides[1][begin_right:end_right]
            first, last = int(max(left[0], right[0])), int(min(left[-1], right[-1])) + 1
            if last - first >= FEWEST_ROWS:
                yield first, last


def _checked(rows: list[Row], gutter: Gutter) -> Gutter | None:
    """The gutter with the rows it divides, or None when it is only a gap between cells."""
    for pause, is_one in ((_COLUMN_PAUSE, are_columns), (_BLOCK_PAUSE, are_blocks)):
        wider = _with_ends(rows, gutter, pause)
        if wider.first == wider.last:
            return None
        left, right = divided(rows[wider.first : wider.last], wider.x)
        if min(len(left.rows), len(right.rows)) >= FEWEST_ROWS and is_one(left, right):
            return wider
    return None


def _with_ends(rows: list[Row], gutter: Gutter, pause: float) -> Gutter:
    """With the rows above and below that only one side has, up to a longer pause than usual; but what the right side
    has alone at the top is a title or a date, and read first.
    """
    levels = [middle_of(row) for row in rows]
    first, last = gutter.first, gutter.last
    longest = pause * median(lower - upper for upper, lower in pairwise(levels[first:last]))
    while last < len(rows) and _is_beside(rows[last], gutter.x) and levels[last] - levels[last - 1] <= longest:
        last += 1
    while first > 0 and _is_beside(rows[first - 1], gutter.x) and levels[first] - levels[first - 1] <= longest:
        first -= 1
    while first < last and rows[first][0].left >= gutter.x:
        first += 1
    return replace(gutter, first=first, last=last)


def _is_beside(row: Row, x: float) -> bool:
    return row[0].left >= x or row[-1].right <= x
