"""Tesseract's TSV as lines and words.

One row for each page, block, paragraph, line and word, from the outer to the inner (`tesseract(1)`, tsv): level, five
numbers that count, box (left, top, width, height in pixels), confidence in percent (-1 above words), text.
"""

import math

from ocrwtf.ocr.errors import EngineFailedError
from ocrwtf.ocr.page import Line, Polygon, Word

_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
_LINE, _WORD = 4, 5


def lines_of(table: str) -> list[Line]:
    """Lines that have words, in Tesseract's order; a line's confidence is the mean over its characters.

    Raises
    ------
    EngineFailedError: no such table.
    """
    head, _, rows = table.partition("\n")
    if head != _HEAD:
        raise EngineFailedError("tesseract wrote no table")
    lines: list[tuple[Polygon, list[Word]]] = []
    try:
        for row in rows.removesuffix("\n").split("\n") if rows else ():  # a word may hold other ends of lines
            _take(row.split("\t"), lines)
    except (ValueError, IndexError) as error:
        raise EngineFailedError("tesseract wrote a table that is none") from error
    return [_line(polygon, words) for polygon, words in lines if words]


def _take(cells: list[str], lines: list[tuple[Polygon, list[Word]]]) -> None:
    """Adds what the row says. Raises IndexError for a word without a line."""
    if len(cells) != 12:
        raise ValueError("not twelve cells")
    level, polygon = int(cells[0]), _polygon(*map(int, cells[6:10]))
    if level == _LINE:
        lines.append((polygon, []))
    elif level == _WORD and (text := cells[11].strip()):  # a line that is drawn, not written, is a word of a space
        lines[-1][1].append(Word(text, _confidence(cells[10]), polygon))


def _polygon(left: int, top: int, width: int, height: int) -> Polygon:
    right, bottom = left + width, top + height
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _confidence(percent: str) -> float:
    confidence = float(percent) / 100
    if not math.isfinite(confidence) or not 0 <= confidence <= 1:
        raise ValueError("no confidence")
    return confidence


def _line(polygon: Polygon, words: list[Word]) -> Line:
    characters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / characters
    return Line(" ".join(word.text for word in words), confidence, polygon, tuple(words))
