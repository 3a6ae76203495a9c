"""Which misread digits are proven: the one value that a check leaves, that none contradicts and that has no rival."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ocrwtf.extraction.field import WitnessKind, WordAt
from ocrwtf.extraction.lock.checks import Standing
from ocrwtf.extraction.lock.misread import is_alternative, is_doubtful, is_likely, is_possible
from ocrwtf.extraction.lock.witnesses import Ledger, Number
from ocrwtf.ocr.page import Word

_SOFT = frozenset((WitnessKind.COLUMN_SUM, WitnessKind.TOTAL, WitnessKind.PRODUCT, WitnessKind.TAX))
"""Checks that also fail where not all was found that they reckon with."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number that, read otherwise, makes failing checks hold: those in `healed`, of which `checks` leave no other
    value.
    """

    index: int
    value: Fraction
    text: str
    checks: frozenset[int]
    healed: frozenset[int]


@dataclass(frozen=True)
class State:
    """A ledger with the values of the moment. Numbers in `open` have a letter among their digits, and no value yet."""

    ledger: Ledger
    values: Mapping[int, Fraction]
    open: frozenset[int]
    words: Mapping[WordAt, Word]

    def standings(self) -> list[Standing]:
        return [Standing.of(check, self.values) for check in self.ledger.checks]


def proven(state: State) -> list[Explanation]:
    """Those with the most checks first, and no two that take part in one check: the next round sees what they did."""
    view = _View(state, state.standings())
    explanations = {each for at in view.failing for each in view.explanations(at)}
    found = [each for each in explanations if view.is_enough(each) and not _has_rival(each, explanations)]
    taken: set[int] = set()
    chosen = []
    for each in sorted(found, key=lambda each: (-len(each.checks), each.index)):
        if not taken & view.checks_of(each.index):
            chosen.append(each)
            taken |= view.checks_of(each.index)
    return chosen


def _has_rival(one: Explanation, explanations: Iterable[Explanation]) -> bool:
    """Whether something else explains as much of the same; a second witness decides between two."""
    return any(
        other != one
        and len(other.checks) >= len(one.checks)
        and (other.index == one.index or other.checks & one.checks)
        for other in explanations
    )


class _View:
    """What holds, what fails, and what would be otherwise with another value."""

    def __init__(self, state: State, standings: list[Standing]) -> None:
        self._state = state
        self._standings = standings
        self._of: dict[int, list[int]] = {}
        for at, standing in enumerate(standings):
            for index in standing.check.parties:
                self._of.setdefault(index, []).append(at)
        self.failing = [at for at in range(len(standings)) if self._fails(at)]
        self._failing = frozenset(self.failing)
        self._products_fail = self._most_products_fail()

    def explanations(self, at: int) -> Iterator[Explanation]:
        """Every number that alone, with few signs changed, makes the failing check hold and breaks no other."""
        standing = self._standings[at]
        unread = standing.check.parties & self._state.open
        for index in sorted(unread or standing.check.parties - self._state.ledger.spelled):
            number = self._number(index)
            for value in sorted(set(standing.solutions(index, number.unit))):
                text = number.written.as_text(value)
                found = self._explanation(index, value, text) if text and is_possible(number.written, text) else None
                if found:
                    yield found

    def checks_of(self, index: int) -> set[int]:
        return set(self._of[index])

    def is_enough(self, explanation: Explanation) -> bool:
        """Whether its number was read without certainty and in a way that happens, and another value is proven."""
        number, words = self._number(explanation.index), self._words(explanation.index)
        doubtful = number.is_repairable and (number.written.lettered or is_doubtful(words))
        if not doubtful or not is_likely(number.written, explanation.text, words):
            return False
        return not self._is_contradicted(explanation) and self._is_proven(explanation)

    def _is_proven(self, explanation: Explanation) -> bool:
        """By two checks, of which one rests on numbers borne out or read surely; or by one alone that does, if the
        engine thought of the value too; or by words.
        """
        checks = [at for at in explanation.checks if self._is_clean(at, explanation)]
        kinds = {self._standings[at].check.kind for at in checks}
        if not checks or (kinds == {WitnessKind.PRODUCT} and self._products_fail):
            return False
        if WitnessKind.WORDS in kinds:
            return True
        written, words = self._number(explanation.index).written, self._words(explanation.index)
        looks_so = written.lettered and explanation.value == written.value
        thought_of = looks_so or is_alternative(written.text, explanation.text, words)
        return (len(checks) > 1 or thought_of) and any(self._is_firm(at, explanation.index) for at in checks)

    def _is_firm(self, at: int, index: int) -> bool:
        """Whether the other numbers of a check are borne out by others again, or at least were read surely."""
        return all(
            self._is_borne_out(other, index) or not is_doubtful(self._words(other))
            for other in self._standings[at].check.parties - {index}
        )

    def _is_clean(self, at: int, explanation: Explanation) -> bool:
        """Whether none of the check's other numbers is contradicted itself: then it bears out nothing."""
        failing = self._failing - explanation.healed
        return all(
            self._is_borne_out(other, explanation.index) or not failing.intersection(self._of[other])
            for other in self._standings[at].check.parties - {explanation.index}
        )

    def _is_borne_out(self, index: int, without: int) -> bool:
        """By words, or by another check that holds."""
        holding = (self._standings[at] for at in self._of[index] if at not in self._failing)
        return index in self._state.ledger.spelled or any(
            each.holding and without not in each.check.parties for each in holding
        )

    def _words(self, index: int) -> tuple[Word, ...]:
        return tuple(self._state.words[at] for at in self._number(index).field.words)

    def _fails(self, at: int) -> bool:
        """With one number unread at most."""
        standing = self._standings[at]
        unread = len(standing.check.parties & self._state.open)
        return unread == 1 or (not unread and not standing.holding)

    def _explanation(self, index: int, value: Fraction, text: str) -> Explanation | None:
        """None if it heals nothing, or if a check does not hold any more."""
        told = [at for at in self._of[index] if not (self._standings[at].check.parties & self._state.open) - {index}]
        holding = {at for at in told if self._standings[at].holds_with(index, value)}
        unit = self._number(index).unit
        checks = {at for at in holding & self._failing if self._standings[at].is_sharp(index, unit)}
        if not checks or set(told) - holding - self._failing:
            return None
        return Explanation(index, value, text, frozenset(checks), frozenset(holding & self._failing))

    def _is_contradicted(self, explanation: Explanation) -> bool:
        """By a check that fails in any case. Some say nothing: a column has many other numbers that may be wrong, and
        beside words, all that also fails where a row was not found or where a charge has no name of ours.
        """
        rest = (self._failing & set(self._of[explanation.index])) - explanation.healed
        against = {self._standings[at].check.kind for at in rest}
        if any(self._standings[at].check.kind == WitnessKind.WORDS for at in explanation.checks):
            return bool(against - _SOFT)
        in_column = self._number(explanation.index).place[0] >= 0
        return bool(against - {WitnessKind.COLUMN_SUM} if in_column else against)

    def _number(self, index: int) -> Number:
        return self._state.ledger.numbers[index]

    def _most_products_fail(self) -> bool:
        """Then the table reckons otherwise, as with a discount in each row."""
        products = [each for each in self._standings if each.check.kind == WitnessKind.PRODUCT]
        return sum(not each.holding for each in products) - 1 > len(products) / 2
