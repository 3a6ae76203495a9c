"""Whose paper it is: the likeliest name in the letterhead, and the address below it."""

from collections.abc import Iterator, Sequence
from statistics import median

from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.labels import Label, Labels
from ocrwtf.extraction.parties import letterhead
from ocrwtf.extraction.parties.address_block import (
    ADDRESS_ROWS,
    SOMEWHAT,
    PlacedCell,
    address_from,
    goes_on,
    is_below,
    placed_cell,
)
from ocrwtf.extraction.parties.addresses import likeness
from ocrwtf.extraction.parties.letterhead import Part
from ocrwtf.extraction.running_text import Sentences
from ocrwtf.extraction.sheet import Sheet, Span, joined

_HEAD_ROWS = 30
_TOP_ROWS = 8
_LARGE = 1.25
"""Letters this much higher than the usual ones are a name's."""
_ONLY_LARGE = 0.5
"""What is left of the likelihood of a name that nothing but its large letters makes one: a title has them too."""
_NEXT_CELLS = 6
_WIDE_LETTERS = 3.0
"""Words of one name are nearer than this many times their height."""


def seller_guesses(sheet: Sheet, labels: Labels, addressed: Sequence[Label], sentences: Sentences) -> list[Guess]:
    """`addressed`: the labels of parties; what stands below those of others is not the seller's."""
    return list(_seller(list(_cells(sheet, labels, sentences)), addressed))


def _cells(sheet: Sheet, labels: Labels, sentences: Sentences) -> Iterator[PlacedCell]:
    """Of the first rows of the first page."""
    first = sheet.rows[0].page if sheet.rows else 0
    for row in sheet.rows[:_HEAD_ROWS]:
        if row.page != first:
            return
        for cell, start in zip(row.cells, row.cell_starts, strict=True):
            found = [label for label in labels.get(row.number, ()) if start <= label.start < start + len(cell.text)]
            labelled = any(label.start == start and (label.strong or label.stands_out) for label in found)
            yield placed_cell(row, cell, sentences, labelled=labelled)


def _seller(cells: Sequence[PlacedCell], addressed: Sequence[Label]) -> Iterator[Guess]:
    """The likeliest name above the first address, and that address."""
    cells = [cell for cell in cells if not _is_addressed(cell, addressed)]
    block = _first_address(cells)
    names = list(_names(cells, block))
    if not names and len(block) > 1 and letterhead.business(block[0].span.text):
        names, block = [(0.5, _without_number(block[0]))], block[1:]
    for strength, span in names:
        firm = bool(block) or letterhead.business(span.text) > 0
        yield Guess(FieldName.SELLER_NAME, span, None, strength, Source.LAYOUT, None, 1.0 if firm else _ONLY_LARGE)
    if block:
        parts = [cell.span for cell in block]
        sure = 0.5 + 0.1 * min(len(block), 3) + 0.1 * bool(names)
        yield Guess(FieldName.SELLER_ADDRESS, joined(parts), None, sure, Source.LAYOUT)


def _is_addressed(cell: PlacedCell, addressed: Sequence[Label]) -> bool:
    """It stands below or beside a label of another party."""
    return any(
        label.row.page == cell.row.page
        and 0 <= cell.row.number - label.row.number <= ADDRESS_ROWS
        and cell.span.right > label.span.left - cell.row.height
        for label in addressed
        if label.name is not FieldName.SELLER_NAME
    )


def _first_address(cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    for index, cell in enumerate(cells):
        if cell.part is Part.ADDRESS and not cell.labelled:
            before = cells[index - 1] if index else None
            first = index - 1 if before and _leads(before, cell) else index
            return address_from(cells[first:])
    return []


def _leads(cell: PlacedCell, first: PlacedCell) -> bool:
    """A line above an address that ends in a comma or looks a little like one is its first."""
    near = 0 <= first.row.number - cell.row.number <= 1 and not cell.labelled and is_below(first, cell)
    firm = letterhead.business(cell.span.text)
    begins = (goes_on(cell) and not firm) or (likeness(cell.span.text) >= SOMEWHAT and firm < 1)
    return near and begins and cell.part in {Part.NAME, Part.OTHER}


def _names(cells: Sequence[PlacedCell], block: Sequence[PlacedCell]) -> Iterator[tuple[float, Span]]:
    """What may be a name above the address, or near the top if there is none, and how likely each is."""
    usual = median([cell.height for cell in cells]) if cells else 0.0
    named = [(cell, _whole_name(cells, cell)) for cell in _above(cells, block)]
    named = [(cell, span) for cell, span in named if block or _stands_out(cell, span, usual)]
    for index, (cell, span) in enumerate(named):
        strength = 0.3 + 0.35 * letterhead.business(span.text) + 0.1 * (cell.height > _LARGE * usual)
        strength += 0.15 * (index == 0) + 0.1 * (index == len(named) - 1 and bool(block))
        yield strength + 0.15 * (bool(block) and _is_aligned(cell, block[0])), span


def _above(cells: Sequence[PlacedCell], block: Sequence[PlacedCell]) -> Iterator[PlacedCell]:
    """Names as far down as the first row of the address; goods have figures beside them."""
    limit = block[0].row.number if block else _TOP_ROWS
    figures = {cell.row.number for cell in cells if cell.part is Part.OTHER and any(map(str.isdigit, cell.span.text))}
    for cell in cells:
        goods = cell.row.number in figures and letterhead.business(cell.span.text) < 1
        if cell.row.number <= limit and cell.part is Part.NAME and not cell.labelled and not goods:
            yield cell


def _stands_out(cell: PlacedCell, span: Span, usual: float) -> bool:
    return letterhead.business(span.text) > 0 or cell.height > _LARGE * usual


def _is_aligned(cell: PlacedCell, other: PlacedCell) -> bool:
    """By its left edge or by its middle."""
    one, two = cell.span, other.span
    apart = min(abs(one.left - two.left), abs(one.centre - two.centre))
    return apart < cell.height


def _whole_name(cells: Sequence[PlacedCell], cell: PlacedCell) -> Span:
    """Without a company's number behind it, with words of large letters far apart, and with what goes on below."""
    spans, last = [_without_number(cell)], cell
    at = next(index for index, other in enumerate(cells) if other is cell)
    for following in cells[at + 1 : at + _NEXT_CELLS]:
        if spans[-1].tokens[-1] is not last.span.tokens[-1]:
            break
        if _is_beside(following, last) or _is_next_line(following, last, joined(spans).text):
            spans.append(_without_number(following))
            last = following
    return joined(spans)


def _is_beside(cell: PlacedCell, last: PlacedCell) -> bool:
    near = cell.row is last.row and 0 <= cell.span.left - last.span.right < _WIDE_LETTERS * last.height
    return near and cell.part in {Part.NAME, Part.OTHER} and not any(map(str.isdigit, cell.span.text))


def _is_next_line(cell: PlacedCell, last: PlacedCell, name: str) -> bool:
    below = cell.row.number - last.row.number == 1 and is_below(cell, last)
    return below and letterhead.goes_on_a_name(cell.span.text, name)


def _without_number(cell: PlacedCell) -> Span:
    start = cell.row.start_of(cell.span)
    return cell.row.span(start, start + letterhead.name_end(cell.span.text))
