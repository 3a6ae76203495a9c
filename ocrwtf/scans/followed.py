"""A field's value after people corrected the words in which it was found."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from ocrwtf.scans.models import Page
from ocrwtf.scans.texts import word_key

Json = dict[str, Any]


def followed(found: Json, pages: Mapping[int, Page]) -> str:
    """The value with what people say of its words in their place; what they find right as read is not repaired."""
    read, now, looked_at = _texts(found["words"], pages)
    value, repair = str(found["value"]), found["repair"]
    if read == now and not (repair and looked_at.intersection(_repaired(repair, read))):
        return value
    return _in_place_of(repair["old"] if repair else value, " ".join(read), " ".join(filter(None, now)))


def _texts(words: list[Json], pages: Mapping[int, Page]) -> tuple[list[str], list[str], set[int]]:
    """As they were read, as they are now, and those of which people said something, by their index."""
    read, now, looked_at = [], [], set()
    for index, at in enumerate(words):
        page, key = pages[at["page"]], word_key(at["line"], at["word"])
        read.append(page.lines[at["line"]]["words"][at["word"]]["text"])
        now.append(page.word_texts.get(key, read[-1]))
        if key in page.word_texts:
            looked_at.add(index)
    return read, now, looked_at


def _repaired(repair: Json, read: list[str]) -> Iterator[int]:
    """Indexes of the words in which a sign was repaired."""
    start = " ".join(read).find(repair["old"])
    changed = [
        start + at for at, (old, new) in enumerate(zip(repair["old"], repair["new"], strict=False)) if old != new
    ]
    begin = 0
    for index, text in enumerate(read):
        if any(begin <= at < begin + len(text) for at in changed):
            yield index
        begin += len(text) + 1


def _in_place_of(part: str, old: str, new: str) -> str:
    """What stands in `new` where `part` stood in `old`: a label in the same word is no part of a value, corrected or
    not. All of it where nothing tells them apart.
    """
    before, found, _ = old.partition(part)
    if not found:
        return new
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    grown, changed_end = len(new) - len(old), len(old) - tail
    start, end = len(before), len(before) + len(part)
    end = end if head >= end else end + grown if changed_end <= end else len(new)
    if head >= start:
        return new[start:end].strip()
    if changed_end <= start:
        return new[start + grown : end].strip()
    sign = before[-1]  # in front of the value: "TOTL:4S.000" that became "TOTAL:45.000"
    return (new[:end] if sign.isalnum() else new[:end].split(sign, before.count(sign))[-1]).strip()


def _same(one: str, other: str) -> int:
    """How many signs they begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
