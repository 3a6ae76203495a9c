"""Which numbers of a document bear each other out: the checks that its fields and items offer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ocrwtf.extraction.amounts import convention_of, written
from ocrwtf.extraction.field import CellName, Field, FieldName, LineItem, WitnessKind
from ocrwtf.extraction.lock.checks import Check, Equation, Terms
from ocrwtf.extraction.lock.misread import Written, written_number
from ocrwtf.extraction.spelled import spelled_amount

_HALF = Fraction(1, 2)
_ONE = Fraction(1)
_TAX_RATES = (Fraction(11), Fraction(12), Fraction(11, 10))
"""Percent of Indonesian taxes, tried where no rate is printed."""
_OTHER_BASE = Fraction(11, 12)
"""Of the price, on which the 12 % are reckoned (PMK 131/2024)."""
AMOUNTS = (
    *(FieldName.SUBTOTAL_AMOUNT, FieldName.DISCOUNT_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TAX_RATE),
    *(FieldName.TOTAL_AMOUNT, FieldName.PAID_AMOUNT, FieldName.CHANGE_AMOUNT),
)
_NO_MONEY = (FieldName.TAX_RATE, CellName.QUANTITY)
_CELLS = (CellName.QUANTITY, CellName.PRICE, CellName.AMOUNT)

Place = tuple[int, int]
"""Item and cell, from 0; of a field of the document, -1 and its index."""
_ASIDE: Place = (-2, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """`unit` is what it was rounded to when it was reckoned."""

    place: Place
    field: Field
    written: Written
    unit: Fraction

    @property
    def is_aside(self) -> bool:
        """Bears out others but is none of the fields, so that a repair could not be recorded."""
        return self.place == _ASIDE

    @property
    def is_repairable(self) -> bool:
        """A tax of 11 % and one of 12 % on 11/12 of the price are the same, so that no tax proves its rate."""
        return not self.is_aside and self.field.name != FieldName.TAX_RATE


@dataclass(frozen=True)
class Ledger:
    """The numbers of a document, and the checks between them, by the numbers' indexes. The numbers in `spelled` were
    read from words.
    """

    numbers: tuple[Number, ...]
    checks: tuple[Check, ...]
    spelled: frozenset[int]


def ledger_of(fields: Sequence[Field], items: Sequence[LineItem], rounding: Field | None = None) -> Ledger:
    """`rounding` is what the document adds to its total to make it a round one."""
    return _Book(fields, items, rounding).ledger()


class _Book:
    """Gives numbers their indexes, and collects the checks between them."""

    def __init__(self, fields: Sequence[Field], items: Sequence[LineItem], rounding: Field | None) -> None:
        places = [((-1, at), each) for at, each in enumerate(fields) if each.name in AMOUNTS]
        places += [
            ((row, at), cell)
            for row, item in enumerate(items)
            for at, cell in enumerate(item.cells)
            if cell.name in _CELLS
        ]
        places += [(_ASIDE, rounding)] if rounding else []
        convention = convention_of(each.value for _, each in places)
        found = [(place, each, written_number(each, convention)) for place, each in places]
        self._numbers = _with_units([(place, each, written) for place, each, written in found if written])
        self._index = {(number.place[0], number.field.name): at for at, number in enumerate(self._numbers)}
        self._rows = range(len(items))
        self._rounding = next((at for at, number in enumerate(self._numbers) if number.is_aside), None)
        self._spelled = {at: each for at, each in enumerate(fields) if each.name == FieldName.AMOUNT_IN_WORDS}
        self._checks: list[Check] = []

    def ledger(self) -> Ledger:
        words = self._in_words()
        for row in self._rows:
            self._product(row)
        self._column_sum()
        self._total()
        self._tax()
        self._change()
        return Ledger(tuple(self._numbers), tuple(self._checks), words)

    def _add(self, kind: WitnessKind, equations: Iterable[Equation | None]) -> None:
        """Leaves out equations in which one word takes part twice: nothing bears out itself."""
        independent = tuple(each for each in equations if each and self._are_apart(each.parties))
        if independent:
            self._checks.append(Check(kind, independent))

    def _are_apart(self, indexes: Iterable[int]) -> bool:
        words = [word for index in indexes for word in set(self._numbers[index].field.words)]
        return len(words) == len(set(words))

    def _unit(self, index: int) -> Fraction:
        return self._numbers[index].unit

    def _document(self, name: FieldName) -> int | None:
        return self._index.get((-1, name))

    def _product(self, row: int) -> None:
        quantity, price, amount = (self._index.get((row, name)) for name in _CELLS)
        if quantity is None or price is None or amount is None:
            return
        half = self._unit(amount) * _HALF
        terms: Terms = ((_ONE, (quantity, price)), (-_ONE, (amount,)))
        self._add(WitnessKind.PRODUCT, [Equation(terms, -half, half, (quantity, " × ", price, " = ", amount))])

    def _column_sum(self) -> None:
        amounts = [self._index.get((row, CellName.AMOUNT)) for row in self._rows]
        known = [index for index in amounts if index is not None]
        if not known or len(known) < len(amounts):
            return
        subtotal, total = self._document(FieldName.SUBTOTAL_AMOUNT), self._document(FieldName.TOTAL_AMOUNT)
        sums = [self._linear(known, (), target) for target in (subtotal, total) if target is not None]
        (added, taken), tax = self._discount(), _given(self._document(FieldName.TAX_AMOUNT))
        if subtotal is None and total is not None and (*added, *taken, *tax):
            sums.append(self._linear([*known, *tax, *added], taken, total))
        self._add(WitnessKind.COLUMN_SUM, sums)

    def _total(self) -> None:
        subtotal, total = self._document(FieldName.SUBTOTAL_AMOUNT), self._document(FieldName.TOTAL_AMOUNT)
        if subtotal is None or total is None:
            return
        tax = _given(self._document(FieldName.TAX_AMOUNT))
        added, taken = self._discount()
        rounding = _given(self._rounding)
        ways = [([subtotal, *tax, *rounding, *added], taken), ([subtotal, *rounding, *added], taken)]
        ways += [([subtotal, *tax, *rounding], ()), ([subtotal, *tax, *added], taken)]
        ways = [way for at, way in enumerate(ways) if way not in ways[:at]]
        self._add(WitnessKind.TOTAL, [self._linear(plus, minus, total) for plus, minus in ways])

    def _discount(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """A discount to add, if it is printed with a minus, and one to take away."""
        discount = self._document(FieldName.DISCOUNT_AMOUNT)
        if discount is None or self._numbers[discount].written.value < 0:
            return _given(discount), ()
        return (), (discount,)

    def _tax(self) -> None:
        """A rate that is not printed proves nothing, but it may bear out what stands there."""
        tax, rate = self._document(FieldName.TAX_AMOUNT), self._document(FieldName.TAX_RATE)
        subtotal, total = self._document(FieldName.SUBTOTAL_AMOUNT), self._document(FieldName.TOTAL_AMOUNT)
        if tax is None:
            return
        added, taken = self._discount()
        equations: list[Equation] = []
        if subtotal is not None:
            equations += self._taxes(tax, rate, [subtotal, *added], taken)
            equations += self._taxes(tax, rate, [subtotal], ()) if added or taken else ()
        if total is not None:
            equations += self._taxes(tax, rate, [total], [tax])
        if rate is None:
            values = {at: number.written.value for at, number in enumerate(self._numbers)}
            equations = [each for each in equations if each.low <= each.total(values) <= each.high]
        self._add(WitnessKind.TAX, equations)

    def _taxes(self, tax: int, rate: int | None, plus: Sequence[int], minus: Sequence[int]) -> Iterator[Equation]:
        """Rate × (plus − minus) = tax, rounded to the tax's last decimal or cut off there."""
        low, high = -self._unit(tax) * _HALF, self._unit(tax) * Fraction(99, 100)
        base = _sum(plus, minus)
        said = base if len(base) == 1 else ("(", *base, ")")
        signed = [(_ONE, index) for index in plus] + [(-_ONE, index) for index in minus]
        percents = _TAX_RATES if rate is None else (_ONE, _OTHER_BASE)
        for percent in percents if rate is None or self._numbers[rate].written.value == 12 else percents[:1]:
            terms = [(sign * percent / 100, (*_given(rate), index)) for sign, index in signed]
            other: tuple[str, ...] = (" × 11/12",) if rate is not None and percent != 1 else ()
            head: tuple[str | int, ...] = (rate, " %", *other) if rate is not None else (f"{plain_number(percent)} %",)
            yield Equation(_merged((*terms, (-_ONE, (tax,)))), low, high, (*head, " × ", *said, " = ", tax))

    def _change(self) -> None:
        paid, total = self._document(FieldName.PAID_AMOUNT), self._document(FieldName.TOTAL_AMOUNT)
        change = self._document(FieldName.CHANGE_AMOUNT)
        if paid is None or total is None or change is None:
            return
        ways = [self._linear([paid], [total], change)]
        ways += [self._linear([paid], [total, self._rounding], change)] if self._rounding is not None else []
        self._add(WitnessKind.CHANGE, ways)

    def _in_words(self) -> frozenset[int]:
        """Adds what the words say as a number, and its check against the total."""
        total = self._document(FieldName.TOTAL_AMOUNT)
        for at, field in self._spelled.items():
            spelled = spelled_amount(field.value)
            if total is not None and spelled and spelled.finished:
                value = Fraction(spelled.value)
                written = Written(field.value, value, (), 2, lettered=False)
                self._numbers.append(Number((-1, at), field, written, written.unit))
                index = len(self._numbers) - 1
                terms: Terms = ((_ONE, (index,)), (-_ONE, (total,)))
                self._add(WitnessKind.WORDS, [Equation(terms, Fraction(0), Fraction(0), (index, " = ", total))])
                return frozenset([index])
        return frozenset()

    def _linear(self, plus: Sequence[int], minus: Sequence[int], target: int) -> Equation:
        """Exact: all its numbers are printed."""
        terms: Terms = (
            *((_ONE, (index,)) for index in plus),
            *((-_ONE, (index,)) for index in (*minus, target)),
        )
        return Equation(terms, Fraction(0), Fraction(0), (*_sum(plus, minus), " = ", target))


def _with_units(found: Sequence[tuple[Place, Field, Written]]) -> list[Number]:
    """Where all money is whole, it was rounded to whole units, whatever stands behind the comma: as rupiah are."""
    whole = all(written.value.denominator == 1 for _, each, written in found if each.name not in _NO_MONEY)
    return [
        Number(place, each, written, _ONE if whole and written.value.denominator == 1 else written.unit)
        for place, each, written in found
    ]


def _sum(plus: Sequence[int], minus: Sequence[int]) -> tuple[str | int, ...]:
    """As a formula says it."""
    signed = [(" + ", index) for index in plus] + [(" − ", index) for index in minus]
    return tuple(part for pair in signed for part in pair)[1:]


def _given(index: int | None) -> tuple[int, ...]:
    return () if index is None else (index,)


def _merged(terms: Terms) -> Terms:
    """Each number once."""
    factors: dict[tuple[int, ...], Fraction] = {}
    for factor, indexes in terms:
        factors[indexes] = factors.get(indexes, Fraction(0)) + factor
    return tuple((factor, indexes) for indexes, factor in factors.items())


def plain_number(value: Fraction) -> str:
    """Exact: all that is printed in decimals has an end."""
    return written(Decimal(value.numerator) / Decimal(value.denominator))
