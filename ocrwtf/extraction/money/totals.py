"""Which of several totals is the document's: what the other amounts bear out, and what contradicts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from ocrwtf.extraction.field import FieldName
from ocrwtf.extraction.guess import Guess

_FEW = 4
"""Amounts of one kind that are compared with others; bounds the time."""
_LIKELY = 0.5
_CLOSE = 0.1
_CONTESTED = 0.6
"""What is left of the likelihood of totals that contradict each other."""


@dataclass(frozen=True, slots=True)
class _Support:
    """What bears a total out: subtotal less discount with tax, paid less change, what was paid, the totals of the
    document, and those that another one comes to by rounding.
    """

    sums: frozenset[Decimal]
    paid_less_change: frozenset[Decimal]
    paid: frozenset[Decimal]
    totals: Counter[Decimal]
    last: Guess | None
    rounded: frozenset[Decimal]

    def of(self, guess: Guess) -> float:
        value = _value(guess)
        paid = 0.12 * (value in self.paid_less_change) + 0.05 * (value in self.paid)
        said = 0.05 * (self.totals[value] > 1) + 0.04 * (guess is self.last)
        return paid + said + 0.1 * (value in self.sums) + 0.15 * (value in self.rounded)


def with_totals_weighed(guesses: Sequence[Guess], roundings: set[Decimal]) -> list[Guess]:
    """The same guesses, totals by what supports them; of two with as much to say for each, neither is sure."""
    support = _support(guesses, roundings)
    totals = [each for each in guesses if each.name is FieldName.TOTAL_AMOUNT]
    others = [each for each in guesses if each.name is not FieldName.TOTAL_AMOUNT]
    totals = [replace(each, strength=each.strength + support.of(each)) for each in totals]
    if _is_contested(totals):
        totals = [replace(each, plausibility=each.plausibility * _CONTESTED) for each in totals]
    return [*totals, *others]


def _support(guesses: Sequence[Guess], roundings: set[Decimal]) -> _Support:
    amounts = {name: [_value(each) for each in guesses if each.name is name][:_FEW] for name in FieldName}
    subtotals, taxes = amounts[FieldName.SUBTOTAL_AMOUNT], amounts[FieldName.TAX_AMOUNT]
    zero = Decimal(0)
    parts = product(subtotals, [*taxes, zero], [*amounts[FieldName.DISCOUNT_AMOUNT], zero])
    paid, change = amounts[FieldName.PAID_AMOUNT], amounts[FieldName.CHANGE_AMOUNT]
    totals = [each for each in guesses if each.name is FieldName.TOTAL_AMOUNT and each.plausibility >= _LIKELY]
    values = Counter(_value(each) for each in totals)
    return _Support(
        sums=frozenset(subtotal + tax - discount for subtotal, tax, discount in parts),
        paid_less_change=frozenset(one - other for one, other in product(paid, change)),
        paid=frozenset(paid),
        totals=values,
        last=totals[-1] if totals else None,
        rounded=frozenset(one + other for one, other in product(values, sorted(roundings)[:_FEW])),
    )


def _is_contested(totals: Sequence[Guess]) -> bool:
    best: dict[str, float] = {}
    for each in totals:
        value = each.normalized or ""
        best[value] = max(best.get(value, 0.0), each.strength * each.plausibility)
    first, second, *_ = [*sorted(best.values(), reverse=True), 0.0, 0.0]
    return second > 0 and first - second <= _CLOSE


def _value(guess: Guess) -> Decimal:
    return Decimal(guess.normalized or 0)
