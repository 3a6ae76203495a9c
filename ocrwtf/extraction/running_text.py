"""Running text: the cells of a page that are lines of sentences, in which words name nothing as labels do."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from ocrwtf.extraction.field import WordAt
from ocrwtf.extraction.sheet import Row, Sheet, Span, joined

Sentences = frozenset[WordAt]
"""The words that stand in running text."""

_LEAST_WORDS = 5
_SMALL = 0.5
"""Part of a sentence's words that begin with a small letter; those of names and addresses begin with large ones."""
_SMALL_ABOVE = 0.4
"""The same of a line that the next one goes on."""
_JOINED = """
yang dan di ke dari untuk dengan oleh pada akan telah sudah tidak atau kami kita anda agar serta tersebut ini itu dalam
dapat bahwa apabila bila jika setelah sebelum sebagai adalah harap mohon atas sampai harus maupun karena hanya saat
secara supaya the of and to in is are be been for not with by will shall we you your our this that or any from
"""
_JOINING = frozenset(_JOINED.split())
"""Words that make a sentence of others; an address or an amount in words has none."""
_LEADING = 1.0
"""Lines of one paragraph are at most this many heights apart."""
_WIDE = 2.6
"""Heights between words of one line at most."""
_INDENT = 3.0
"""Heights by which their beginnings differ."""
_ENDS = (".", "!", "?", ":")
_OPEN_LINES = 24
"""Lines that the next rows may go on; bounds the time on pages made to take long."""
_ROWS = 3
"""So many rows further a line of the same column stands; those between are of the column beside."""
_LONGEST = 400
"""Characters of a cell that are looked at."""


def sentences_of(sheet: Sheet) -> Sentences:
    """Lines that are sentences by themselves, those that go on below them, and those above that they go on."""
    cells = [cell for row in sheet.rows for cell in _lines(row)]
    _spread(cells, _goes_on)
    _spread(cells[::-1], _leads_to)
    return frozenset(at for cell in cells if cell.is_running for at in cell.span.words)


def _lines(row: Row) -> Iterator["_Cell"]:
    """The cells of a row; those of a line that is set to its full width, and so full of gaps, as one."""
    runs: list[list[Span]] = [[row.cells[0]]]
    for before, cell in pairwise(row.cells):
        if cell.left - before.right > _WIDE * row.height:
            runs.append([])
        runs[-1].append(cell)
    for run in runs:
        whole = _Cell(row, joined(run))
        yield from [whole] if whole.is_running else [_Cell(row, cell) for cell in run]


class _Cell:
    """With its words counted; `is_running` while it is found out."""

    def __init__(self, row: Row, span: Span) -> None:
        self.page, self.row, self.span = row.page, row.number, span
        self.text = span.text[:_LONGEST]
        self.column = (span.left, span.right)
        """As wide as the widest line that it goes on."""
        self.top = min(token.top for token in span.tokens)
        self.bottom = max(token.bottom for token in span.tokens)
        words = [word.strip("(\"'") for word in self.text.split()]
        self._words = [word for word in words if sum(map(str.isalpha, word)) > 1]
        self.is_running = self._is_sentence()

    @property
    def small(self) -> float:
        """Part of its words that begin with a small letter."""
        return sum(word[:1].islower() for word in self._words) / max(len(self._words), 1)

    def _is_sentence(self) -> bool:
        joins = any(word.strip(".,;").lower() in _JOINING for word in self._words)
        return len(self._words) >= _LEAST_WORDS and joins and self.small >= _SMALL

    def is_near(self, other: "_Cell") -> bool:
        """The next or last line of the same column."""
        height = max(self.bottom - self.top, other.bottom - other.top)
        gap = max(self.top - other.bottom, other.top - self.bottom)
        aligned = abs(self.span.left - other.span.left) < _INDENT * height or self._is_within(other, height)
        return self.page == other.page and abs(self.row - other.row) <= _ROWS and aligned and gap < _LEADING * height

    def _is_within(self, other: "_Cell", height: float) -> bool:
        """A part of a line that is set wide, under or over a whole one."""
        left, right = other.column
        return left - height < self.span.left and self.span.right < right + height and self.text[:1].islower()


def _goes_on(cell: _Cell, above: _Cell) -> bool:
    """With a small letter; or the sentence above has not ended, and does so here."""
    ends_here = cell.text.rstrip().endswith(_ENDS) or cell.small >= _SMALL_ABOVE
    return cell.text[:1].islower() or (ends_here and not above.text.rstrip().endswith(_ENDS))


def _leads_to(cell: _Cell, below: _Cell) -> bool:
    return below.text[:1].islower() and cell.small >= _SMALL_ABOVE and not cell.text.rstrip().endswith(_ENDS)


def _spread(cells: Iterable[_Cell], goes_on: Callable[[_Cell, _Cell], bool]) -> None:
    """Each cell, in this order, is running text too if that goes on in it."""
    open_lines: list[_Cell] = []
    for cell in cells:
        open_lines = [line for line in open_lines[-_OPEN_LINES:] if abs(line.row - cell.row) <= _ROWS]
        near = [line for line in open_lines if line.row != cell.row and cell.is_near(line) and goes_on(cell, line)]
        cell.is_running = cell.is_running or bool(near)
        if cell.is_running:
            lefts, rights = zip(cell.column, *(line.column for line in near), strict=True)
            cell.column = (min(lefts), max(rights))
            open_lines.append(cell)
