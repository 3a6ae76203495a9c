"""One document out of its pages: its text, how sure we are, what read it, and why there is nothing."""

from collections.abc import Iterable, Iterator, Sequence

from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.page import Line, Page, Word

DOUBTFUL_BELOW = 0.85
"""A word that is less sure is one for a person to look at."""


def joined_text(page_texts: Iterable[str]) -> str:
    """What was read on all pages; a blank line between those that have text."""
    return "\n\n".join(text for text in page_texts if text.strip())


def mean_confidence(pieces: Iterable[Line | Word]) -> float | None:
    """How sure the engine is over all characters, in [0, 1]; None when nothing was read."""
    weighed = [(piece.confidence, len(piece.text)) for piece in pieces]
    characters = sum(length for _, length in weighed)
    if not characters:
        return None
    return round(sum(confidence * length for confidence, length in weighed) / characters, 4)


def doubtful_places(pages: Iterable[Page]) -> Iterator[tuple[int, int, int]]:
    """Page (its number), line and word (from 0) of each that is in doubt, as sure as it is shown: to four places."""
    return (
        (page.number, at, place)
        for page in pages
        for at, line in enumerate(page.lines)
        for place, word in enumerate(line.words)
        if round(word.confidence, 4) < DOUBTFUL_BELOW
    )


def engines_of(pages: Iterable[Page]) -> str | None:
    """All that read a page, in one line; None when no page was read."""
    return ", ".join(sorted({page.engine for page in pages})) or None


def failure(pages: Sequence[Page], errors: Sequence[DocumentError]) -> DocumentError | None:
    """None while some page has text; else the first page's error, and `no-text-found` when every page was read."""
    if joined_text(page.text for page in pages):
        return None
    return errors[0] if errors else DocumentError("no-text-found")
