"""The text of a page that is searched: what is right by now, and what was read where that differs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ocrwtf.scans.texts import WordTexts, word_key

Line = dict[str, Any]
"""A line as `ocr.wire` writes it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line's text, and start and end of each of its words in it; none where they do not make up the line."""

    text: str
    spans: tuple[tuple[int, int], ...]


def readings(number: int, line: Line, said: WordTexts) -> list[Reading]:
    """The line of that index as it is right by now; then as it was read, if that differs."""
    words = line["words"]
    spans = _spans(line["text"], [word["text"] for word in words])
    read = Reading(line["text"], spans)
    replaced = {
        place: _on_one_line(said[key])
        for place, word in enumerate(words)
        if said.get(key := word_key(number, place), word["text"]) != word["text"]
    }
    return [_replaced(read, replaced), read] if replaced and spans else [read]


def search_text(lines: Iterable[Line], said: WordTexts) -> str | None:
    """A page's column of that name: line by line its readings, with a tab between them.

    None while nothing is corrected: then the page's `text` says the same.
    """
    read = [[reading.text for reading in readings(number, line, said)] for number, line in enumerate(lines)]
    return "\n".join(map("\t".join, read)) if any(len(each) > 1 for each in read) else None


def _spans(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    spans, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            return ()
        at = start + len(word)
        spans.append((start, at))
    return tuple(spans)


def _replaced(read: Reading, replaced: dict[int, str]) -> Reading:
    """The line with some of its words, by their index, in other words."""
    text, at, spans = "", 0, []
    for place, (start, end) in enumerate(read.spans):
        word = replaced.get(place, read.text[start:end])
        text += read.text[at:start] if word else ""  # what is taken out takes the space before it along
        spans.append((len(text), len(text) + len(word)))
        text, at = text + word, end
    return Reading(text + read.text[at:], tuple(spans))


def _on_one_line(text: str) -> str:
    return re.sub(r"\s", " ", text)
