"""Which of several guesses is likeliest, and how often one like it is right."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ocrwtf.extraction.calibration import KIND_OF, OFFSETS, SLOPES, Kind
from ocrwtf.extraction.field import Candidate, Field, FieldName
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.running_text import Sentences
from ocrwtf.extraction.sheet import box_of

MOST_CANDIDATES = 4
LEAST_SURE = 0.2
"""What is less likely to be right is absent."""
_UNSURE_WORDS = 0.3
"""How much of a guess's strength hangs on its least sure word."""
_WIDE = 0.3
"""A lead that is as good as any."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a guess, each in [0, 1]: its strength, the engine's confidence in its least sure word, and how
    far it is ahead of the next other value (negative: behind).
    """

    strength: float
    words: float
    lead: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The guesses of one field, of each value the strongest, the likeliest first."""

    name: FieldName
    guesses: tuple[Guess, ...]

    def evidence(self, index: int) -> Evidence:
        score = _score(self.guesses[index])
        rival = self.guesses[0] if index else (self.guesses[1] if len(self.guesses) > 1 else None)
        lead = score - _score(rival) if rival else _WIDE
        guess = self.guesses[index]
        return Evidence(min(guess.strength, 1.0), guess.span.confidence, max(min(lead / _WIDE, 1.0), -1.0))


def choices_of(guesses: Iterable[Guess]) -> list[Choice]:
    """In the order of FieldName."""
    order = {name: index for index, name in enumerate(FieldName)}
    ordered = sorted((guess for guess in guesses if stands(guess)), key=lambda guess: order[guess.name])
    return [Choice(name, _distinct(list(group))) for name, group in groupby(ordered, key=lambda guess: guess.name)]


def without_talk(guesses: Iterable[Guess], sentences: Sentences) -> list[Guess]:
    """Sentences speak of parties without saying who is who; and where they speak of several amounts, accounts or
    vehicles, they do not say which is the document's.
    """
    guesses = [each for each in guesses if not (_is_party(each) and each.span.words[0] in sentences)]
    told: dict[FieldName, set[str]] = {}
    for guess in guesses:
        if guess.span.words[0] in sentences and KIND_OF.get(guess.name) is not Kind.DATE:
            told.setdefault(guess.name, set()).add(guess.normalized or guess.span.text)
    several = {name for name, values in told.items() if len(values) > 1}
    return [each for each in guesses if each.name not in several or each.span.words[0] not in sentences]


def _is_party(guess: Guess) -> bool:
    return KIND_OF.get(guess.name) in {Kind.NAME, Kind.ADDRESS}


def fields_of(guesses: Iterable[Guess]) -> tuple[Field, ...]:
    """At most one field a name."""
    fields = (_field(choice) for choice in choices_of(guesses))
    return tuple(field for field in fields if field.confidence >= LEAST_SURE)


def stands(guess: Guess) -> bool:
    """Its value is text of its words, all on one page: whatever went wrong before, nothing is invented."""
    text = " ".join(token.text for token in guess.span.tokens)
    on_one_page = len({at.page for at in guess.span.words}) == 1
    return bool(guess.span.text.strip()) and guess.span.text in text and guess.span.is_whole and on_one_page


def probability(kind: Kind, evidence: Evidence) -> float:
    """Of being right, as fitted; see `calibration`."""
    terms = zip(SLOPES, (evidence.strength, evidence.words, evidence.lead), strict=True)
    return round(1 / (1 + math.exp(-OFFSETS[kind] - sum(slope * each for slope, each in terms))), 4)


def _field(choice: Choice) -> Field:
    best, *others = choice.guesses
    candidates = (_candidate(choice, index) for index in range(1, len(others) + 1)[:MOST_CANDIDATES])
    return Field(
        name=best.name,
        value=best.span.text,
        normalized=best.normalized,
        confidence=_confidence(choice, 0),
        page=best.span.words[0].page,
        polygon=box_of(best.span.tokens),
        source=best.source,
        words=best.span.words,
        label=best.label,
        candidates=tuple(candidates),
    )


def _candidate(choice: Choice, index: int) -> Candidate:
    span, normalized = choice.guesses[index].span, choice.guesses[index].normalized
    sure = _confidence(choice, index)
    return Candidate(span.text, normalized, sure, span.words[0].page, box_of(span.tokens), span.words)


def _confidence(choice: Choice, index: int) -> float:
    sure = probability(KIND_OF.get(choice.name, Kind.OTHER), choice.evidence(index))
    return round(sure * choice.guesses[index].plausibility, 4)


def _distinct(guesses: Sequence[Guess]) -> tuple[Guess, ...]:
    """Of equally strong ones, the first on paper goes before."""
    seen: set[str] = set()
    distinct = []
    for guess in sorted(guesses, key=_score, reverse=True):
        value = guess.normalized or guess.span.text
        if value not in seen:
            seen.add(value)
            distinct.append(guess)
    return tuple(distinct)


def _score(guess: Guess) -> float:
    return guess.plausibility * guess.strength * (1 - _UNSURE_WORDS * (1 - guess.span.confidence))
