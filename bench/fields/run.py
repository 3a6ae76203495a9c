"""Finds fields on every page with the product and with the baseline, on perfect text and through reading."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from PIL import Image, ImageOps

from bench.fields import baseline, judge, keys
from bench.fields.judge import PageJudged
from bench.fields.keys import Key, KeyJudged
from bench.fields.reading import Engine
from bench.pages import DOCUMENTS, FORMS, Page, generate
from bench.pages.misread import misread
from bench.pages.perfect import as_read, upright
from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.field import Extraction
from ocrwtf.ocr import page as ocr

OURS, BASELINE = "OCR.WTF", "baseline"
PERFECT, MISREAD, THROUGH_OCR = "perfect text", "misread digits", "through reading"
MISREAD_SHARE = 0.01
"""Of the digits: about one number in fifteen."""
TODAY = date(2026, 12, 31)
"""After every date on a made page; dates in the future are none."""
Extract = Callable[[Sequence[ocr.Page], date], Extraction]
FINDERS: dict[str, Extract] = {
    OURS: lambda pages, today: extract(pages, today=today),
    BASELINE: baseline.extract,
}
MADE = (*FORMS, *DOCUMENTS)


@dataclass
class Results:
    """Of made pages by (text, finder); of receipts by finder; milliseconds a page of extraction by finder."""

    documents: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    made: dict[tuple[str, str], list[PageJudged]] = field(default_factory=dict)
    receipts: dict[str, list[KeyJudged]] = field(default_factory=dict)
    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    reading_seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    folder: Path | None
    limit: int | None
    pages: int
    seed: int
    documents: Sequence[str]
    kinds: Sequence[str]
    cache: Path | None
    read: bool


def run(wanted: Wanted) -> Results:
    results, engine = Results(), Engine(wanted.cache)
    for key in keys.keys(wanted.folder, wanted.limit) if wanted.folder else ():
        _tell(key.image.name)
        _receipt(key, engine, results)
    for number, document, kind in _pairs(wanted):
        _tell(f"{number} {document} {kind}")
        results.documents.append(document)
        results.kinds.append(kind)
        page = generate(number, document, kind)
        perfect = as_read(page)
        _made(page, perfect, PERFECT, results)
        _made(page, misread(perfect, Random(number), MISREAD_SHARE), MISREAD, results)
        if wanted.read:
            read = engine.read(Image.fromarray(page.image))
            results.reading_seconds.append(read.seconds)
            _made(page, read.page, THROUGH_OCR, results)
    return results


def _pairs(wanted: Wanted) -> Sequence[tuple[int, str, str]]:
    """Documents in turn, and kinds in turn; where the counts share a divisor, each round starts a kind later."""
    documents, kinds = wanted.documents, wanted.kinds
    return [
        (
            wanted.seed + number,
            documents[number % len(documents)],
            kinds[(number + number // len(documents)) % len(kinds)],
        )
        for number in range(wanted.pages)
    ]


def _receipt(key: Key, engine: Engine, results: Results) -> None:
    with Image.open(key.image) as opened:
        read = engine.read(ImageOps.exif_transpose(opened).convert("RGB"))
    results.reading_seconds.append(read.seconds)
    for finder in FINDERS:
        found = _timed(finder, read.page, results)
        results.receipts.setdefault(finder, []).append(keys.judged(found, key))


def _made(page: Page, read: ocr.Page, text: str, results: Results) -> None:
    places = upright(page).polygons
    for finder in FINDERS:
        found = _timed(finder, read, results)
        results.made.setdefault((text, finder), []).append(judge.judged(found, page.facts, [read], places))


def _timed(finder: str, page: ocr.Page, results: Results) -> Extraction:
    """The second of two runs: the first of all fills caches that a worker has filled for good."""
    FINDERS[finder]([page], TODAY)
    started = time.process_time()
    found = FINDERS[finder]([page], TODAY)
    results.milliseconds.setdefault(finder, []).append(1000 * (time.process_time() - started))
    return found


def _tell(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)
