"""Words of a recognised line, each on its ink: where letters end and where a gap is a space is seen in the picture."""

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.engine import Pixels
from ocrwtf.ocr.page import Polygon, Word
from ocrwtf.ocr.ppocr.geometry import Matrix, placed
from ocrwtf.ocr.ppocr.recogniser import COLUMN_PX, Glyph
from ocrwtf.ocr.ppocr.spelling import alternatives

_BAND = 0.12
"""This part of the crop's height at top and bottom may hold a neighbouring line's ink."""
_INK_SHARE = 0.04
"""A column has ink when this part of its band is dark."""
_MARGIN_PX = 1.0
_MIN_WIDTH_PX = 3.0


@dataclass(frozen=True, slots=True)
class Ink:
    """Where a straightened line has ink: one boolean for each pixel of its width, and its top and bottom row."""

    columns: NDArray[np.bool_]
    mask: NDArray[np.bool_]

    def gap(self, left: int, right: int) -> tuple[int, int]:
        """First and last + 1 pixel of the longest run without ink between two places; empty in the middle if none."""
        blank = np.flatnonzero(~self.columns[left:right])
        if not len(blank):
            return (left + right) // 2, (left + right) // 2
        runs = np.split(blank, np.flatnonzero(np.diff(blank) > 1) + 1)
        longest = max(runs, key=len)
        return left + int(longest[0]), left + int(longest[-1]) + 1

    def extent(self, left: int, right: int) -> tuple[float, float]:
        """Outermost ink between two places; the places themselves when there is none."""
        inked = np.flatnonzero(self.columns[left:right])
        return (left + int(inked[0]), left + int(inked[-1]) + 1) if len(inked) else (left, right)

    def rows(self, left: int, right: int) -> tuple[float, float]:
        """Top and bottom of the ink between two places; the whole height when there is none."""
        inked = np.flatnonzero(self.mask[:, left:right].any(axis=1))
        return (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, self.mask.shape[0])


def ink_of(line: Pixels) -> Ink:
    """Ink is what Otsu's threshold sets apart and covers less of the line: light print on dark ground too."""
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    _, light = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = light == 0
    if mask.mean() > 0.5:
        mask = ~mask
    margin = round(len(mask) * _BAND)
    band = mask[margin : len(mask) - margin]
    return Ink(cast("NDArray[np.bool_]", band.mean(axis=0) > _INK_SHARE), cast("NDArray[np.bool_]", mask))


def words_of(glyphs: tuple[Glyph, ...], line: Pixels, to_page: Matrix) -> tuple[Word, ...]:
    """Words from left to right; a word's confidence is its weakest glyph's.

    `line` is the straightened picture that was recognised, `to_page` leads from it to the page.
    """
    groups = _groups(glyphs)
    if not groups:
        return ()
    ink, width = ink_of(line), line.shape[1]
    cuts = [0, *(_cut(ink, left[-1], right[0]) for left, right in pairwise(groups)), width]
    return tuple(
        Word(
            "".join(glyph.text for glyph in group),
            min(glyph.probability for glyph in group),
            _polygon(ink, start, end, to_page),
            alternatives(group),
        )
        for group, (start, end) in zip(groups, pairwise(cuts), strict=True)
    )


def _groups(glyphs: tuple[Glyph, ...]) -> list[tuple[Glyph, ...]]:
    groups: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.text.isspace():
            groups.append([])
        else:
            groups[-1].append(glyph)
    return [tuple(group) for group in groups if group]


def _middle(glyph: Glyph) -> int:
    return round((glyph.column + 0.5) * COLUMN_PX)


def _cut(ink: Ink, left: Glyph, right: Glyph) -> int:
    start, end = ink.gap(_middle(left), _middle(right))
    return (start + end) // 2


def _polygon(ink: Ink, start: int, end: int, to_page: Matrix) -> Polygon:
    left, right = ink.extent(start, max(end, start + 1))
    top, bottom = ink.rows(int(left), int(right))
    right = max(right, left + _MIN_WIDTH_PX)
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    box += np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * _MARGIN_PX
    return cast("Polygon", tuple((float(x), float(y)) for x, y in placed(box, to_page)))
