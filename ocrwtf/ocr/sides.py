"""What stands on one side of a gutter: a column of running text, a block that stands alone, or the cells of a table."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.rows import Row, middle_of

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]

FEWEST_ROWS = 3
"""On each side of a gutter."""
_FINENESS, _MOST_STEPS = 0.5, 400
"""Gaps are looked for at steps of this many line heights, and at so many steps at most."""
_FEWEST_LINES = 4
"""Full lines of running text on each side of a gutter between columns."""
_FRAY = 0.3
"""A line may reach over a gutter by this many heights: detectors grow what they find."""
_FULL = 0.75
"""A line of running text fills at least this part of its column; half of a column's lines do."""
_SPACE = 1.5
"""In line heights, in text that is spread over its column."""
_CELL_SHARE = 0.5
"""Of a side's rows: with a gap at one place in more of them it is a table's."""
_BESIDE, _APART = 0.7, 0.5
"""A row nearer than this part of a step to one on the other side is beside it; further than this part of its height,
it was not written as the same row."""
_COLUMN_WIDTH, _BLOCK_WIDTH = 9.0, 5.0
"""In line heights: narrower sides are lists of cells."""
_EDGE, _EDGE_SHARE = 0.4, 0.6
_FLUSH, _FLUSH_SHARE = 0.6, 0.6
"""Left edges within this many heights of the one above, for this part of the rows, are set below each other: of running
text, and of a block."""
_EVEN = 1.4
"""No step from row to row of a labelled block is longer than this many usual ones."""
_LABELLED = 0.6
"""The part of a block's rows that are a label, a colon and a value."""


@dataclass(frozen=True, slots=True)
class Side:
    rows: list[Row]
    height: float
    """Of a usual line."""

    @property
    def width(self) -> float:
        """Without the one row in ten that sticks out most."""
        lefts, rights = sorted(row[0].left for row in self.rows), sorted(row[-1].right for row in self.rows)
        spare = len(self.rows) // 10
        return rights[-1 - spare] - lefts[spare]

    def runs(self) -> bool:
        """Mostly full lines of running text, set below each other."""
        width = self.width
        full = [row for row in self.rows if self._written(row) >= _FULL * width]
        is_text = 2 * sum(map(_is_prose, full)) > len(full) >= max(_FEWEST_LINES, len(self.rows) / 2)
        is_column = width >= _COLUMN_WIDTH * self.height and self.is_flush(_EDGE, _EDGE_SHARE)
        return is_text and is_column and not self._has_cells()

    def _has_cells(self) -> bool:
        """Whether most rows have a gap at the same place, too near an edge to be a gutter between further columns."""
        left, right = min(row[0].left for row in self.rows), max(row[-1].right for row in self.rows)
        xs = steps_across(left, right, self.height)
        xs = xs[np.minimum(xs - left, right - xs) < _COLUMN_WIDTH * self.height]
        _, has_left, has_right = openings(self.rows, xs, self.height)
        return bool(((has_left & has_right).mean(axis=0) > _CELL_SHARE).any())

    def _written(self, row: Row) -> float:
        """Its length without what is wider than a space in justified text."""
        gaps = (max(right.left - left.right, 0) for left, right in pairwise(row))
        return sum(place.width for place in row) + sum(min(gap, _SPACE * self.height) for gap in gaps)

    def is_flush(self, tolerance: float, share: float) -> bool:
        """Set below each other on the left, as text is and sums of money are not."""
        steps = [abs(lower[0].left - upper[0].left) for upper, lower in pairwise(self.rows)]
        return sum(step <= tolerance * self.height for step in steps) >= share * len(steps)

    def is_labelled(self) -> bool:
        """Labels with values, in rows that follow each other without a pause."""
        labelled = sum(_is_pair(text) for text in self._texts())
        steps = [middle_of(lower) - middle_of(upper) for upper, lower in pairwise(self.rows)]
        return labelled >= _LABELLED * len(self.rows) and max(steps) <= _EVEN * median(steps)

    def stands_alone(self) -> bool:
        """Words, or labels with their values; no sums that belong to what is left of them."""
        return all(2 * sum(map(str.isalpha, text)) > len(text) or _is_pair(text) for text in self._texts())

    def _texts(self) -> list[str]:
        return [" ".join(place.line.text for place in row) for row in self.rows]


def _is_pair(text: str) -> bool:
    """A label, a colon and a value."""
    label, _, value = text.replace("=", ":").partition(":")
    return not label.isspace() and bool(label and value.strip())


def _is_prose(row: Row) -> bool:
    """Letters for the most part, which rows of quantities and prices are not."""
    text = "".join(place.line.text for place in row)
    return 3 * sum(map(str.isalpha, text)) > 2 * len(text.replace(" ", ""))


def divided(rows: list[Row], x: float) -> tuple[Side, Side]:
    """Left and right of x; at least one row."""
    height = median(place.height for row in rows for place in row)
    left = [[place for place in row if place.centre < x] for row in rows]
    right = [[place for place in row if place.centre >= x] for row in rows]
    return Side([row for row in left if row], height), Side([row for row in right if row], height)


def are_columns(left: Side, right: Side) -> bool:
    return left.runs() and right.runs()


def are_blocks(left: Side, right: Side) -> bool:
    """A header's number block beside its address: rows at heights of their own, or labels with their values beside
    words that need no label.
    """
    if min(left.width, right.width) < _BLOCK_WIDTH * left.height or not right.is_flush(_FLUSH, _FLUSH_SHARE):
        return False
    is_labelled = (left.is_labelled() and right.stands_alone()) or (right.is_labelled() and left.stands_alone())
    return is_labelled or _rows_apart(left, right)


def _rows_apart(left: Side, right: Side) -> bool:
    """Whether rows of the two sides that are beside each other are mostly not at the same height."""
    few, many = sorted((left, right), key=lambda side: len(side.rows))
    levels = np.array([middle_of(row) for row in many.rows])
    gaps = [float(np.abs(levels - middle_of(row)).min()) for row in few.rows]
    beside = [gap for gap in gaps if gap < _BESIDE * np.median(np.diff(levels))]
    return len(beside) >= FEWEST_ROWS and median(beside) > _APART * left.height


def steps_across(left: float, right: float, height: float) -> _Floats:
    """Places between left and right at which to look for a gap."""
    count = int(min(max((right - left) / (_FINENESS * height), 2), _MOST_STEPS))
    return np.linspace(left, right, count + 1)[1:-1]


def openings(rows: list[Row], xs: _Floats, height: float) -> tuple[_Flags, _Flags, _Flags]:
    """(rows, xs) each: whether a place of the row lies over x; if none does, whether one is left, and right, of it."""
    ends = np.array([(number, place.left, place.right) for number, row in enumerate(rows) for place in row])
    numbers, cut = ends[:, 0].astype(int), np.minimum(_FRAY * height, (ends[:, 2] - ends[:, 1]) / 4)
    changes = np.zeros((len(rows), len(xs) + 1), np.int32)
    np.add.at(changes, (numbers, np.searchsorted(xs, ends[:, 1] + cut)), 1)
    np.add.at(changes, (numbers, np.searchsorted(xs, ends[:, 2] - cut)), -1)
    is_crossed: _Flags = changes[:, :-1].cumsum(axis=1) > 0
    centres = [[place.centre for place in row] for row in rows]
    has_left = (np.array([min(row) for row in centres])[:, None] < xs) & ~is_crossed
    has_right = (np.array([max(row) for row in centres])[:, None] >= xs) & ~is_crossed
    return is_crossed, has_left, has_right
