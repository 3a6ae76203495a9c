"""The goods of a document, row by row: from tables with a heading, or else from what stands like goods on a strip."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ocrwtf.extraction.amounts import Convention, convention_of, written
from ocrwtf.extraction.field import CellName, Field, LineItem, Source
from ocrwtf.extraction.items.figures import Figure, figures_of, numbers_said, unit_at
from ocrwtf.extraction.items.strips import Goods, goods_of
from ocrwtf.extraction.items.tables import Table, tables_of
from ocrwtf.extraction.sheet import Row, Sheet, Span, Token, box_of

MOST_ITEMS = 2000
"""Of one document: fifty pages of forty rows. Each takes about 2 kB of the answer."""
_NEAR = 1.5
"""Heights: a name goes on in a row that is no further below."""
_MOST_NAME_ROWS = 4
_MOSTLY = 0.7
"""Of the rows of a numbered table; some numbers are misread, or not read at all."""
_MOST_NUMBER_DIGITS = 4
_ORDER = {name: index for index, name in enumerate(CellName)}
_NUMBERS = (CellName.QUANTITY, CellName.PRICE, CellName.AMOUNT)


@dataclass
class _Draft:
    """A row of goods that is being put together."""

    row: Row
    figures: dict[CellName, Figure]
    unit: Span | None
    name: list[Token] = field(default_factory=list)
    last: Row | None = None
    """The row that the name goes on to."""


def line_items(sheet: Sheet, convention: Convention | None = None) -> tuple[LineItem, ...]:
    """From top to bottom. Rows that name no goods, as subtotals and headings, are none of them. `convention` is how
    the document writes its decimals; without it, what most of its numbers say.
    """
    convention = convention or convention_of(text for row in sheet.rows for text in numbers_said(row))
    tables = tables_of(sheet, convention)
    items = [item for table in tables for item in _of_table(table, convention)]
    return tuple(items) or tuple(_of_goods(goods) for goods in goods_of(sheet, convention))


def _of_table(table: Table, convention: Convention | None) -> list[LineItem]:
    labels = {column.kind: column.label.text for column in table.columns}
    drafts: list[_Draft] = []
    texts: list[list[Row]] = [[]]
    for row in table.rows:
        draft = _draft(table, row, convention)
        if draft:
            drafts.append(draft)
            texts.append([])
        else:
            texts[-1].append(row)
    above = sum(not draft.name for draft in drafts) * 2 > len(drafts)
    for draft, before, after in zip(drafts, texts[:-1], texts[1:], strict=True):
        _name(table, draft, before[::-1] if above else after, above=above)
    goods = [draft for draft in drafts if _is_goods(draft)]
    _drop_numbering(goods)
    return [_item(draft, labels) for draft in goods]


def _drop_numbering(drafts: Sequence[_Draft]) -> None:
    """Rows that are numbered one after the other, in a column that was read with the names, are no part of them."""
    numbers = [_number_before(draft.name) for draft in drafts]
    in_order = sum(after == before + 1 for before, after in pairwise(numbers) if before is not None)
    if not in_order or in_order < _MOSTLY * (len(numbers) - 1):
        return
    for draft, number in zip(drafts, numbers, strict=True):
        draft.name[:] = draft.name[number is not None :]


def _number_before(name: Sequence[Token]) -> int | None:
    said = name[0].text.rstrip(".)") if len(name) > 1 else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _MOST_NUMBER_DIGITS else None


def _draft(table: Table, row: Row, convention: Convention | None) -> _Draft | None:
    """None for a row without a number of goods."""
    cells = table.cells(row)
    figures: dict[CellName, Figure] = {}
    unit = _unit(cells.get(CellName.UNIT, ()))
    for name in _NUMBERS:
        found = figures_of(_part(row, cells[name]), convention) if name in cells else []
        if found:
            figures[name] = found[-1] if name == CellName.AMOUNT else found[0]
            unit = unit or (unit_at(found[0], cells[name]) if name == CellName.QUANTITY else None)
    if not figures:
        return None
    return _Draft(row, figures, unit, list(cells.get(CellName.NAME, ())), row)


def _part(row: Row, tokens: tuple[Token, ...]) -> Row:
    return Row(row.number, row.page, tokens, row.top, row.bottom)


def _unit(tokens: tuple[Token, ...]) -> Span | None:
    text = " ".join(token.text for token in tokens)
    return Span(text, tokens) if text and len(text) <= 20 else None


def _name(table: Table, draft: _Draft, rows: Iterable[Row], *, above: bool) -> None:
    """Adds the rows of text that belong to the name, each near the one before."""
    for row in list(rows)[:_MOST_NAME_ROWS]:
        nearest = draft.last or draft.row
        gap = nearest.top - row.bottom if above else row.top - nearest.bottom
        cells = table.cells(row)
        tokens = row.tokens if above else cells.get(CellName.NAME, ())
        alone = above or (set(cells) == {CellName.NAME} and _is_aligned(tokens, draft.name))
        if row.page != nearest.page or gap > _NEAR * row.height or not alone:
            return
        draft.name[:] = [*tokens, *draft.name] if above else [*draft.name, *tokens]
        draft.last = row
        if above:
            return


def _is_aligned(tokens: Sequence[Token], name: list[Token]) -> bool:
    """Under the beginning of the name, or a little to its right."""
    height = tokens[0].height
    return bool(name) and -height < tokens[0].left - name[0].left < 2.5 * height


def _is_goods(draft: _Draft) -> bool:
    """A name, with letters, or two numbers."""
    return any(any(map(str.isalpha, token.text)) for token in draft.name) or len(draft.figures) > 1


def _item(draft: _Draft, labels: dict[str, str]) -> LineItem:
    spans: list[tuple[CellName, Span, Figure | None]] = []
    if draft.name:
        spans.append((CellName.NAME, Span(" ".join(token.text for token in draft.name), tuple(draft.name)), None))
    spans.extend((name, figure.span, figure) for name, figure in draft.figures.items())
    if draft.unit:
        spans.append((CellName.UNIT, draft.unit, None))
    return _line_item(spans, draft.row.page, Source.TABLE, labels)


def _of_goods(goods: Goods) -> LineItem:
    spans: list[tuple[CellName, Span, Figure | None]] = []
    numbers = (CellName.QUANTITY, goods.quantity), (CellName.PRICE, goods.price), (CellName.AMOUNT, goods.amount)
    texts = (CellName.NAME, goods.name), (CellName.UNIT, goods.unit)
    spans.extend((name, figure.span, figure) for name, figure in numbers if figure)
    spans.extend((name, span, None) for name, span in texts if span)
    return _line_item(spans, goods.page, Source.LAYOUT, {})


def _line_item(
    spans: list[tuple[CellName, Span, Figure | None]], page: int, source: Source, labels: dict[str, str]
) -> LineItem:
    cells = tuple(
        Field(
            name=name,
            value=span.text,
            normalized=written(figure.amount.value) if figure and figure.amount else None,
            confidence=span.confidence,
            page=page,
            polygon=box_of(span.tokens),
            source=source,
            words=span.words,
            label=labels.get(name),
        )
        for name, span, figure in sorted(spans, key=lambda each: _ORDER[each[0]])
        if span.is_whole
    )
    return LineItem(page, box_of(token for _, span, _ in spans for token in span.tokens), cells)
