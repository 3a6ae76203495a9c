"""Fits how sure fields are to how often they are right, and prints the table of `ocrwtf/extraction/calibration.py`:
`python -m bench.fields.fit DATA --pages 150 --cache FOLDER`.

Each page is one of two halves; a curve fitted on one half is looked at on the other. The table is fitted on both.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from bench.fields import agreement, keys
from bench.fields.reading import Engine
from bench.ocr.scores import calibration_error
from bench.pages import FORMS, KINDS, generate
from bench.pages.facts import Facts
from ocrwtf.extraction.calibration import KIND_OF, Kind
from ocrwtf.extraction.certainty import Evidence, choices_of, fields_of
from ocrwtf.extraction.extract import extract, guesses_of
from ocrwtf.extraction.field import Field, FieldName
from ocrwtf.extraction.sheet import sheet_of
from ocrwtf.ocr.page import Page

TODAY = date(2026, 12, 31)
# Nobody says how sure a fit may be where it saw nothing: there, strength 0.9 read well is right nine times in ten.
PRIOR_SLOPES, PRIOR_OFFSET = np.array([6.0, 4.0, 2.0]), -8.0
SLOPES_SPREAD, OFFSET_SPREAD = 1.0, 1.5
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Observation:
    half: int
    kind: Kind
    evidence: Evidence
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fields.fit", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--cache", type=Path)
    wanted = parser.parse_args()
    os.nice(5)
    engine = Engine(wanted.cache)
    seen = [*_receipts(wanted.data, engine), *_made(wanted.pages, engine)]
    for half in (0, 1):
        weights = _fitted([each for each in seen if each.half == half])
        error = _calibration_error([each for each in seen if each.half != half], weights)
        print(f"fitted on half {half}, looked at on the other: calibration error {error:.3f}")
    weights = _fitted(seen)
    print(f"{len(seen)} fields, {sum(each.right for each in seen)} right")
    print("SLOPES =", tuple(round(float(weight), 2) for weight in weights[:3]))
    print("OFFSETS =", {kind.name: round(float(weight), 2) for kind, weight in zip(Kind, weights[3:], strict=True)})


def _receipts(folder: Path, engine: Engine) -> Iterator[Observation]:
    for number, key in enumerate(keys.keys(folder, None)):
        with Image.open(key.image) as opened:
            page = engine.read(ImageOps.exif_transpose(opened).convert("RGB")).page
        judged = keys.judged(extract([page], TODAY), key).measures
        right = {
            "seller_name": judged["company similar"],
            "issued_on": judged["date"],
            "total_amount": judged["total"],
            "seller_address": judged["address similar"],
        }
        yield from _observed(number % 2, page, {name: told for name, told in right.items() if told is not None})


def _made(count: int, engine: Engine) -> Iterator[Observation]:
    documents, kinds = list(FORMS), list(KINDS)
    for number in range(count):
        page = generate(7000 + number, documents[number % len(documents)], kinds[number % len(kinds)])
        read = engine.read(Image.fromarray(page.image)).page
        fields = fields_of(guesses_of(sheet_of([read]), TODAY).guesses)
        told = {fact.name for fact in page.facts.fields}
        judged = [each for each in fields if each.name != FieldName.CURRENCY or each.name in told]
        yield from _observed(number % 2, read, {each.name: _is_right(each, page.facts) for each in judged})


def _is_right(field: Field, facts: Facts) -> bool:
    """A field that the page does not say is wrong."""
    facts_of_it = [fact for fact in facts.fields if field.name in (fact.name, *fact.also)]
    return any(agreement.right(field, fact) for fact in facts_of_it)


def _observed(half: int, page: Page, right: dict[str, bool]) -> Iterator[Observation]:
    for choice in choices_of(guesses_of(sheet_of([page]), TODAY).guesses):
        if choice.name in right:
            yield Observation(half, KIND_OF.get(choice.name, Kind.OTHER), choice.evidence(0), right[choice.name])


def _terms(seen: Sequence[Observation]) -> _Floats:
    kinds = list(Kind)
    rows = [
        [each.evidence.strength, each.evidence.words, each.evidence.lead, *(each.kind is kind for kind in kinds)]
        for each in seen
    ]
    return np.array(rows, np.float64)


def _fitted(seen: Sequence[Observation]) -> _Floats:
    """Logistic regression with a Gaussian prior, by Newton's method."""
    terms, right = _terms(seen), np.array([each.right for each in seen], np.float64)
    prior = np.concatenate([PRIOR_SLOPES, np.full(len(Kind), PRIOR_OFFSET)])
    spread = np.concatenate([np.full(3, SLOPES_SPREAD), np.full(len(Kind), OFFSET_SPREAD)])
    weights = prior.copy()
    for _ in range(30):
        sure = 1 / (1 + np.exp(-terms @ weights))
        gradient = terms.T @ (right - sure) - (weights - prior) / spread**2
        curvature = (terms * (sure * (1 - sure))[:, None]).T @ terms + np.diag(1 / spread**2)
        weights += np.linalg.solve(curvature, gradient)
    return weights


def _calibration_error(seen: Sequence[Observation], weights: _Floats) -> float | None:
    sure = 1 / (1 + np.exp(-_terms(seen) @ weights))
    return calibration_error([float(each) for each in sure], [each.right for each in seen])


if __name__ == "__main__":
    main()
