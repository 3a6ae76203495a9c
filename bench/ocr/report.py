"""The tables, for people and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench.ocr.figures import Quality, Speed, quality, speed
from bench.ocr.judge import PageScore
from bench.ocr.run import OURS, PEER, Results
from bench.ocr.truth import REAL

MADE = "made"
_WIDTH = 9
_QUALITY = ("F1", "F1 a-z0-9", "CER", "upright", "ECE", "to review", "fit IoU", "IoU ≥ .5", "order")
_SPEED = ("wall s", "p95", "cpu s", "p95", "wall ×T", "cpu ×T")
_MACHINE = ("cold s", "peak MB", "pages/min")
_KIND = ("pages", "CER", "fit IoU", "order")
_LEGEND = """\
F1: words regardless of case; F1 a-z0-9: runs of letters and digits; both of multisets, added up over all pages.
CER: edits ÷ characters, in reading order. upright: pages whose turn was told right.
ECE: calibration error of the words' confidences. to review: share of the words, least sure first, that need eyes
until at most 1 % are wrong.
fit: how word polygons lie on the true ones. order: words followed by the word that should follow.
Seconds a page are from decoded pixels to text; ×T: median of the pages' ratios to Tesseract.
RapidOCR tells no places and only lines' confidences: its words are right when the page has them at all."""


def groups(results: Results) -> dict[str, dict[str, list[PageScore]]]:
    """By group of pages (real, made) the scores by engine; a group without pages is left out."""
    made = {kind: REAL if kind == REAL else MADE for kind in results.kinds}
    return {name: _of(results, [kind for kind in made if made[kind] == name]) for name in dict.fromkeys(made.values())}


def by_kind(results: Results) -> dict[str, dict[str, list[PageScore]]]:
    return {kind: _of(results, [kind]) for kind in dict.fromkeys(results.kinds) if kind != REAL}


def _of(results: Results, kinds: Sequence[str]) -> dict[str, list[PageScore]]:
    return {
        label: [page for page, kind in zip(pages, results.kinds, strict=True) if kind in kinds]
        for label, pages in results.scores.items()
    }


def lines(results: Results) -> Iterator[str]:
    for name, engines in groups(results).items():
        yield from ("", _row(f"{name}, {len(engines[OURS])} pages", _QUALITY))
        yield from (_row(label, _quality(quality(pages))) for label, pages in engines.items())
        yield from ("", _row(f"{name}, seconds a page", _SPEED))
        yield from (_row(label, _speed(speed(pages, engines.get(PEER)))) for label, pages in engines.items())
    yield from ("", _row("machine", _MACHINE))
    for label in results.scores:
        per_minute = results.pages_a_minute.get(label)
        yield _row(label, (_figure(results.cold_start_seconds.get(label), 2),
                           _figure(results.peak_megabytes.get(label), 0), _figure(per_minute, 0)))  # fmt: skip
    yield f"a reading process of the product held at most {results.reading_process_megabytes:.0f} MB"
    yield from _kinds(results)
    yield from ("", _LEGEND, *results.failures)


def _kinds(results: Results) -> Iterator[str]:
    if kinds := by_kind(results):
        yield from ("", _row(f"made pages: F1; then {OURS}", (*results.scores, *_KIND)))
    for kind, engines in kinds.items():
        ours = quality(engines[OURS])
        f1 = [_figure(quality(pages).f1, 3) for pages in engines.values()]
        rest = (_figure(ours.character_error, 3), _figure(ours.fit, 2), _figure(ours.neighbours_kept, 3))
        yield _row(kind, (*f1, str(ours.pages), *rest))


def _quality(of: Quality) -> list[str]:
    figures = (of.f1, of.f1_alphanumeric, of.character_error, of.upright, of.calibration_error, of.to_review,
               of.fit, of.fit_share, of.neighbours_kept)  # fmt: skip
    return [_figure(figure, 3) for figure in figures]


def _speed(of: Speed | None) -> list[str]:
    return [_figure(figure, 2) for figure in asdict(of).values()] if of else ["–"] * len(_SPEED)


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _row(head: str, cells: Sequence[str]) -> str:
    return f"{head:26}" + "".join(f" {cell:>{_WIDTH}}" for cell in cells)


def as_json(results: Results) -> dict[str, Any]:
    """Everything that the tables show, and each page by itself."""
    return {
        "groups": {name: _figures(engines) for name, engines in groups(results).items()},
        "kinds": {kind: _figures(engines) for kind, engines in by_kind(results).items()},
        "coldStartSeconds": results.cold_start_seconds,
        "peakMegabytes": results.peak_megabytes,
        "pagesAMinute": results.pages_a_minute,
        "readingProcessMegabytes": results.reading_process_megabytes,
        "failures": results.failures,
        "pages": [
            {"name": name, "kind": kind, **{label: _page(pages[index]) for label, pages in results.scores.items()}}
            for index, (name, kind) in enumerate(zip(results.names, results.kinds, strict=True))
        ],
    }


def _figures(engines: Mapping[str, list[PageScore]]) -> dict[str, Any]:
    return {
        label: {"quality": asdict(quality([*pages])), "speed": asdict(found) if found else None}
        for label, pages in engines.items()
        for found in [speed(pages, engines.get(PEER))]
    }


def _page(score: PageScore) -> dict[str, Any]:
    return {
        "f1": score.words.f1,
        "f1Alphanumeric": score.alphanumeric.f1,
        "characterError": score.edits / max(1, score.characters),
        "upright": score.upright,
        "wallSeconds": score.wall_seconds,
        "cpuSeconds": score.cpu_seconds,
    }
