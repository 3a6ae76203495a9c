"""The words of a document as they stand on paper: rows from top to bottom, each divided by its gaps into cells."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise
from statistics import median_high
from typing import cast

from ocrwtf.extraction.field import WordAt
from ocrwtf.ocr.flat_page import Place, flattened
from ocrwtf.ocr.page import Line, Page, Point, Polygon
from ocrwtf.ocr.rows import rows_of

MAX_WORD_CHARACTERS = 120
"""Longer words are read up to here; bounds the time that patterns take."""
MOST_ROW_WORDS = 200
"""More words stand in no row of a paper; they are read as several rows, so that work within a row is bounded."""
SIGNS_AROUND = " .,:=#()"
"""What may stand around a label in its cell."""
_WIDE_GAP = 1.3
"""Words further apart than this many times the row's height are in different cells."""
_LINE_GAP = 0.7
"""The same for words of different detected lines."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word. Its box is on the page pressed flat (see `ocr.flat_page`), `polygon` in pixels of the page."""

    text: str
    confidence: float
    at: WordAt
    polygon: Polygon
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Of left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Span:
    """Words beside each other, and `text`, the part of theirs that is meant."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def left(self) -> float:
        return self.tokens[0].left

    @property
    def right(self) -> float:
        return max(token.right for token in self.tokens)

    @property
    def centre(self) -> float:
        """Of left and right."""
        return (self.left + self.right) / 2

    @property
    def confidence(self) -> float:
        """Of its least sure word."""
        return min(token.confidence for token in self.tokens)

    @property
    def is_whole(self) -> bool:
        """No word but the last is so long that only its beginning was read: the text stands so on paper."""
        return all(len(token.text) < MAX_WORD_CHARACTERS for token in self.tokens[:-1])

    @property
    def words(self) -> tuple[WordAt, ...]:
        return tuple(token.at for token in self.tokens)


@dataclass(frozen=True)
class Row:
    """What is read across, from left to right; at least one word. `number` counts over all pages, from 0."""

    number: int
    page: int
    tokens: tuple[Token, ...]
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @cached_property
    def text(self) -> str:
        """The words with a space between."""
        return " ".join(token.text for token in self.tokens)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in `text`."""
        starts, at = [], 0
        for token in self.tokens:
            starts.append(at)
            at += len(token.text) + 1
        return starts

    @cached_property
    def cells(self) -> tuple[Span, ...]:
        """Words that stand close together."""
        gap_limits = (_LINE_GAP * self.height, _WIDE_GAP * self.height)
        runs: list[list[Token]] = [[self.tokens[0]]]
        for before, token in pairwise(self.tokens):
            if token.left - before.right > gap_limits[before.at.line == token.at.line]:
                runs.append([])
            runs[-1].append(token)
        return tuple(Span(" ".join(token.text for token in run), tuple(run)) for run in runs)

    @cached_property
    def cell_starts(self) -> list[int]:
        """Where each cell begins in `text`."""
        starts, index = [], 0
        for cell in self.cells:
            starts.append(self.starts[index])
            index += len(cell.tokens)
        return starts

    @cached_property
    def cell_parts(self) -> frozenset[str]:
        """What stands alone in a cell, or between the strokes of one, without the signs around."""
        return frozenset(part.strip(SIGNS_AROUND) for cell in self.cells for part in cell.text.split("/"))

    @cached_property
    def _start_at(self) -> dict[WordAt, int]:
        return {token.at: start for start, token in zip(self.starts, self.tokens, strict=True)}

    def start_of(self, span: Span) -> int:
        """Where the first word of a span of this row begins in `text`."""
        return self._start_at[span.tokens[0].at]

    def span(self, start: int, end: int) -> Span:
        """The part of `text` from `start` to before `end`, which holds more than spaces."""
        while self.text[start] == " ":
            start += 1
        while self.text[end - 1] == " ":
            end -= 1
        first = bisect_right(self.starts, start) - 1
        return Span(self.text[start:end], self.tokens[first : max(bisect_left(self.starts, end), first + 1)])


