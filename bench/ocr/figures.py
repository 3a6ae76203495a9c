"""The figures of many pages together."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from bench.ocr import scores
from bench.ocr.judge import PageScore
from bench.ocr.scores import Matches

FIT = 0.5
"""A word's polygon sits on its word from this intersection over union on."""


@dataclass(frozen=True)
class Quality:
    """Of many pages. None where the engine or the truth does not tell."""

    pages: int
    f1: float
    f1_alphanumeric: float
    character_error: float
    upright: float | None
    calibration_error: float | None
    to_review: float | None
    fit: float | None
    fit_share: float | None
    neighbours_kept: float | None


def quality(pages: Sequence[PageScore]) -> Quality:
    confidences = [one for page in pages for one in page.confidences]
    right = [one for page in pages for one in page.right]
    fits = [one for page in pages for one in page.fits]
    kept, wanted = (sum(page.neighbours[index] for page in pages) for index in (0, 1))
    return Quality(
        len(pages),
        sum((page.words for page in pages), Matches()).f1,
        sum((page.alphanumeric for page in pages), Matches()).f1,
        sum(page.edits for page in pages) / max(1, sum(page.characters for page in pages)),
        _share([page.upright for page in pages if page.upright is not None], len(pages)),
        scores.calibration_error(confidences, right),
        scores.share_to_review(confidences, right),
        median(fits) if fits else None,
        _share([fit >= FIT for fit in fits], len(fits)),
        kept / wanted if wanted else None,
    )


def _share(told: Sequence[bool], of: int) -> float | None:
    """What is not told is not right, unless none is told."""
    return sum(told) / of if told else None


@dataclass(frozen=True)
class Speed:
    """Seconds from decoded pixels to text over the pages that did not fail; ratios are medians of page by page."""

    wall_median: float
    wall_p95: float
    cpu_median: float
    cpu_p95: float
    wall_ratio: float | None
    cpu_ratio: float | None


def speed(pages: Sequence[PageScore], peer: Sequence[PageScore] | None) -> Speed | None:
    """`peer` has the same pages in the same order. None when every page failed."""
    walls = [page.wall_seconds for page in pages if page.wall_seconds is not None]
    cpus = [page.cpu_seconds for page in pages if page.cpu_seconds is not None]
    if not walls:
        return None
    wall_ratio = _ratio([(one.wall_seconds, other.wall_seconds) for one, other in zip(pages, peer or (), strict=False)])
    cpu_ratio = _ratio([(one.cpu_seconds, other.cpu_seconds) for one, other in zip(pages, peer or (), strict=False)])
    return Speed(median(walls), _p95(walls), median(cpus), _p95(cpus), wall_ratio, cpu_ratio)


def _ratio(pairs: Sequence[tuple[float | None, float | None]]) -> float | None:
    """The median over the pages that neither failed."""
    ratios = [one / other for one, other in pairs if one is not None and other]
    return median(ratios) if ratios else None


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95))
