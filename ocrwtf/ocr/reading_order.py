"""The order in which a person reads lines: across a table's row, down a column of text, and a stamp last."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.columns import first_gutter
from ocrwtf.ocr.flat_page import Place, flattened
from ocrwtf.ocr.page import Line
from ocrwtf.ocr.rows import rows_of

_Indices = NDArray[np.intp]

_ASLANT = 0.18
"""Rise by run (10°) against the rows around: a stamp, or writing on the margin."""
_A_LITTLE_ASLANT = 0.06
_OVER = 0.3
"""Lines that share this part of the smaller one's area are printed over each other."""
_LARGE = 1.6
"""Letters this much higher than those below them are a stamp's."""


def in_reading_order(lines: list[Line]) -> tuple[Line, ...]:
    """Lines of one page that is upright or nearly so (some 30°); the same for any order of `lines`."""
    places = flattened(lines)
    stamped = _stamped(places)
    text = [place for place, is_stamp in zip(places, stamped, strict=True) if not is_stamp]
    stamps = [place for place, is_stamp in zip(places, stamped, strict=True) if is_stamp]
    return tuple(place.line for place in [*_read(text), *_read(stamps)])


def _read(places: list[Place]) -> list[Place]:
    """Divides at the longest gutter and reads what is above, left, right and below, each divided again."""
    read: list[Place] = []
    waiting = [places]
    while waiting:
        rows = rows_of(waiting.pop())
        gutter = first_gutter(rows)
        if gutter is None:
            read.extend(place for row in rows for place in row)
            continue
        beside = [place for row in rows[gutter.first : gutter.last] for place in row]
        left = [place for place in beside if place.centre < gutter.x]
        right = [place for place in beside if place.centre >= gutter.x]
        above, below = rows[: gutter.first], rows[gutter.last :]
        waiting += [[p for row in below for p in row], right, left, [p for row in above for p in row]]
    return read


def _stamped(places: list[Place]) -> list[bool]:
    """Which lines run aslant, or lie over the text: over several lines of it, themselves aslant or larger."""
    aslant = np.array([abs(place.tilt) for place in places])
    heights = np.array([place.height for place in places])
    covered, largest = np.zeros(len(places), int), np.zeros(len(places))
    for one, other in _printed_over(places):
        np.add.at(covered, one, 1)
        np.maximum.at(largest, one, heights[other])
    over_text = (covered >= 2) & ((aslant > _A_LITTLE_ASLANT) | (heights > _LARGE * largest))
    return [bool(is_stamp) for is_stamp in (aslant > _ASLANT) | over_text]


def _printed_over(places: list[Place]) -> Iterator[tuple[_Indices, _Indices]]:
    """Pairs of lines over each other, both ways round. Those that start next below each other are compared first, and
    no further than the lowest line reaches.
    """
    box = np.array([(place.left, place.right, place.top, place.bottom) for place in places]).reshape(-1, 4)
    order = np.argsort(box[:, 2], kind="stable")
    box = box[order]
    areas = (box[:, 1] - box[:, 0]) * (box[:, 3] - box[:, 2])
    for step in range(1, len(box)):
        one, other = box[:-step], box[step:]
        deep = np.minimum(one[:, 3], other[:, 3]) - other[:, 2]
        if not (deep > 0).any():
            return
        wide = np.minimum(one[:, 1], other[:, 1]) - np.maximum(one[:, 0], other[:, 0])
        shared = np.maximum(deep, 0) * np.maximum(wide, 0)
        over = np.flatnonzero(shared > _OVER * np.minimum(areas[:-step], areas[step:]))
        yield order[over], order[over + step]
        yield order[over + step], order[over]
