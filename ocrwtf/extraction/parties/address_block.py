"""The lines of one address: those that look like it, and those between and below that belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ocrwtf.extraction.parties import letterhead
from ocrwtf.extraction.parties.addresses import likeness
from ocrwtf.extraction.parties.letterhead import Part
from ocrwtf.extraction.sheet import Row, Span

ADDRESS_ROWS = 9
SOMEWHAT = 0.6
"""Likeness to an address from which a line beside one is of it."""
_LEADING = 1.6
"""Lines of one address are at most this many heights apart."""
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


def address_from(cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """The first cell and those below it that go on, over a few rows of other things."""
    block = [cells[0]]
    waiting: list[PlacedCell] = []
    for cell in cells[1:]:
        last = block[-1]
        if _is_far(cell, last) or len(block) >= ADDRESS_ROWS:
            break
        if not is_below(cell, last):
            continue
        if not cell.labelled and (cell.part is Part.ADDRESS or _continues(cell, last)):
            block += [*waiting, cell]
            waiting = []
        elif not waiting and _may_be_between(cell, last):
            waiting.append(cell)
        elif cell.part is Part.TITLE:
            break
    return block


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
    """In the same column, however it is aligned; or the next cell of the same row."""
    return cell.span.left < above.span.right and cell.span.right > above.span.left
