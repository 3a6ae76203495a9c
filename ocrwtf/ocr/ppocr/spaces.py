"""Where a line's ink leaves a gap that is a space although none was read; never inside a number."""

from itertools import pairwise

import numpy as np

from ocrwtf.ocr.ppocr.ink import Ink
from ocrwtf.ocr.ppocr.recogniser import COLUMN_PX, Glyph

_FEWEST_GAPS = 4
"""Fewer gaps between letters tell nothing of how wide they usually are on this line."""
_USUAL_GAP_PX = 3.0
_COLON_GAP_PX, _WORD_GAP_PX = 12.0, 10.0
_WIDER = 4.0
_OF_A_SPACE = 0.8


def middle(glyph: Glyph) -> int:
    """Pixel of the line's width at which a glyph was read."""
    return round((glyph.column + 0.5) * COLUMN_PX)


def unread_spaces(glyphs: tuple[Glyph, ...], ink: Ink) -> set[Glyph]:
    """Glyphs before which there is a space that was not read.

    Beside a colon a clear gap is enough ("Total :"); between letters it must also be about as wide as a space here.
    """
    inner: list[tuple[Glyph, Glyph, float]] = []
    spaces: list[float] = []
    for before, after in pairwise(range(len(glyphs))):
        left, right = glyphs[before], glyphs[after]
        if right.text.isspace() and after + 1 < len(glyphs):
            spaces.append(_gap(ink, left, glyphs[after + 1]))
        elif not left.text.isspace() and not right.text.isspace():
            inner.append((left, right, _gap(ink, left, right)))
    widths = [width for _, _, width in inner]
    return {right for left, right, width in inner if _is_space(left.text, right.text, width, widths, spaces)}


def _gap(ink: Ink, left: Glyph, right: Glyph) -> float:
    start, end = ink.gap(middle(left), max(middle(right), middle(left) + 1))
    return float(end - start)


def _is_space(left: str, right: str, width: float, widths: list[float], spaces: list[float]) -> bool:
    enough = len(widths) >= _FEWEST_GAPS
    if (left.isalpha() and right == ":") or (left == ":" and right.isalpha()):
        usual = float(np.percentile(widths, 60)) if enough else _USUAL_GAP_PX
        return width >= max(_COLON_GAP_PX, 2 * usual + _WIDER)
    if not enough or not spaces or not (left.isalnum() and right.isalnum()) or (left.isdigit() and right.isdigit()):
        return False
    wide = 2 * float(np.percentile(widths, 75)) + _WIDER
    return width >= max(_WORD_GAP_PX, wide, _OF_A_SPACE * float(np.median(spaces)))
