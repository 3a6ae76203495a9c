"""One page of one engine, held against the truth."""

from collections import Counter
from dataclasses import dataclass, field

from bench.ocr import scores
from bench.ocr.places import Overlaps, overlaps
from bench.ocr.reading import PageRead
from bench.ocr.scores import Matches
from bench.ocr.truth import Truth

NOTHING = PageRead((), None, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class PageScore:
    """`confidences` and `right` are of the words read, `fits` too where places are known. No seconds: it failed."""

    words: Matches
    alphanumeric: Matches
    edits: int
    characters: int
    confidences: list[float]
    right: list[bool]
    fits: list[float] = field(default_factory=list)
    neighbours: tuple[int, int] = (0, 0)
    upright: bool | None = None
    wall_seconds: float | None = None
    cpu_seconds: float | None = None


def judged(truth: Truth, read: PageRead | None) -> PageScore:
    """None, a page on which the engine failed, is a page of which nothing was read."""
    page = read or NOTHING
    wanted = scores.one_line(truth.text)
    found = _overlaps(truth, page)
    return PageScore(
        scores.matches(scores.folded_words(page.text), scores.folded_words(truth.text)),
        scores.matches(scores.alphanumeric_words(page.text), scores.alphanumeric_words(truth.text)),
        scores.edits(scores.one_line(page.text), wanted),
        len(wanted),
        [word.confidence for word in page.words],
        _right_by_place(truth, page, found) if found else _right_by_count(truth, page),
        found.fits() if found else [],
        scores.neighbours_kept(found.order_found()) if found else (0, 0),
        None if page.rotation is None else (page.rotation + truth.rotation) % 360 == 0,
        read.wall_seconds if read else None,
        read.cpu_seconds if read else None,
    )


def _overlaps(truth: Truth, page: PageRead) -> Overlaps | None:
    """None when one of the two does not tell places."""
    polygons = [word.polygon for word in page.words if word.polygon is not None]
    if truth.polygons is None or not polygons or len(polygons) < len(page.words):
        return None
    return overlaps(polygons, truth.polygons)


def _right_by_place(truth: Truth, page: PageRead, found: Overlaps) -> list[bool]:
    """A word is right when the true word it overlaps most has the same text, regardless of case."""
    true = [word.casefold() for word in truth.words]
    return [
        index is not None and true[index] == word.text.casefold()
        for word, index in zip(page.words, found.best(), strict=True)
    ]


def _right_by_count(truth: Truth, page: PageRead) -> list[bool]:
    """A word is right when the page has it, and no more often than the page has it."""
    left = Counter(scores.folded_words(truth.text))
    right = []
    for word in page.words:
        text = word.text.casefold()
        right.append(left[text] > 0)
        left[text] -= 1
    return right
