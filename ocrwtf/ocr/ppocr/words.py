"""Words of a recognised line, each on its ink: where letters end and where a gap is a space is seen in the picture."""

from itertools import pairwise
from typing import cast

import numpy as np

from ocrwtf.ocr.engine import Pixels
from ocrwtf.ocr.page import Polygon, Word
from ocrwtf.ocr.ppocr.geometry import Matrix, placed
from ocrwtf.ocr.ppocr.ink import Ink, ink_of
from ocrwtf.ocr.ppocr.recogniser import Glyph
from ocrwtf.ocr.ppocr.spaces import middle, unread_spaces
from ocrwtf.ocr.ppocr.spelling import alternatives

_MARGIN_PX = 1.0
_MIN_WIDTH_PX = 3.0


def words_of(glyphs: tuple[Glyph, ...], line: Pixels, to_page: Matrix) -> tuple[Word, ...]:
    """Words from left to right; a word's confidence is its weakest glyph's.

    `line` is the straightened picture that was recognised, `to_page` leads from it to the page.
    """
    ink, width = ink_of(line), line.shape[1]
    groups = _groups(glyphs, ink)
    if not groups:
        return ()
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


def _groups(glyphs: tuple[Glyph, ...], ink: Ink) -> list[tuple[Glyph, ...]]:
    """Glyphs of each word: parted where a space was read and where the ink shows one that was not."""
    groups: list[list[Glyph]] = [[]]
    parted = unread_spaces(glyphs, ink)
    for glyph in glyphs:
        if glyph.text.isspace() or glyph in parted:
            groups.append([])
        if not glyph.text.isspace():
            groups[-1].append(glyph)
    return [tuple(group) for group in groups if group]


def _cut(ink: Ink, left: Glyph, right: Glyph) -> int:
    start, end = ink.gap(middle(left), middle(right))
    return (start + end) // 2


def _polygon(ink: Ink, start: int, end: int, to_page: Matrix) -> Polygon:
    left, right = ink.extent(start, max(end, start + 1))
    top, bottom = ink.rows(int(left), int(right))
    right = max(right, left + _MIN_WIDTH_PX)
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    box += np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * _MARGIN_PX
    return cast("Polygon", tuple((float(x), float(y)) for x, y in placed(box, to_page)))
