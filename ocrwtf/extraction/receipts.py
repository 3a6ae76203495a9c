"""Goods that stand under no heading, as on a till's strip: known by a sign ×, by arithmetic and by their alignment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import dropwhile, pairwise, takewhile
from statistics import median

from ocrwtf.extraction.amounts import Convention
from ocrwtf.extraction.closing import closes
from ocrwtf.extraction.figures import TIMES, Figure, figures_of, unit_of
from ocrwtf.extraction.sheet import Row, Sheet, Span, Token

_MOST_OF_ONE = 10_000
"""Larger numbers are no counts of goods."""
_ALIGNED = 1.0
"""Heights by which the right edges of amounts in one column differ."""
_NEAR = 1.5
"""Heights between a name and its numbers under it."""


@dataclass(frozen=True)
class Goods:
    """One row of goods; what is None does not stand there."""

    page: int
    name: Span | None
    quantity: Figure | None
    unit: Span | None
    price: Figure | None
    amount: Figure | None


@dataclass(frozen=True)
class _Line:
    """A row with its numbers; `quantity`, `price` and `amount` are those that show by themselves what they are."""

    row: Row
    figures: list[Figure]
    quantity: Figure | None = None
    price: Figure | None = None
    amount: Figure | None = None

    @property
    def is_sure(self) -> bool:
        return self.price is not None

    @property
    def text(self) -> tuple[Token, ...]:
        """The words before its numbers of goods, from the first with letters on; none without letters."""
        end = min(
            (each.start for each in (self.quantity, self.price, self.amount) if each), default=len(self.row.tokens)
        )
        start = self.quantity.end if self.quantity and not end else 0
        if not end:
            end = min((each.start for each in (self.price, self.amount) if each and each.start >= start), default=start)
        tokens = [token for token in self.row.tokens[start:end] if token.text not in TIMES]
        if tokens and start and unit_of(tokens[0].text):
            tokens = tokens[1:]
        return tuple(dropwhile(lambda token: not any(map(str.isalpha, token.text)), tokens))


def goods_of(sheet: Sheet, convention: Convention | None) -> list[Goods]:
    """From top to bottom; none where nothing proves that they are goods."""
    goods: list[Goods] = []
    for rows in _strips(sheet):
        closing = takewhile(closes, (row for row in sheet.rows[rows[-1].number + 1 :]))
        sums = [figure for _, row in zip(range(4), closing, strict=False) for figure in figures_of(row, convention)]
        lines = [_line(row, figures_of(row, convention)) for row in rows]
        goods += _goods(_chosen(lines, {figure.amount.value for figure in sums if figure.amount}))
    return goods


def _strips(sheet: Sheet) -> Iterator[list[Row]]:
    """Rows of one page between those that are no goods."""
    rows: list[Row] = []
    for row in sheet.rows:
        if rows and (rows[-1].page != row.page or closes(row)):
            yield rows
            rows = []
        if not closes(row):
            rows.append(row)
    if rows:
        yield rows


def _line(row: Row, figures: list[Figure]) -> _Line:
    for at, (one, other) in enumerate(pairwise(figures)):
        last = figures[at + 2] if at + 2 < len(figures) else None
        if _is_count(one) and (other.by or (last and _multiplies(one, other, last))):
            return _Line(row, figures, one, other, last)
    return _Line(row, figures)


def _is_count(figure: Figure) -> bool:
    return figure.amount is None or 0 < figure.amount.value < _MOST_OF_ONE


def _multiplies(quantity: Figure, price: Figure, amount: Figure) -> bool:
    if not (quantity.amount and price.amount and amount.amount):
        return False
    return quantity.amount.value * price.amount.value == amount.amount.value != 0


def _chosen(lines: list[_Line], sums: set[Decimal]) -> list[_Line]:
    """Lines from the first goods to the last, those with an amount alone too if it stands in the column of amounts."""
    sure = [index for index, line in enumerate(lines) if line.is_sure]
    if not sure:
        return _adding_up(lines, sums)
    rights = [line.amount.right for line in lines if line.amount]
    edge = median(rights) if rights else None
    chosen = [line if line.is_sure else _with_amount(line, edge) for line in lines]
    first = sure[0]
    while first and chosen[first - 1].amount:
        first -= 1
    return chosen[max(first - 1, 0) :]


def _with_amount(line: _Line, edge: float | None) -> _Line:
    """With its last number as amount, if it stands at the right `edge` of amounts, or wherever it does without one."""
    last = line.figures[-1] if line.figures else None
    if not last or last.end + 1 < len(line.row.tokens):
        return line
    if edge is not None and abs(last.right - edge) > _ALIGNED * line.row.height:
        return line
    first = line.figures[0]
    counts = first is not last and first.start == 0 and first.amount is not None and _is_count(first)
    return replace(line, amount=last, quantity=first if counts else None)


def _adding_up(lines: list[_Line], sums: set[Decimal]) -> list[_Line]:
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


def _goods(lines: Sequence[_Line]) -> list[Goods]:
    goods: list[Goods] = []
    above: _Line | None = None
    for line in lines:
        if line.is_sure and not line.text and above and _is_near(above.row, line.row):
            if above.amount and not above.is_sure and goods:
                goods.pop()
            goods.append(_one(line, above))
            above = None
        elif line.is_sure or (line.amount and line.text):
            goods.append(_one(line, line))
            above = line
        else:
            above = line
    return goods


def _is_near(upper: Row, lower: Row) -> bool:
    return upper.page == lower.page and lower.top - upper.bottom < _NEAR * lower.height


def _one(line: _Line, named: _Line) -> Goods:
    """From a line with numbers and the one that has the name, which may have the amount too."""
    text = named.text
    name = Span(" ".join(token.text for token in text), text) if text else None
    return Goods(line.row.page, name, line.quantity, _unit(line), line.price, line.amount or named.amount)


def _unit(line: _Line) -> Span | None:
    quantity = line.quantity
    if not quantity:
        return None
    if quantity.unit:
        return Span(quantity.unit, quantity.span.tokens[-1:])
    behind = line.row.tokens[quantity.end : quantity.end + 1]
    return Span(behind[0].text, behind) if behind and unit_of(behind[0].text) else None
