"""Goods that stand under no heading, as on a till's strip: known by a sign ×, by arithmetic and by their alignment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from statistics import median

from ocrwtf.extraction.amounts import Convention
from ocrwtf.extraction.items.closing import closes, names_goods, summarises
from ocrwtf.extraction.items.codes import have_codes, without_code
from ocrwtf.extraction.items.figures import Figure, figures_of, unit_at
from ocrwtf.extraction.items.strip_lines import Line, is_count, is_near, line_of, looks_like_money, with_amounts_below
from ocrwtf.extraction.labels import words_said
from ocrwtf.extraction.money.money_words import is_rounding
from ocrwtf.extraction.sheet import Row, Sheet, Span, Token

_MOST_NAME_ROWS = 3
_MOST_SUMS = 4
"""Rows of sums that are looked at below goods."""
_ALIGNED = 1.0
"""Heights by which the right edges of amounts in one column differ."""


@dataclass(frozen=True)
class Goods:
    """One row of goods; what is None does not stand there."""

    page: int
    name: Span | None
    quantity: Figure | None
    unit: Span | None
    price: Figure | None
    amount: Figure | None


def goods_of(sheet: Sheet, convention: Convention | None) -> list[Goods]:
    """From top to bottom; none where nothing proves that they are goods."""
    goods: list[Goods] = []
    summed: set[int] = set()
    for rows in _strips(sheet):
        lines = with_amounts_below([line_of(row, figures_of(row, convention)) for row in rows])
        sums = _sums_below(sheet, rows[-1], convention)
        if any(line.is_sure for line in lines):
            goods += _goods(_with_amounts(lines))
        elif rows[0].page not in summed:
            goods += _goods(_adding_up(lines, sums))
        if sums:
            summed.add(rows[0].page)
    return goods


def _strips(sheet: Sheet) -> Iterator[list[Row]]:
    """Rows of one page between those that are no goods, to a summary of taxes."""
    rows: list[Row] = []
    ended = 0
    for row in sheet.rows:
        closed = row.page == ended or closes(row)
        ended = row.page if summarises(row) else ended
        if rows and (rows[-1].page != row.page or closed):
            yield rows
            rows = []
        if not closed:
            rows.append(row)
    if rows:
        yield rows


def _sums_below(sheet: Sheet, row: Row, convention: Convention | None) -> set[Decimal]:
    """The numbers in the rows of sums just below, and what they are without what makes the total a round one."""
    closing = list(takewhile(closes, sheet.below(row, _MOST_SUMS)))
    said = [[one.amount.value for one in figures_of(each, convention) if one.amount] for each in closing]
    sums = {value for values in said for value in values}
    rounded = zip(closing, said, strict=True)
    roundings = {value for each, values in rounded if is_rounding(words_said(each.text)) for value in values[-1:]}
    return sums | {value + sign * rounding for value in sums for rounding in roundings for sign in (1, -1)}


def _with_amounts(lines: list[Line]) -> list[Line]:
    """Lines from the first goods to the last, those with an amount alone too if it stands in the column of amounts."""
    rights = [line.amount.right for line in lines if line.amount]
    edge = median(rights) if rights else None
    chosen = [line if line.is_sure else _with_amount(line, edge) for line in lines]
    first = next(index for index, line in enumerate(lines) if line.is_sure)
    while first and chosen[first - 1].amount:
        first -= 1
    return chosen[max(first - _MOST_NAME_ROWS, 0) :]


def _with_amount(line: Line, edge: float | None) -> Line:
    """With its last number as amount, if it stands at the right `edge` of amounts, or wherever it does without one."""
    last = line.figures[-1] if line.figures else None
    if not last or last.end + 1 < len(line.row.tokens) or not looks_like_money(last):
        return line
    if edge is not None and abs(last.right - edge) > _ALIGNED * line.row.height:
        return line
    first = line.figures[0]
    counts = first is not last and first.start == 0 and first.amount is not None and is_count(first)
    return replace(line, amount=last, quantity=first if counts else None)


def _adding_up(lines: list[Line], sums: set[Decimal]) -> list[Line]:
    """The last lines whose amounts, one below the other, add up to what is written under them."""
    if not sums:
        return []
    total = Decimal(0)
    for index in range(len(lines) - 1, -1, -1):
        line = _with_amount(lines[index], None)
        if not line.amount or not line.amount.amount:
            return []
        lines[index] = line
        total += line.amount.amount.value
        if total in sums and line.text:
            return lines[index:]
    return []


def _goods(lines: Sequence[Line]) -> list[Goods]:
    goods: list[Goods] = []
    before: list[Line] = []
    most = _name_rows(lines)
    for line in lines:
        if before and not is_near(before[-1].row, line.row):
            before = []
        if line.is_sure and not line.text:
            named = before[-1:] if before and before[-1].amount else before[-most:]
            if named and named[-1].amount and goods:
                goods.pop()
            goods.append(_one(line, named))
            before = []
        elif line.is_sure or (line.amount and names_goods(token.text for token in line.text)):
            goods.append(_one(line, [line]))
            before = [] if line.is_sure else [line]
        else:
            before.append(line)
    return _without_codes(goods)


def _without_codes(goods: list[Goods]) -> list[Goods]:
    if not have_codes([each.name.tokens for each in goods if each.name]):
        return goods
    return [replace(each, name=_span(without_code(each.name.tokens))) if each.name else each for each in goods]


def _span(tokens: tuple[Token, ...]) -> Span:
    return Span(" ".join(token.text for token in tokens), tokens)


def _name_rows(lines: Sequence[Line]) -> int:
    """How many rows a name takes above its numbers: as many as stand between any two rows of numbers."""
    between, rows = [], 0
    for line in lines:
        rows += not line.amount and not line.is_sure
        if line.is_sure:
            between.append(0 if line.text else rows)
            rows = 0
    return min(min((count for count in between[1:] if count), default=1), _MOST_NAME_ROWS)


def _one(line: Line, named: Sequence[Line]) -> Goods:
    """From a line with numbers and those that have the name, the last of which may have the amount too."""
    text = tuple(token for each in named for token in each.text)
    name = _span(text) if text else None
    return Goods(
        line.row.page,
        name,
        line.quantity,
        unit_at(line.quantity, line.row.tokens) if line.quantity else None,
        line.price,
        line.amount or (named[-1].amount if named else None),
    )
