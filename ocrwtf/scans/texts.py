"""What pages and documents say: as they were read, and as people corrected them. For answers, lists and search."""

from collections.abc import Iterator, Mapping
from typing import Any

from ocrwtf.ocr.whole import DOUBTFUL_BELOW, joined_text
from ocrwtf.scans.models import Page, Scan

Lines = list[dict[str, Any]]
"""A page's lines as they are stored (see `ocr.wire`)."""
WordTexts = Mapping[str, str]
"""What people say of words, by `word_key`: what was read too, once somebody found it right."""


def word_key(line: int, word: int) -> str:
    """Where a word stands on its page; both from 0."""
    return f"{line}:{word}"


def corrected_page_text(lines: Lines, said: WordTexts) -> str | None:
    """A page's text with its words as people corrected them; None while that is what was read.

    A word that was taken out takes the space before it along, and a line without a word left is no line.
    """
    read = [str(line["text"]) for line in lines]
    corrected = [_line_text(line, number, said) for number, line in enumerate(lines)]
    if corrected == read:
        return None
    return "\n".join(new for new, old in zip(corrected, read, strict=True) if new or not old)


def _line_text(line: dict[str, Any], number: int, said: WordTexts) -> str:
    """Words are found in the line one after the other, so that what stands between them stays."""
    text, end, parts = str(line["text"]), 0, [""]
    changed = {index: said[key] for index in range(len(line["words"])) if (key := word_key(number, index)) in said}
    if not changed:
        return text
    for index, word in enumerate(line["words"]):
        start = text.find(word["text"], end)
        if start < 0:
            return " ".join(filter(None, _texts(line, changed)))
        new = changed.get(index, word["text"])
        parts.append(text[end:start] + new if new else "")
        end = start + len(word["text"])
    return ("".join(parts) + text[end:]).strip()


def _texts(line: dict[str, Any], changed: dict[int, str]) -> Iterator[str]:
    return (changed.get(index, word["text"]) for index, word in enumerate(line["words"]))


def doubtful_places(lines: Lines, said: WordTexts) -> Iterator[tuple[int, int]]:
    """Line and word of each that is in doubt and that nobody has looked at."""
    return (
        (number, index)
        for number, line in enumerate(lines)
        for index, word in enumerate(line["words"])
        if word["confidence"] < DOUBTFUL_BELOW and word_key(number, index) not in said
    )


def page_text(page: Page) -> str:
    """What a page says now."""
    return page.text if page.corrected_text is None else page.corrected_text


def read_text(scan: Scan) -> str:
    """What was read; no correction changes it."""
    return joined_text(page.text for page in scan.pages)


def text_of_words(scan: Scan) -> str:
    """What a document says by its words, whatever was written in place of the whole."""
    return joined_text(page_text(page) for page in scan.pages)


def corrected_text(scan: Scan) -> str | None:
    """What a person wrote in place of the whole; else what the corrected words give; None when none differs."""
    if scan.corrected_text is not None:
        return scan.corrected_text
    differs = any(page.corrected_text is not None for page in scan.pages)
    return text_of_words(scan) if differs else None


def extracted_text(scan: Scan) -> str:
    """What a document says now."""
    corrected = corrected_text(scan)
    return read_text(scan) if corrected is None else corrected
