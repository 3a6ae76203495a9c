"""What was found on one page, held against its facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from bench.fields import agreement
from bench.ocr.figures import FIT
from bench.pages.facts import Fact, Facts
from bench.pages.page import Points
from ocrwtf.extraction.field import Extraction, Field, LineItem
from ocrwtf.ocr.page import Page


class Verdict(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    """The page says something else there."""
    SPURIOUS = "spurious"
    """The page says no such thing."""
    MISSED = "missed"


@dataclass(frozen=True)
class Judged:
    """One field or cell; `found` and `fact` as far as there are any."""

    name: str
    verdict: Verdict
    found: Field | None = None
    fact: Fact | None = None

    @property
    def exact(self) -> bool:
        return bool(self.found and self.fact and agreement.exact(self.found, self.fact))


@dataclass(frozen=True)
class PageJudged:
    """`items`: how many are right in every cell, how many were found, and how many there are."""

    type_right: bool
    fields: list[Judged] = field(default_factory=list)
    cells: list[Judged] = field(default_factory=list)
    items: tuple[int, int, int] = (0, 0, 0)
    invented: int = 0
    placed: tuple[int, int] = (0, 0)
    """Of the right fields: how many lie on the words that say so, and how many there are."""


def judged(extraction: Extraction, facts: Facts, pages: Sequence[Page], places: Points | None = None) -> PageJudged:
    """`places`: polygons of the true words, in pixels of the one page."""
    pairs = _pairs(extraction.items, facts.items)
    cells = [list(_judged_item(item, true)) for item, true in pairs]
    whole = sum(all(cell.verdict == Verdict.RIGHT for cell in item) for item in cells)
    everything = [*extraction.fields, *(cell for item in extraction.items for cell in item.cells)]
    fields = list(_judged_fields(extraction.fields, facts.fields))
    right = [] if places is None else [one for one in fields if one.verdict == Verdict.RIGHT]
    return PageJudged(
        extraction.document_type == facts.document_type,
        fields,
        [cell for item in cells for cell in item],
        (whole, len(extraction.items), len(facts.items)),
        sum(not stands(each, pages) for each in everything),
        (sum(_is_on(one, places) for one in right), len(right)) if places is not None else (0, 0),
    )


def _is_on(one: Judged, places: Points) -> bool:
    """Intersection over union of the upright boxes from a half on."""
    if not one.found or not one.fact:
        return False
    words = places[list(one.fact.words)].reshape(-1, 2)
    box = np.array(one.found.polygon)
    low, high = np.maximum(words.min(axis=0), box.min(axis=0)), np.minimum(words.max(axis=0), box.max(axis=0))
    both = float(np.clip(high - low, 0, None).prod())
    union = float(np.ptp(words, axis=0).prod() + np.ptp(box, axis=0).prod()) - both
    return both >= FIT * union


def stands(found: Field, pages: Sequence[Page]) -> bool:
    """Whether every digit of the value is in the words it names, in that order, unless a repair says otherwise."""
    by_number = {page.number: page for page in pages}
    try:
        words = [by_number[at.page].lines[at.line].words[at.word].text for at in found.words]
    except (KeyError, IndexError):
        return False
    value = found.repair.old if found.repair else found.value
    return _digits(value) in _digits("".join(words))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _judged_fields(found: Sequence[Field], facts: Sequence[Fact]) -> Iterator[Judged]:
    """A fact is met by the field of its name, else by one of another name that fits as well."""
    left = {each.name: each for each in found}
    for fact in facts:
        own = left.pop(fact.name, None)
        others = [left.pop(name) for name in fact.also if name in left and agreement.right(left[name], fact)]
        met = own or next(iter(others), None)
        if met or fact.required:
            yield _held(met, fact)
    for each in left.values():
        yield Judged(each.name, Verdict.SPURIOUS, each)


def _held(found: Field | None, fact: Fact) -> Judged:
    if found is None:
        return Judged(fact.name, Verdict.MISSED, None, fact)
    verdict = Verdict.RIGHT if agreement.right(found, fact) else Verdict.WRONG
    return Judged(fact.name, verdict, found, fact)


def _judged_item(item: LineItem | None, true: Sequence[Fact]) -> Iterator[Judged]:
    left = {cell.name: cell for cell in item.cells} if item else {}
    for fact in true:
        yield _held(left.pop(fact.name, None), fact)
    for cell in left.values():
        yield Judged(cell.name, Verdict.SPURIOUS, cell)


def _pairs(
    found: Sequence[LineItem], true: Sequence[tuple[Fact, ...]]
) -> list[tuple[LineItem | None, tuple[Fact, ...]]]:
    """In order, so that as many cells as possible are right (Needleman and Wunsch 1970); the others are alone."""
    gains = [[_gain(item, facts) for facts in true] for item in found]
    best = [[0] * (len(true) + 1) for _ in range(len(found) + 1)]
    for row in range(len(found) - 1, -1, -1):
        for column in range(len(true) - 1, -1, -1):
            together = gains[row][column] + best[row + 1][column + 1] if gains[row][column] else 0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], together)
    pairs: list[tuple[LineItem | None, tuple[Fact, ...]]] = []
    row = column = 0
    while row < len(found) and column < len(true):
        together = gains[row][column] + best[row + 1][column + 1] if gains[row][column] else -1
        if best[row][column] == together:
            pairs.append((found[row], true[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            pairs.append((found[row], ()))
            row += 1
        else:
            pairs.append((None, true[column]))
            column += 1
    return [*pairs, *((item, ()) for item in found[row:]), *((None, facts) for facts in true[column:])]


def _gain(item: LineItem, facts: Sequence[Fact]) -> int:
    cells = {cell.name: cell for cell in item.cells}
    return sum(fact.name in cells and agreement.right(cells[fact.name], fact) for fact in facts)
