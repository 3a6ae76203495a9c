"""The tables, for people and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

import numpy as np

from bench.fields import figures
from bench.fields.figures import Agreement
from bench.fields.judge import Judged, PageJudged, Verdict
from bench.fields.keys import MEASURES, KeyJudged
from bench.fields.run import BASELINE, OURS, Results

_WIDTH = 9
_COLUMNS = ("P", "R", "F1", "exact", "found", "wanted")
_LEGEND = """\
Right: numbers, dates and marks to the last sign, names and addresses from 90 % similar on (exact: to the letter).
P, R, F1 over all pages together; a wrong value counts against both. sure: calibration error and Brier's score of the
confidences. repairs: digits changed by a witness, right and wrong. invented: values with a digit that is not in the
words they name. What a page says beside the point (a plate in a letter) is wanted only where it was found.
Misread digits: perfect text in which one digit in a hundred is another that looks alike.
Milliseconds are processor time of finding alone, the second of two runs, and wall time of reading."""


def lines(results: Results) -> Iterator[str]:
    if results.receipts:
        yield from _receipts(results.receipts)
    for (text, finder), pages in results.made.items():
        yield from ("", _row(f"{text}, {finder}", _COLUMNS))
        yield _agreement("fields", figures.agreement(_fields(pages)))
        yield _agreement("cells of items", figures.agreement(_cells(pages)))
        yield from _by_document(results.documents, pages)
        if finder == OURS:
            yield from _rest(pages)
            yield from (_agreement(f"  {name}", found) for name, found in figures.by_name(pages).items())
    yield from _by_kind(results)
    yield from ("", *_speed(results), "", _LEGEND)


def _receipts(receipts: dict[str, list[KeyJudged]]) -> Iterator[str]:
    yield _row(f"{len(receipts[OURS])} receipts, right", tuple(receipts))
    for measure in MEASURES:
        shares = [[page.measures[measure] for page in pages] for pages in receipts.values()]
        yield _row(f"  {measure}", [_share([one for one in share if one is not None]) for share in shares])
    sure = [figures.sureness([one for page in pages for one in page.sure]) for pages in receipts.values()]
    yield _row("  calibration error", [_figure(one.calibration_error) for one in sure])
    yield _row("  Brier", [_figure(one.brier) for one in sure])


def _share(told: Sequence[bool]) -> str:
    return _figure(sum(told) / len(told) if told else None)


def _agreement(head: str, found: Agreement) -> str:
    numbers = [_figure(number) for number in (found.precision, found.recall, found.matches.f1, found.exact)]
    return _row(head, [*numbers, str(found.matches.read), str(found.matches.wanted)])


def _rest(pages: Sequence[PageJudged]) -> Iterator[str]:
    sure = figures.sureness(figures.told(_fields(pages))), figures.sureness(figures.told(_cells(pages)))
    repairs = figures.repairs([*_fields(pages), *_cells(pages)])
    whole, found, wanted = (sum(page.items[index] for page in pages) for index in range(3))
    numbers = ", ".join(f"{_figure(one.calibration_error)} and {_figure(one.brier)}" for one in sure)
    yield f"  type right {_share([page.type_right for page in pages])}; sure, fields and cells: {numbers}"
    on, right = (sum(page.placed[index] for page in pages) for index in range(2))
    yield f"  items right in every cell {whole} of {wanted}, {found} found; right fields in their place {on} of {right}"
    yield f"  repairs {repairs.right} right and {repairs.wrong} wrong; invented {sum(page.invented for page in pages)}"


def _by_document(documents: Sequence[str], pages: Sequence[PageJudged]) -> Iterator[str]:
    for document in dict.fromkeys(documents):
        own = [page for page, name in zip(pages, documents, strict=True) if name == document]
        yield _agreement(f"  {document}", figures.agreement([*_fields(own), *_cells(own)]))


def _by_kind(results: Results) -> Iterator[str]:
    ours = {text: pages for (text, finder), pages in results.made.items() if finder == OURS}
    if ours:
        yield from ("", _row(f"{OURS}: F1 by kind", ("pages", *(text.split()[-1] for text in ours))))
    for kind in dict.fromkeys(results.kinds):
        own = {
            text: [p for p, name in zip(pages, results.kinds, strict=True) if name == kind]
            for text, pages in ours.items()
        }
        f1 = [_figure(figures.agreement([*_fields(pages), *_cells(pages)]).matches.f1) for pages in own.values()]
        yield _row(f"  {kind}", [str(results.kinds.count(kind)), *f1])


def _speed(results: Results) -> Iterator[str]:
    yield _row("milliseconds a page", ("median", "p95", "most"))
    for finder, times in results.milliseconds.items():
        yield _row(f"  finding, {finder}", [f"{one:.1f}" for one in (median(times), _p95(times), max(times))])
    if seconds := results.reading_seconds:
        numbers = [1000 * one for one in (median(seconds), _p95(seconds), max(seconds))]
        yield _row("  reading", [f"{one:.0f}" for one in numbers])


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95))


def _fields(pages: Sequence[PageJudged]) -> list[Judged]:
    return [one for page in pages for one in page.fields]


def _cells(pages: Sequence[PageJudged]) -> list[Judged]:
    return [one for page in pages for one in page.cells]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _row(head: str, cells: Sequence[str]) -> str:
    return f"{head:34}" + "".join(f" {cell:>{_WIDTH}}" for cell in cells)


def as_json(results: Results) -> dict[str, Any]:
    """Everything that the tables show, and of each page what was not right."""
    return {
        "receipts": {
            finder: [{"name": page.name, **page.measures} for page in pages]
            for finder, pages in results.receipts.items()
        },
        "made": {f"{text}, {finder}": _figures(pages) for (text, finder), pages in results.made.items()},
        "pages": [
            {"document": document, "kind": kind, "notRight": {
                text: _not_right(pages[index]) for (text, finder), pages in results.made.items() if finder != BASELINE
            }}
            for index, (document, kind) in enumerate(zip(results.documents, results.kinds, strict=True))
        ],
        "milliseconds": results.milliseconds,
        "readingSeconds": results.reading_seconds,
    }  # fmt: skip


def _figures(pages: Sequence[PageJudged]) -> dict[str, Any]:
    return {
        "fields": _numbers(figures.agreement(_fields(pages))),
        "cells": _numbers(figures.agreement(_cells(pages))),
        "byName": {name: _numbers(found) for name, found in figures.by_name(pages).items()},
        "sure": asdict(figures.sureness(figures.told(_fields(pages)))),
        "repairs": asdict(figures.repairs([*_fields(pages), *_cells(pages)])),
        "typeRight": sum(page.type_right for page in pages) / max(1, len(pages)),
        "invented": sum(page.invented for page in pages),
    }


def _numbers(found: Agreement) -> dict[str, float | None]:
    return {"precision": found.precision, "recall": found.recall, "f1": found.matches.f1, "exact": found.exact}


def _not_right(page: PageJudged) -> list[str]:
    return [
        f"{one.verdict.value} {one.name}: {one.found and one.found.value!r}, true {one.fact and one.fact.text!r}"
        for one in [*page.fields, *page.cells]
        if one.verdict != Verdict.RIGHT
    ]
