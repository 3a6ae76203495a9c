"""Exact arithmetic between the numbers of a document: whether a check holds, and what a number must be for that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, prod

from ocrwtf.extraction.field import WitnessKind

_ZERO = Fraction(0)
_SHARP = Fraction(3, 2)
"""Units between the largest and the smallest value that a check may leave and still prove something."""

Values = Mapping[int, Fraction]
"""Of each number, by its index."""
Terms = tuple[tuple[Fraction, tuple[int, ...]], ...]
"""A sum of products: a factor, and the indexes of numbers; none of them twice."""


@dataclass(frozen=True)
class Equation:
    """Holds if the sum of `terms` is from `low` to `high`, which allow for rounding and for nothing else. `formula` is
    text with indexes in the place of the numbers.
    """

    terms: Terms
    low: Fraction
    high: Fraction
    formula: tuple[str | int, ...]

    @cached_property
    def _terms_with(self) -> dict[int, Terms]:
        found: dict[int, list[tuple[Fraction, tuple[int, ...]]]] = {}
        for term in self.terms:
            for index in term[1]:
                found.setdefault(index, []).append(term)
        return {index: tuple(terms) for index, terms in found.items()}

    @property
    def parties(self) -> frozenset[int]:
        return frozenset(self._terms_with)

    def total(self, values: Values) -> Fraction:
        return sum((_product(factor, [values[index] for index in indexes]) for factor, indexes in self.terms), _ZERO)

    def slope(self, values: Values, index: int) -> Fraction:
        """By how much the sum grows when the number grows by one."""
        terms = self._terms_with.get(index, ())
        return sum(
            (_product(factor, [values[each] for each in indexes if each != index]) for factor, indexes in terms), _ZERO
        )


def _product(factor: Fraction, values: list[Fraction]) -> Fraction:
    """Most factors are 1 or −1, and fractions are slow to multiply."""
    value = prod(values[1:], start=values[0]) if values else Fraction(1)
    return value if factor == 1 else -value if factor == -1 else factor * value


@dataclass(frozen=True)
class Check:
    """Holds if one of its equations does: there is more than one way in which totals are reckoned."""

    kind: WitnessKind
    equations: tuple[Equation, ...]

    @cached_property
    def parties(self) -> frozenset[int]:
        return frozenset(index for equation in self.equations for index in equation.parties)


@dataclass(frozen=True)
class Standing:
    """A check with the values of the moment; sums are reckoned once, as a column may be long."""

    check: Check
    values: Values
    totals: tuple[Fraction, ...]

    @classmethod
    def of(cls, check: Check, values: Values) -> "Standing":
        return cls(check, values, tuple(equation.total(values) for equation in check.equations))

    @property
    def holding(self) -> Equation | None:
        """The first of its equations that holds."""
        pairs = zip(self.check.equations, self.totals, strict=True)
        return next((equation for equation, total in pairs if equation.low <= total <= equation.high), None)

    def holds_with(self, index: int, value: Fraction) -> bool:
        change = value - self.values[index]
        return any(
            equation.low <= total + change * equation.slope(self.values, index) <= equation.high
            for equation, total in zip(self.check.equations, self.totals, strict=True)
        )

    def is_sharp(self, index: int, unit: Fraction) -> bool:
        """Whether it leaves no more than one or two values of the number; a tax of 6.00 leaves many to its base."""
        slopes = [(equation, abs(equation.slope(self.values, index))) for equation in self.check.equations]
        return all(equation.high - equation.low <= _SHARP * unit * slope for equation, slope in slopes if slope)

    def solutions(self, index: int, unit: Fraction) -> Iterator[Fraction]:
        """What the number must be, in whole units, for the check to hold; nothing where it leaves too many."""
        if not self.is_sharp(index, unit):
            return
        for equation, total in zip(self.check.equations, self.totals, strict=True):
            slope = equation.slope(self.values, index)
            if slope:
                rest = total - slope * self.values[index]
                ends = sorted(((equation.low - rest) / slope / unit, (equation.high - rest) / slope / unit))
                yield from (count * unit for count in range(ceil(ends[0]), floor(ends[1]) + 1))
