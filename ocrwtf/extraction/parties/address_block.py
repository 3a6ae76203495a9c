"""The lines of one address: those that look like it, and those between and below that belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ocrwtf.extraction.parties import letterhead
from ocrwtf.extraction.parties.addresses import likeness
from ocrwtf.extraction.parties.letterhead import Part
from ocrwtf.extraction.running_text import Sentences
from ocrwtf.extraction.sheet import Row, Span

ADDRESS_ROWS = 9
SOMEWHAT = 0.6
"""Likeness to an address from which a line beside one is of it."""
_LEADING = 1.6
"""Lines of one address are at most this many heights apart."""
_WIDE = 2.5
"""Heights between words of one line at most."""
_GAP_ROWS = 2
"""Rows of other things (a telephone number, a tax number) that an address may go on behind."""
_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of the page and what it may be."""

    row: Row
    span: Span
    part: Part
    labelled: bool

    @property
    def height(self) -> float:
        return median(token.height for token in self.span.tokens)


def placed_cell(row: Row, span: Span, sentences: Sentences, *, labelled: bool = False) -> PlacedCell:
    part = Part.PROSE if span.words[0] in sentences else letterhead.part_of(span.text)
    return PlacedCell(row, span, part, labelled)


def address_from(cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """The first cell and those beside and below it that go on, over a few rows of other things."""
    block = [cells[0]]
    waiting: list[PlacedCell] = []
    for cell in cells[1:]:
        last = block[-1]
        if _is_far(cell, last) or cell.row.number - cells[0].row.number >= ADDRESS_ROWS:
            break
        if _goes_on_beside(cell, last):
            block.append(cell)
            continue
        line = [each for each in block if each.row is last.row]
        if cell.row is last.row or not any(is_below(cell, each) for each in line):
            continue
        if not cell.labelled and (cell.part is Part.ADDRESS or _continues(cell, last)):
            block += [*waiting, cell]
            waiting = []
        elif not waiting and _may_be_between(cell, last):
            waiting.append(cell)
        elif cell.part in {Part.TITLE, Part.PROSE}:
            break
    return block


def _goes_on_beside(cell: PlacedCell, last: PlacedCell) -> bool:
    """Words of one line that stand a little apart, as they do where a line is set to its full width."""
    if cell.row is not last.row or cell.labelled or cell.part not in {Part.ADDRESS, Part.NAME, Part.OTHER}:
        return False
    return is_close(cell.span, last.span)


def is_close(span: Span, before: Span) -> bool:
    """Beside each other, with no more between than between the words of a line set wide."""
    height = median(token.height for token in before.tokens)
    return 0 <= span.left - before.right < _WIDE * height


def _is_far(cell: PlacedCell, last: PlacedCell) -> bool:
    rows = cell.row.number - last.row.number
    return rows > _GAP_ROWS + 1 or cell.row.top - last.row.bottom > (rows - 1 + _LEADING) * rows * last.row.height


def _may_be_between(cell: PlacedCell, last: PlacedCell) -> bool:
    """The name of a building or a quarter, if an address goes on below."""
    near = cell.row.number - last.row.number == 1 and not cell.labelled
    return near and cell.part is Part.NAME and letterhead.business(cell.span.text) < 1


def _continues(cell: PlacedCell, last: PlacedCell) -> bool:
    """It says little of an address, but right below one."""
    near = cell.row.number - last.row.number <= 1 and cell.part in {Part.NAME, Part.OTHER}
    if not near or letterhead.business(cell.span.text) or sum(map(str.isalpha, cell.span.text)) < 3:
        return False
    return likeness(cell.span.text) >= SOMEWHAT or (goes_on(last) and len(cell.span.tokens) <= _FEW_WORDS)


def goes_on(cell: PlacedCell) -> bool:
    return cell.span.text.rstrip().endswith((",", "-", "/", "&"))


def is_below(cell: PlacedCell, above: PlacedCell) -> bool:
    """In the same column, however it is aligned."""
    return cell.span.left < above.span.right and cell.span.right > above.span.left