@dataclass(frozen=True)
class Sheet:
    """All pages, one below the other."""

    pages: tuple[Page, ...]
    rows: tuple[Row, ...]

    def below(self, row: Row, most: int) -> tuple[Row, ...]:
        """Up to `most` rows under it on the same page."""
        following = self.rows[row.number + 1 : row.number + 1 + most]
        return tuple(each for each in following if each.page == row.page)

    def cells_below(self, row: Row, left: float, right: float, most: int) -> Iterator[tuple[Row, Span]]:
        """Cells of up to `most` rows under it that share some width from `left` to `right`, the nearest first."""
        for lower in self.below(row, most):
            for cell in lower.cells:
                if cell.left < right and cell.right > left:
                    yield lower, cell


def sheet_of(pages: Sequence[Page]) -> Sheet:
    rows: list[Row] = []
    for page in pages:
        for tokens in _rows(page):
            top, bottom = median_high(token.top for token in tokens), median_high(token.bottom for token in tokens)
            rows.append(Row(len(rows), page.number, tokens, top, bottom))
    return Sheet(tuple(pages), tuple(rows))


def joined(spans: Sequence[Span]) -> Span:
    """As one, with a space between."""
    return Span(" ".join(span.text for span in spans), tuple(token for span in spans for token in span.tokens))


def box_of(tokens: Iterable[Token]) -> Polygon:
    """The upright box around them, in pixels of their page."""
    points = [point for token in tokens for point in token.polygon]
    (left, right), (top, bottom) = ((min(side), max(side)) for side in zip(*points, strict=True))
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _rows(page: Page) -> Iterator[tuple[Token, ...]]:
    lines = [replace(line, polygon=_on_page(line.polygon, page)) for line in page.lines if _says_something(line)]
    original = [index for index, line in enumerate(page.lines) if _says_something(line)]
    index_of = {id(line): index for line, index in zip(lines, original, strict=True)}
    for row in rows_of(flattened(lines)):
        tokens = (token for place in row for token in _tokens(place, page.number, index_of[id(place.line)]))
        while part := tuple(islice(tokens, MOST_ROW_WORDS)):
            yield part


def _says_something(line: Line) -> bool:
    return any(word.text.strip() for word in line.words)


def _on_page(polygon: Polygon, page: Page) -> Polygon:
    """Whatever a reader says, no further off than the page is large: sums of squares stay finite."""
    return cast("Polygon", tuple(_clamped(point, page) for point in polygon))


def _clamped(point: Point, page: Page) -> Point:
    x, y = point
    return min(max(x, -page.width_px), 2 * page.width_px), min(max(y, -page.height_px), 2 * page.height_px)


def _tokens(place: Place, page: int, line: int) -> Iterator[Token]:
    """Each word as far along its line on the flat page as it is on the page."""
    words = place.line.words
    start, end = place.line.polygon[0], place.line.polygon[1]
    run = (end[0] - start[0], end[1] - start[1])
    length = run[0] ** 2 + run[1] ** 2
    for index, word in enumerate(words):
        if not word.text.strip():
            continue
        sides = (word.polygon[0], word.polygon[1])
        shares = [_share(corner, start, run, length) for corner in sides]
        left, right = (place.left + share * place.width for share in (min(shares), max(shares)))
        text = word.text[:MAX_WORD_CHARACTERS]
        at = WordAt(page, line, index)
        yield Token(text, word.confidence, at, word.polygon, left, right, place.top, place.bottom)


def _share(point: Point, start: Point, run: Point, length: float) -> float:
    if not length:
        return 0.0
    along = (point[0] - start[0]) * run[0] + (point[1] - start[1]) * run[1]
    return min(max(along / length, 0.0), 1.0)
