"""Who is who: the seller of the letterhead, and the parties that labels name, each with the address below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ocrwtf.extraction import letterhead
from ocrwtf.extraction.addresses import likeness
from ocrwtf.extraction.field import DocumentType, FieldName, Source
from ocrwtf.extraction.guess import Beside, Guess, beside
from ocrwtf.extraction.labels import Label
from ocrwtf.extraction.letterhead import Part
from ocrwtf.extraction.sheet import Row, Sheet, Span, Token

_HEAD_ROWS = 30
_ADDRESS_ROWS = 9
_SOMEWHAT = 0.6
"""Likeness to an address from which a line beside one is of it."""
_WIDE_LETTERS = 3.0
"""Words of one name are nearer than this many times their height."""
_GAP_ROWS = 2
"""Rows of other things (a telephone number, a tax number) that an address may go on behind."""
_PARTIES = {FieldName.SELLER_NAME, FieldName.BUYER_NAME, FieldName.RECIPIENT_NAME, FieldName.SENDER_NAME}
_ADDRESS_OF = {
    FieldName.SELLER_NAME: FieldName.SELLER_ADDRESS,
    FieldName.BUYER_NAME: FieldName.BUYER_ADDRESS,
    FieldName.RECIPIENT_NAME: FieldName.BUYER_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the page and what it may be."""

    row: Row
    span: Span
    part: Part
    labelled: bool

    @property
    def height(self) -> float:
        return median(token.height for token in self.span.tokens)


def party_guesses(sheet: Sheet, labels: dict[int, tuple[Label, ...]], document_type: DocumentType) -> list[Guess]:
    cells = list(_cells(sheet, labels))
    addressed = [label for found in labels.values() for label in found if label.name in _PARTIES and label.stands_out]
    return [*_seller(cells, addressed), *_named(sheet, labels, addressed, document_type)]


def _cells(sheet: Sheet, labels: dict[int, tuple[Label, ...]]) -> Iterator[_Cell]:
    """Of the first rows of the first page."""
    first = sheet.rows[0].page if sheet.rows else 0
    for row in sheet.rows[:_HEAD_ROWS]:
        if row.page != first:
            return
        for cell, start in zip(row.cells, row.cell_starts, strict=True):
            found = [label for label in labels.get(row.number, ()) if start <= label.start < start + len(cell.text)]
            labelled = any(label.start == start and label.strong for label in found)
            yield _Cell(row, cell, letterhead.part_of(cell.text), labelled)


def _seller(cells: Sequence[_Cell], addressed: Sequence[Label]) -> Iterator[Guess]:
    """The likeliest name above the first address, and that address."""
    cells = [cell for cell in cells if not _is_addressed(cell, addressed)]
    block = _first_address(cells)
    names = list(_names(cells, block))
    if not names and len(block) > 1 and letterhead.business(block[0].span.text):
        names, block = [(0.5, _without_number(block[0]))], block[1:]
    for strength, span in names:
        yield Guess(FieldName.SELLER_NAME, span, None, strength, Source.LAYOUT)
    if block:
        parts = [cell.span for cell in block]
        sure = 0.5 + 0.1 * min(len(block), 3) + 0.1 * bool(names)
        yield Guess(FieldName.SELLER_ADDRESS, joined(parts), None, sure, Source.LAYOUT)


def _is_addressed(cell: _Cell, addressed: Sequence[Label]) -> bool:
    """It stands below or beside a label of another party."""
    return any(
        label.row.page == cell.row.page
        and 0 <= cell.row.number - label.row.number <= _ADDRESS_ROWS
        and cell.span.right > label.span.left - cell.row.height
        for label in addressed
        if label.name is not FieldName.SELLER_NAME
    )


def _first_address(cells: Sequence[_Cell]) -> list[_Cell]:
    for index, cell in enumerate(cells):
        if cell.part is Part.ADDRESS and not cell.labelled:
            before = cells[index - 1] if index else None
            first = index - 1 if before and _leads(before, cell) else index
            return _address_from(cells[first:])
    return []


def _leads(cell: _Cell, first: _Cell) -> bool:
    """A line above an address that ends in a comma or looks a little like one is its first."""
    near = 0 <= first.row.number - cell.row.number <= 1 and not cell.labelled and _below(first, cell)
    begins = _goes_on(cell) or likeness(cell.span.text) >= _SOMEWHAT
    return near and begins and cell.part in {Part.NAME, Part.OTHER} and not letterhead.business(cell.span.text)


def _address_from(cells: Sequence[_Cell]) -> list[_Cell]:
    """The first cell and those below it that go on, over a few rows of other things."""
    block = [cells[0]]
    waiting: list[_Cell] = []
    for cell in cells[1:]:
        last = block[-1]
        if cell.row.number - last.row.number > _GAP_ROWS + 1 or len(block) >= _ADDRESS_ROWS:
            break
        if not _below(cell, last):
            continue
        if not cell.labelled and (cell.part is Part.ADDRESS or _continues(cell, last)):
            block += [*waiting, cell]
            waiting = []
        elif not waiting and _may_be_between(cell, last):
            waiting.append(cell)
        elif cell.part is Part.TITLE:
            break
    return block


