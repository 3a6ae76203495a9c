"""Lines of a strip: which of a row's numbers is count, price or amount, where that shows by itself."""

from dataclasses import dataclass, replace

from ocrwtf.extraction.items.codes import without_bar_codes
from ocrwtf.extraction.items.figures import TIMES, Figure, unit_of
from ocrwtf.extraction.sheet import Row, Token

_MONEY = 1000
_LEAST_PRICE = 100
"""Of rupiah without decimals."""
_MOST_OF_ONE = 10_000
"""Larger numbers are no counts of goods."""
_NEAR = 1.5
"""Heights between a name and its numbers under it."""


@dataclass(frozen=True)
class Line:
    """A row with its numbers; `quantity`, `price` and `amount` are those that show by themselves what they are."""

    row: Row
    figures: list[Figure]
    quantity: Figure | None = None
    price: Figure | None = None
    amount: Figure | None = None
    named: bool = False
    """Between count and amount stands the name, as in "2 x Beras 140.000"."""

    @property
    def is_sure(self) -> bool:
        return self.price is not None or self.named

    @property
    def text(self) -> tuple[Token, ...]:
        """The words before its numbers of goods, from the first with letters on; none without letters."""
        end = min(
            (each.start for each in (self.quantity, self.price, self.amount) if each), default=len(self.row.tokens)
        )
        start = self.quantity.end if self.quantity and not end else 0
        if not end:
            end = min((each.start for each in (self.price, self.amount) if each and each.start >= start), default=start)
        tokens = [token for token in self.row.tokens[start:end] if _says(token)]
        if tokens and start and unit_of(tokens[0].text):
            tokens = tokens[1:]
        return without_bar_codes(tokens)


def _says(token: Token) -> bool:
    """It is no sign × and no row of points between a name and its amount."""
    return token.text not in TIMES and bool(token.text.strip(".…_"))


def line_of(row: Row, figures: list[Figure]) -> Line:
    triples = [figures[at : at + 3] for at in range(len(figures) - 1)]
    triples += [[figures[0], *figures[-2:]]] if len(figures) > 3 else []
    for one, other, *rest in triples:
        last = rest[0] if rest else None
        quantity, price = (other, one) if _is_turned(one, other) else (one, other)
        if is_count(quantity) and ((last and _multiplies(one, other, last)) or _is_priced(one, other)):
            return Line(row, figures, quantity, price, last)
    return _named_between(row, figures) or Line(row, figures)


def _named_between(row: Row, figures: list[Figure]) -> Line | None:
    """A count with a sign × at the beginning, then words, and an amount at the end."""
    first, last = (figures[0], figures[-1]) if len(figures) > 1 else (None, None)
    if first is None or last is None or first.start or not is_count(first):
        return None
    if last.start <= first.end or last.end != len(row.tokens):
        return None
    behind = row.tokens[first.end :]
    signed = behind[0].text in TIMES or row.tokens[first.end - 1].text[-1] in TIMES
    line = Line(row, figures, first, None, last, named=True)
    return line if signed and line.text and looks_like_money(last) else None


def _is_priced(one: Figure, other: Figure) -> bool:
    """Whether a sign alone makes two numbers count and price; tiles of 40x40 and cables of 3x2,5 are neither."""
    return other.by and other.start != one.start and looks_like_money(other)


def looks_like_money(figure: Figure) -> bool:
    amount = figure.amount
    return amount is None or abs(amount.value) >= _LEAST_PRICE or amount.decimals == 2


def _is_turned(one: Figure, other: Figure) -> bool:
    """Whether the price stands before the count, as in "12.50 * 2"."""
    if not one.amount or not other.amount:
        return False
    more_decimals = one.amount.decimals - other.amount.decimals
    return more_decimals > 0 or (other.by and not more_decimals and one.amount.value >= _MONEY > other.amount.value)


def is_count(figure: Figure) -> bool:
    return figure.amount is None or 0 < figure.amount.value < _MOST_OF_ONE


def _multiplies(quantity: Figure, price: Figure, amount: Figure) -> bool:
    if not (quantity.amount and price.amount and amount.amount):
        return False
    return quantity.amount.value * price.amount.value == amount.amount.value != 0


def with_amounts_below(lines: list[Line]) -> list[Line]:
    """Under a row of count and price, what stands alone is the amount if it is their product."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        alone = len(line.figures) == 1 and line.figures[0].end - line.figures[0].start == len(line.row.tokens)
        if above and alone and _is_product(above, line.figures[0]) and is_near(above.row, line.row):
            joined[-1] = replace(above, amount=line.figures[0])
        else:
            joined.append(line)
    return joined


def _is_product(line: Line, amount: Figure) -> bool:
    if line.amount or not (line.quantity and line.price):
        return False
    return _multiplies(line.quantity, line.price, amount)


def is_near(upper: Row, lower: Row) -> bool:
    return upper.page == lower.page and lower.top - upper.bottom < _NEAR * lower.height
