"""The number lock: no digit changes unless an independent part of the document proves what it is, and then on record.

Numbers get the witnesses for and against them. A number that the engine was not sure of is repaired where exactly one
value of the same form makes the checks hold, nothing contradicts it, and no other number could be the wrong one. What
the engine was sure of stands so on paper: if it makes no sense, the paper contradicts itself, and that is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ocrwtf.extraction.field import Field, LineItem, Repair, Witness, WitnessKind, WordAt
from ocrwtf.extraction.lock.calendar import in_calendar
from ocrwtf.extraction.lock.check_digits import CONTRADICTED, checked
from ocrwtf.extraction.lock.checks import Equation, Standing
from ocrwtf.extraction.lock.proofs import Explanation, State, proven
from ocrwtf.extraction.lock.witnesses import Ledger, Place, ledger_of, plain_number
from ocrwtf.ocr.page import Page, Word

_ROUNDS = 4
"""What was repaired may bear out something else."""
_MOST_NAMED = 12
"""Numbers of a longer sum are not written out in each witness; a table of 200 rows would be written 200 times."""
_INNOCENT = WitnessKind.COLUMN_SUM
"""A kind that fails where a row was not found, too: then its numbers are right, and as sure as before."""


def locked(
    fields: Sequence[Field], items: Sequence[LineItem], pages: Sequence[Page], rounding: Field | None = None
) -> tuple[tuple[Field, ...], tuple[LineItem, ...]]:
    """The same with witnesses, and with repairs where they are proven. `rounding` is a number that the document adds to
    its total to make it a round one.
    """
    ledger = ledger_of(fields, items, rounding)
    words = _words_of(pages, ledger)
    state = _first(ledger, words)
    repairs: dict[int, Explanation] = {}
    for _ in range(_ROUNDS):
        found = [each for each in proven(state) if each.index not in repairs]
        if not found:
            break
        repairs |= {each.index: each for each in found}
        values = {**state.values, **{each.index: each.value for each in found}}
        state = replace(state, values=values, open=state.open - repairs.keys())
    changed = _Attached(state, repairs).fields()
    return (
        tuple(changed.get((-1, at)) or checked(in_calendar(each)) for at, each in enumerate(fields)),
        tuple(_item(item, row, changed) for row, item in enumerate(items)),
    )


def _item(item: LineItem, row: int, changed: Mapping[Place, Field]) -> LineItem:
    return replace(item, cells=tuple(changed.get((row, at), cell) for at, cell in enumerate(item.cells)))


def _first(ledger: Ledger, words: Mapping[WordAt, Word]) -> State:
    values = {at: number.written.value for at, number in enumerate(ledger.numbers)}
    unread = frozenset(at for at, number in enumerate(ledger.numbers) if number.written.lettered)
    return State(ledger, values, unread, words)


def _words_of(pages: Sequence[Page], ledger: Ledger) -> dict[WordAt, Word]:
    by_number = {page.number: page for page in pages}
    places = {at for number in ledger.numbers for at in number.field.words}
    return {at: by_number[at.page].lines[at.line].words[at.word] for at in places}


class _Attached:
    """Puts witnesses and repairs into fields."""

    def __init__(self, state: State, repairs: Mapping[int, Explanation]) -> None:
        self._state = state
        self._repairs = repairs
        self._said = {at: plain_number(value) for at, value in state.values.items()}
        self._standings = [each for each in state.standings() if not each.check.parties & state.open]

    def fields(self) -> dict[Place, Field]:
        """Those that took part in a check."""
        pairs = [(index, witness) for standing in self._standings for index, witness in self._witnesses(standing)]
        pairs.sort(key=lambda pair: pair[0])
        found = {}
        for index, group in groupby(pairs, key=lambda pair: pair[0]):
            number = self._state.ledger.numbers[index]
            found[number.place] = self._field(index, number.field, tuple(witness for _, witness in group))
        return found

    def _witnesses(self, standing: Standing) -> list[tuple[int, Witness]]:
        equation = standing.holding
        agrees = equation is not None
        equation = equation or standing.check.equations[0]
        formula = self._formula(equation, agrees=agrees)
        return [
            (index, Witness(standing.check.kind, agrees, formula, self._other_words(equation, index)))
            for index in sorted(equation.parties)
        ]

    def _formula(self, equation: Equation, *, agrees: bool) -> str:
        parts = (
            equation.formula
            if agrees
            else ["≠".join(part.split("=")) if isinstance(part, str) else part for part in equation.formula]
        )
        if len(equation.parties) > _MOST_NAMED:
            target = next(part for part in parts[::-1] if isinstance(part, int))
            sign = "=" if agrees else "≠"
            return f"a1 + … + a{len(equation.parties) - 1} {sign} {self._said[target]}"
        return "".join(self._said[part] if isinstance(part, int) else part for part in parts)

    def _other_words(self, equation: Equation, index: int) -> tuple[WordAt, ...]:
        """Of the other numbers; of a long sum, its last number alone."""
        target = equation.formula[-1]
        parts = [target] if len(equation.parties) > _MOST_NAMED and index != target else equation.formula
        others = [each for each in parts if isinstance(each, int) and each != index]
        return tuple(dict.fromkeys(at for each in others for at in self._state.ledger.numbers[each].field.words))

    def _field(self, index: int, field: Field, witnesses: tuple[Witness, ...]) -> Field:
        explanation = self._repairs.get(index)
        if explanation:
            proof = next(each for each in witnesses if each.agrees)
            repair = Repair(field.value, explanation.text, proof)
            said = self._said[index]
            return replace(field, value=explanation.text, normalized=said, witnesses=witnesses, repair=repair)
        agreed = all(witness.agrees or witness.kind == _INNOCENT for witness in witnesses)
        confidence = field.confidence if agreed else round(field.confidence * CONTRADICTED, 4)
        return replace(field, witnesses=witnesses, confidence=confidence)
