"""Which misread digits are proven: the one value that a check leaves, that none contradicts and that has no rival."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ocrwtf.extraction.checks import Standing
from ocrwtf.extraction.field import WitnessKind, WordAt
from ocrwtf.extraction.misread import MOST_CHANGED, changed, is_doubtful, is_likely
from ocrwtf.extraction.witnesses import Ledger, Number
from ocrwtf.ocr.page import Word

_SOFT = frozenset((WitnessKind.COLUMN_SUM, WitnessKind.TOTAL, WitnessKind.PRODUCT, WitnessKind.TAX))
"""These also fail where a row was not found or a charge has no name of ours; so where they fail with the old value and
with the new one they say nothing about either.
"""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number that, read otherwise, makes failing checks hold. `checks` are their indexes."""

    index: int
    value: Fraction
    text: str
    checks: frozenset[int]


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
    """No two of them for one number or one check."""
    standings = state.standings()
    view = _View(state, standings)
    explanations = [each for at in view.failing for each in view.explanations(at)]
    found = {each for each in explanations if view.is_likely(each) and not _has_rival(each, explanations)}
    taken: set[int] = set()
    chosen = []
    for each in sorted(found, key=lambda each: each.index):
        if not taken & each.checks:
            chosen.append(each)
            taken |= each.checks
    return chosen


def _has_rival(one: Explanation, all_of_them: Sequence[Explanation]) -> bool:
    """Whether something else explains as much of the same; a second witness decides between two."""
    return any(
        other != one and other.checks & one.checks and len(other.checks) >= len(one.checks) for other in all_of_them
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
            for value in sorted(set(standing.solutions(index, number.written.unit))):
                text = number.written.as_text(value)
                checks = self._explained(index, value) if text and self._is_near(number, text) else None
                if text and checks:
                    yield Explanation(index, value, text, checks)

    def is_likely(self, explanation: Explanation) -> bool:
        """Whether its number was read without certainty, and in a way that happens."""
        number = self._number(explanation.index)
        words = tuple(self._state.words[at] for at in number.field.words)
        if number.is_aside:
            return False
        kinds = {self._standings[at].check.kind for at in explanation.checks}
        if kinds == {WitnessKind.PRODUCT} and self._products_fail:
            return False
        doubtful = number.written.lettered or is_doubtful(words)
        return doubtful and is_likely(number.written, explanation.text, words)

    def _fails(self, at: int) -> bool:
        """With one number unread at most."""
        standing = self._standings[at]
        unread = len(standing.check.parties & self._state.open)
        return unread == 1 or (not unread and not standing.holding)

    def _is_near(self, number: Number, text: str) -> bool:
        return changed(number.written.text, text) <= MOST_CHANGED

    def _explained(self, index: int, value: Fraction) -> frozenset[int] | None:
        """The failing checks that hold with the value; None if a check contradicts it."""
        explained = set()
        for at in self._of[index]:
            standing = self._standings[at]
            others_unread = (standing.check.parties & self._state.open) - {index}
            if others_unread:
                continue
            fails = at in self._failing
            if standing.holds_with(index, value):
                explained |= {at} if fails else set()
            elif not fails or standing.check.kind not in _SOFT:
                return None
        return frozenset(explained)

    def _number(self, index: int) -> Number:
        return self._state.ledger.numbers[index]

    def _most_products_fail(self) -> bool:
        """Then the table reckons otherwise, as with a discount in each row."""
        products = [each for each in self._standings if each.check.kind == WitnessKind.PRODUCT]
        return sum(not each.holding for each in products) - 1 > len(products) / 2
