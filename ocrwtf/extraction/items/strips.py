"""Goods that stand under no heading, as on a till's strip: known by a sign ×, by arithmetic and by their alignment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import dropwhile, takewhile
from statistics import median

from ocrwtf.extraction.amounts import Convention
from ocrwtf.extraction.items.closing import closes, names_goods, summarises
from ocrwtf.extraction.items.figures import TIMES, Figure, figures_of, unit_at, unit_of
from ocrwtf.extraction.sheet import Row, Sheet, Span, Token

_MOST_NAME_ROWS = 3
_MOST_SUMS = 4
"""Rows of sums that are looked at below goods."""
_MONEY = 1000
_LEAST_PRICE = 100
"""Of rupiah without decimals."""
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
    summed: set[int] = set()
    for rows in _strips(sheet):
        lines = [_line(row, figures_of(row, convention)) for row in rows]
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
    """The numbers in the rows of sums just below."""
    closing = takewhile(closes, sheet.below(row, _MOST_SUMS))
    return {figure.amount.value for each in closing for figure in figures_of(each, convention) if figure.amount}


def _line(row: Row, figures: list[Figure]) -> _Line:
    triples = [figures[at : at + 3] for at in range(len(figures) - 1)]
    triples += [[figures[0], *figures[-2:]]] if len(figures) > 3 else []
    for one, other, *rest in triples:
        last = rest[0] if rest else None
        quantity, price = (other, one) if _is_turned(one, other) else (one, other)
        if _is_count(quantity) and ((last and _multiplies(one, other, last)) or _is_priced(one, other)):
            return _Line(row, figures, quantity, price, last)
    return _Line(row, figures)


def _is_priced(one: Figure, other: Figure) -> bool:
    """Whether a sign alone makes two numbers count and price; tiles of 40x40 and cables of 3x2,5 are neither."""
    return other.by and other.start != one.start and _looks_like_money(other)


def _looks_like_money(figure: Figure) -> bool:
    amount = figure.amount
    return amount is None or abs(amount.value) >= _LEAST_PRICE or amount.decimals == 2


def _is_turned(one: Figure, other: Figure) -> bool:
    """Whether the price stands before the count, as in "12.50 * 2"."""
    if not one.amount or not other.amount:
        return False
    more_decimals = one.amount.decimals - other.amount.decimals
    return more_decimals > 0 or (other.by and not more_decimals and one.amount.value >= _MONEY > other.amount.value)


def _is_count(figure: Figure) -> bool:
    return figure.amount is None or 0 < figure.amount.value < _MOST_OF_ONE


def _multiplies(quantity: Figure, price: Figure, amount: Figure) -> bool:
    if not (quantity.amount and price.amount and amount.amount):
        return False
    return quantity.amount.value * price.amount.value == amount.amount.value != 0


def _with_amounts(lines: list[_Line]) -> list[_Line]:
    """Lines from the first goods to the last, those with an amount alone too if it stands in the column of amounts."""
    rights = [line.amount.right for line in lines if line.amount]
    edge = median(rights) if rights else None
    chosen = [line if line.is_sure else _with_amount(line, edge) for line in lines]
    first = next(index for index, line in enumerate(lines) if line.is_sure)
    while first and chosen[first - 1].amount:
        first -= 1
    return chosen[max(first - _MOST_NAME_ROWS, 0) :]


def _with_amount(line: _Line, edge: float | None) -> _Line:
    """With its last number as amount, if it stands at the right `edge` of amounts, or wherever it does without one."""
    last = line.figures[-1] if line.figures else None
    if not last or last.end + 1 < len(line.row.tokens) or not _looks_like_money(last):
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
    before: list[_Line] = []
    most = _name_rows(lines)
    for line in lines:
        if before and not _is_near(before[-1].row, line.row):
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
    return goods


def _name_rows(lines: Sequence[_Line]) -> int:
    """How many rows a name takes above its numbers: as many as stand between any two rows of numbers."""
    between, rows = [], 0
    for line in lines:
        rows += not line.amount
        if line.is_sure:
            between.append(0 if line.text else rows)
            rows = 0
    return min(min((count for count in between[1:] if count), default=1), _MOST_NAME_ROWS)


def _is_near(upper: Row, lower: Row) -> bool:
    return upper.page == lower.page and lower.top - upper.bottom < _NEAR * lower.height


def _one(line: _Line, named: Sequence[_Line]) -> Goods:
    """From a line with numbers and those that have the name, the last of which may have the amount too."""
    text = tuple(token for each in named for token in each.text)
    name = Span(" ".join(token.text for token in text), text) if text else None
    return Goods(
        line.row.page,
        name,
        line.quantity,
        unit_at(line.quantity, line.row.tokens) if line.quantity else None,
        line.price,
        line.amount or (named[-1].amount if named else None),
    )
