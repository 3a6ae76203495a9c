"""What a found document shows of itself: a piece of a page's text, the marked words in it and their places there."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from ocrwtf.scans.search.matching import Mark, Matcher
from ocrwtf.scans.search.page_text import Line, readings
from ocrwtf.scans.texts import WordTexts

Polygon = list[list[float]]

SNIPPET_LENGTH = 160
LEAD = 40
"""Characters before the first marked word, as far as there are some."""
MOST_HITS = 3
MOST_PLACES = 5
MOST_CHARACTERS = 100_000
"""Of one page, or of a text in place of the whole: a dozen dense pages. What comes after it is found, but not shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A marked word as a part of its line: code points of the line's text in that reading (`page_text.readings`)."""

    line: int
    reading: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """`marks` are code points of the snippet, ends excluded; `places` has at most five, the snippet's first."""

    page: int
    snippet: str
    marks: tuple[tuple[int, int], ...]
    places: tuple[Place, ...]
    words: int
    """How many different words of the query this page has."""


def hits(matcher: Matcher, pages: Iterable[tuple[int, str]]) -> list[Hit]:
    """Of pages in their order, the three that have most of the query's words; of equals the earlier ones."""
    found, complete = [], 0
    for number, text in pages:
        if hit := _hit(matcher, number, text[:MOST_CHARACTERS]):
            found.append(hit)
            complete += hit.words == len(matcher.words)
        if complete == MOST_HITS:
            break  # no later page is better
    return sorted(found, key=lambda hit: (-hit.words, hit.page))[:MOST_HITS]


def _hit(matcher: Matcher, number: int, text: str) -> Hit | None:
    shown, which = _shown(matcher, text)
    marks = matcher.marks(shown)
    if not marks:
        return None
    start, end = _window(shown, marks)
    inside = [mark for mark in marks if start <= mark.start < end]
    outside = [mark for mark in marks if not start <= mark.start < end]
    before, after = "…" if start else "", "…" if end < len(shown) else ""
    return Hit(
        number,
        before + shown[start:end].replace("\n", " ") + after,
        tuple((mark.start - start + len(before), min(mark.end, end) - start + len(before)) for mark in inside),
        _places(shown, which, (*inside, *outside)[:MOST_PLACES]),
        len({mark.word for mark in marks}),
    )


def _shown(matcher: Matcher, text: str) -> tuple[str, list[int]]:
    """The page's text with one reading of each line, and which: the right one, unless only another has a word."""
    if "\t" not in text:
        return text, []
    lines = [line.split("\t") for line in text.split("\n")]
    right = {mark.word for mark in matcher.marks("\n".join(each[0] for each in lines))}
    chosen = []
    for each in lines:
        others = [{mark.word for mark in matcher.marks(other)} - right for other in each[1:]]
        which = next((number for number, words in enumerate(others, 1) if words), 0)
        chosen.append((each[which], which))
    return "\n".join(line for line, _ in chosen), [which for _, which in chosen]


def _richest(marks: list[Mark]) -> int:
    """The mark from which a piece shows most of the words. Each mark comes in and goes out once, however many."""
    inside: Counter[int] = Counter()
    best, most, last = 0, 0, 0
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start - LEAD + SNIPPET_LENGTH:
            inside[marks[last].word] += 1
            last += 1
        if len(+inside) > most:
            best, most = first, len(+inside)
        if last > first:
            inside[mark.word] -= 1
        last = max(last, first + 1)  # a mark longer than the piece never came in
    return best


def _window(text: str, marks: list[Mark]) -> tuple[int, int]:
    """Start and end of the piece that shows most of the query's words; of equals the first one. Cut between words."""
    best = marks[_richest(marks)]
    start = max(0, min(best.start - LEAD, len(text) - SNIPPET_LENGTH))
    end = min(len(text), start + SNIPPET_LENGTH)
    while start and start < best.start and not text[start - 1].isspace():
        start += 1
    while end < len(text) and end > best.end and not text[end].isspace():
        end -= 1
    return start, end


def _places(text: str, which: list[int], marks: Iterable[Mark]) -> tuple[Place, ...]:
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    found = []
    for mark in marks:
        line = bisect_right(starts, mark.start) - 1
        found.append(Place(line, which[line] if which else 0, mark.start - starts[line], mark.end - starts[line]))
    return tuple(found)


def polygons(places: Iterable[Place], lines: Mapping[int, Line], said: WordTexts) -> list[Polygon]:
    """Where the places are on the page as it was read: the polygons of their words, each once, at most five."""
    found: list[Polygon] = []
    for place in places:
        for polygon in _of_words(place, lines[place.line], said) if place.line in lines else ():
            if polygon not in found:
                found.append(polygon)
    return found[:MOST_PLACES]


def _of_words(place: Place, line: Line, said: WordTexts) -> list[Polygon]:
    """The polygons of the words that the place lies in; the line's own where its words do not tell."""
    spans = readings(place.line, line, said)[place.reading].spans
    words = zip(line["words"], spans, strict=False)
    found = [word["polygon"] for word, (start, end) in words if start < place.end and place.start < end]
    return found or [line["polygon"]]