def _may_be_between(cell: _Cell, last: _Cell) -> bool:
    """The name of a building or a quarter, if an address goes on below."""
    near = cell.row.number - last.row.number == 1 and not cell.labelled
    return near and cell.part is Part.NAME and letterhead.business(cell.span.text) < 1


def _continues(cell: _Cell, last: _Cell) -> bool:
    """It says little of an address, but right below one."""
    near = cell.row.number - last.row.number <= 1 and cell.part in {Part.NAME, Part.OTHER}
    if not near or letterhead.business(cell.span.text) or sum(map(str.isalpha, cell.span.text)) < 3:
        return False
    return likeness(cell.span.text) >= _SOMEWHAT or (_goes_on(last) and len(cell.span.tokens) <= 4)


def _goes_on(cell: _Cell) -> bool:
    return cell.span.text.rstrip().endswith((",", "-", "/", "&"))


def _below(cell: _Cell, above: _Cell) -> bool:
    """In the same column, however it is aligned; or the next cell of the same row."""
    return cell.span.left < above.span.right and cell.span.right > above.span.left


def _names(cells: Sequence[_Cell], block: Sequence[_Cell]) -> Iterator[tuple[float, Span]]:
    """Names above the address, or near the top if there is none."""
    limit = block[0].row.number if block else 8
    above = [cell for cell in cells if cell.row.number < limit and cell.part is Part.NAME and not cell.labelled]
    if block:
        above += [cell for cell in cells if cell.row is block[0].row and cell.part is Part.NAME and not cell.labelled]
    usual = median([cell.height for cell in cells]) if cells else 0.0
    for index, cell in enumerate(above):
        span = _whole_name(above, index)
        strength = 0.3 + 0.35 * letterhead.business(span.text) + 0.1 * (index == 0)
        strength += 0.1 * (cell.height > 1.25 * usual) + 0.1 * (index == len(above) - 1 and bool(block))
        yield strength, span


def _whole_name(cells: Sequence[_Cell], index: int) -> Span:
    """Without a company's number behind it, with the words of large letters far apart, and with its second line."""
    cell = cells[index]
    spans = [_without_number(cell)]
    for following in cells[index + 1 : index + 4]:
        last = spans[-1].tokens[-1]
        beside = following.row is cell.row and 0 <= following.span.left - last.right < _WIDE_LETTERS * cell.height
        below = following.row.number - cell.row.number == 1 and letterhead.goes_on_a_name(
            following.span.text, cell.span.text
        )
        if not (beside or below):
            break
        spans.append(_without_number(following))
    return joined(spans)


def _without_number(cell: _Cell) -> Span:
    start = cell.row.start_of(cell.span)
    return cell.row.span(start, start + letterhead.name_end(cell.span.text))


def joined(spans: Sequence[Span]) -> Span:
    """As one, with a space between."""
    tokens: tuple[Token, ...] = tuple(token for span in spans for token in span.tokens)
    return Span(" ".join(span.text for span in spans), tokens)


def _named(
    sheet: Sheet, labels: dict[int, tuple[Label, ...]], addressed: Sequence[Label], document_type: DocumentType
) -> Iterator[Guess]:
    for label in addressed:
        name = _role(label, document_type)
        for found in beside(sheet, label, labels):
            span = _name_in(found)
            if span is None:
                continue
            strength = label.strength * found.nearness * (0.75 + 0.15 * (letterhead.business(span.text) > 0))
            strength *= 1.0 if label.colon or found.nearness < 1 else 0.7
            yield Guess(name, span, None, strength, Source.LABEL, label.text)
            yield from _address_below(sheet, labels, name, found, span, strength)
            break


def _role(label: Label, document_type: DocumentType) -> FieldName:
    """Whom goods go to is their recipient, whom a bill goes to its buyer, however the label puts it."""
    assert label.name is not None
    if label.name is FieldName.BUYER_NAME and document_type in _TO_RECIPIENT:
        return FieldName.RECIPIENT_NAME
    return label.name


_TO_RECIPIENT = {DocumentType.DELIVERY_NOTE, DocumentType.TRANSFER_SLIP}


def _name_in(found: Beside) -> Span | None:
    """The first cell of it, if that may be a name."""
    text = found.text
    start = found.start + len(text) - len(text.lstrip(" :.=()"))
    ends = [at for at in found.row.cell_starts if start < at <= found.end]
    end = min([*ends, found.end])
    said = found.row.text[start:end].rstrip(" :,(")
    end = start + letterhead.name_end(said)
    if letterhead.part_of(said) is not Part.NAME or end - start > 80:
        return None
    return found.row.span(start, end)


def _address_below(
    sheet: Sheet, labels: dict[int, tuple[Label, ...]], name: FieldName, found: Beside, span: Span, strength: float
) -> Iterator[Guess]:
    target = _ADDRESS_OF.get(name)
    if target is None:
        return
    parts: list[Span] = []
    for row, cell in sheet.cells_below(found.row, span.left, span.right, _ADDRESS_ROWS):
        start = row.start_of(cell)
        held = any(
            start <= label.start < start + len(cell.text) and label.strong for label in labels.get(row.number, ())
        )
        if held or letterhead.part_of(cell.text) is not Part.ADDRESS:
            break
        parts.append(cell)
    if parts:
        yield Guess(target, joined(parts), None, strength * 0.9, Source.LABEL)
