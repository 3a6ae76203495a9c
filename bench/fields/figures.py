"""The figures of many pages together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.fields.judge import Judged, PageJudged, Verdict
from bench.ocr.scores import Matches, calibration_error


@dataclass(frozen=True)
class Agreement:
    """Over many fields or cells; `exact`: the share of the right ones that are so to the letter."""

    matches: Matches
    exact: float | None

    @property
    def precision(self) -> float | None:
        return self.matches.hits / self.matches.read if self.matches.read else None

    @property
    def recall(self) -> float | None:
        return self.matches.hits / self.matches.wanted if self.matches.wanted else None


def agreement(judged: Iterable[Judged]) -> Agreement:
    """A wrong one is both too much and missed."""
    every = list(judged)
    right = [one for one in every if one.verdict == Verdict.RIGHT]
    found = sum(one.verdict != Verdict.MISSED for one in every)
    wanted = sum(one.verdict != Verdict.SPURIOUS for one in every)
    exact = sum(one.exact for one in right) / len(right) if right else None
    return Agreement(Matches(len(right), found, wanted), exact)


def by_name(pages: Sequence[PageJudged]) -> dict[str, Agreement]:
    """Fields, then cells, in the order in which pages tell them."""
    judged = [one for page in pages for one in page.fields]
    cells = [one for page in pages for one in page.cells]
    fields = {name: agreement(one for one in judged if one.name == name) for name in sorted({o.name for o in judged})}
    return fields | {
        f"item {name}": agreement(one for one in cells if one.name == name) for name in sorted({o.name for o in cells})
    }


@dataclass(frozen=True)
class Sureness:
    """Of confidences: expected calibration error over ten bins, and Brier's mean square; None without any."""

    calibration_error: float | None
    brier: float | None


def sureness(told: Sequence[tuple[float, bool]]) -> Sureness:
    if not told:
        return Sureness(None, None)
    error = calibration_error([sure for sure, _ in told], [right for _, right in told])
    return Sureness(error, sum((sure - right) ** 2 for sure, right in told) / len(told))


def told(judged: Iterable[Judged]) -> list[tuple[float, bool]]:
    return [(one.found.confidence, one.verdict == Verdict.RIGHT) for one in judged if one.found]


@dataclass(frozen=True)
class Repairs:
    right: int
    wrong: int


def repairs(judged: Iterable[Judged]) -> Repairs:
    """Of fields and cells whose digits were put right by a witness: whether they are what the page says."""
    repaired = [one for one in judged if one.found and one.found.repair]
    right = sum(one.verdict == Verdict.RIGHT for one in repaired)
    return Repairs(right, len(repaired) - right)
