"""Which of several guesses is likeliest, and how often one like it is right."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ocrwtf.extraction.field import Candidate, Field, FieldName
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.sheet import box_of

MOST_CANDIDATES = 4
_UNSURE_WORDS = 0.3
"""How much of a guess's strength hangs on its least sure word."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a guess: its strength, the engine's confidence in its least sure word, and how far it is ahead of
    the next other value (0 to 1).
    """

    strength: float
    words: float
    margin: float


def fields_of(guesses: Iterable[Guess]) -> tuple[Field, ...]:
    """At most one field a name, in the order of FieldName."""
    order = {name: index for index, name in enumerate(FieldName)}
    ordered = sorted((guess for guess in guesses if stands(guess)), key=lambda guess: order[guess.name])
    return tuple(_field(list(group)) for _, group in groupby(ordered, key=lambda guess: guess.name))


def stands(guess: Guess) -> bool:
    """Its value is text of its words, all on one page: whatever went wrong before, nothing is invented."""
    text = " ".join(token.text for token in guess.span.tokens)
    return bool(guess.span.text.strip()) and guess.span.text in text and len({at.page for at in guess.span.words}) == 1


def _field(guesses: list[Guess]) -> Field:
    best, *others = _distinct(guesses)
    scores = [_score(guess) for guess in (best, *others)]
    margin = scores[0] - scores[1] if others else 1.0
    candidates = tuple(_candidate(other, score - scores[0]) for other, score in zip(others, scores[1:], strict=True))
    return Field(
        name=best.name,
        value=best.span.text,
        normalized=best.normalized,
        confidence=confidence_of(best, margin),
        page=best.span.words[0].page,
        polygon=box_of(best.span.tokens),
        source=best.source,
        words=best.span.words,
        label=best.label,
        candidates=candidates[:MOST_CANDIDATES],
    )


def _distinct(guesses: Sequence[Guess]) -> list[Guess]:
    """The strongest of each value, the strongest first; of equal ones, the first on paper."""
    seen: set[str] = set()
    distinct = []
    for guess in sorted(guesses, key=_score, reverse=True):
        if _value(guess) not in seen:
            seen.add(_value(guess))
            distinct.append(guess)
    return distinct


def _value(guess: Guess) -> str:
    return guess.normalized or guess.span.text


def _score(guess: Guess) -> float:
    return guess.strength * (1 - _UNSURE_WORDS * (1 - guess.span.confidence))


def _candidate(guess: Guess, margin: float) -> Candidate:
    sure = confidence_of(guess, margin)
    box = box_of(guess.span.tokens)
    return Candidate(guess.span.text, guess.normalized, sure, guess.span.words[0].page, box, guess.span.words)


def confidence_of(guess: Guess, margin: float) -> float:
    """In [0, 1]; `margin` is negative for what was not chosen."""
    factors = _FACTORS.get(guess.name, _DEFAULT)
    evidence = (1.0, min(guess.strength, 1.0), guess.span.confidence, min(margin, _WIDE) / _WIDE)
    return round(1 / (1 + math.exp(-sum(factor * each for factor, each in zip(factors, evidence, strict=True)))), 4)


_WIDE = 0.3
_DEFAULT = (-5.0, 4.0, 3.0, 1.0)
_FACTORS: dict[FieldName, tuple[float, float, float, float]] = {}
