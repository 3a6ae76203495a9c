"""Labels: the words on paper that name what stands beside or below them, however they were misread."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ocrwtf.extraction.field import FieldName
from ocrwtf.extraction.paper_words import MONEY, MONTHS, TITLES, TOTALS
from ocrwtf.extraction.running_text import Sentences
from ocrwtf.extraction.sheet import SIGNS_AROUND, Row, Sheet, Span
from ocrwtf.extraction.vocabulary import LABELS, phrases_in

_RUN = re.compile(r"[A-Za-z0-9]+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_JOINT = re.compile(r"[ ./()&'-]{0,3}")
"""What may stand between two words of one label."""
_TAIL = re.compile(r"[ .)#]{0,3}[:=]?[ :.#=]{0,4}")
"""What may stand between a label and its value."""
_GLUE = frozenset("0123456789/-_.")
_GLUED = re.compile(r"[/-]?[0-9]")
_LIKE_LETTERS = str.maketrans("01i5|8c", "ollslbe")
_FUZZY = 6
"""Letters; shorter words with a letter changed are other words: beras, berat."""
_MOST_WORDS = 7
_MID_SENTENCE = 0.5
_MISREAD = 0.9
_WEAK = 0.65


def _phrases() -> dict[str, tuple[FieldName | None, float]]:
    return {phrase: (name, strength) for name, strength, listed in reversed(LABELS) for phrase in phrases_in(listed)}


_PHRASES = _phrases()
_TITLED = [phrase for listed in TITLES.values() for phrase in phrases_in(listed)]


def _lexicon() -> dict[str, str]:
    """Each known word, and each known phrase written without spaces, and what it says."""
    words = set(phrases_in(MONEY)) | {word for names in MONTHS for word in names.split()}
    phrases = [*_PHRASES, *_TITLED, *phrases_in(TOTALS)]
    words.update(word for phrase in phrases for word in phrase.split())
    glued = {phrase.replace(" ", ""): phrase for phrase in phrases if " " in phrase and len(phrase) > 5}
    return glued | {word: word for word in words}


_LEXICON = _lexicon()
_SKELETONS = {word.translate(_LIKE_LETTERS): word for word in sorted(_LEXICON)}
_BY_LENGTH: dict[int, list[str]] = {}
for _word in sorted(_LEXICON):
    _BY_LENGTH.setdefault(len(_word), []).append(_word)


@dataclass(frozen=True, slots=True)
class Label:
    """From `start` to before `end` of the row's text, with the colon behind it. `name` None: nothing that we take."""

    name: FieldName | None
    strength: float
    row: Row
    start: int
    end: int
    colon: bool
    in_sentence: bool = False
    """It is a word of running text, where it may say anything."""

    @property
    def span(self) -> Span:
        return self.row.span(self.start, self.end)

    @property
    def strong(self) -> bool:
        """It names something for sure, as "No" alone does not: addresses hold it too."""
        return self.colon or (self.name is not None and self.strength > _WEAK and not self.in_sentence)

    @property
    def stands_out(self) -> bool:
        """A colon follows it, or it is alone in its cell, or beside the same in another language."""
        return self.colon or (not self.in_sentence and self.text in self.row.cell_parts)

    @property
    def text(self) -> str:
        return self.row.text[self.start : self.end].strip(SIGNS_AROUND)


@lru_cache(maxsize=8192)
def known(word: str) -> tuple[str, float] | None:
    """What a word says in our vocabulary, in small letters, and how near it is (1: as it is written there)."""
    small = word.lower()
    if small in _LEXICON:
        return _LEXICON[small], 1.0
    if len(small) < 3 or len(small) > 30 or small.isdigit():
        return None
    skeleton = small.translate(_LIKE_LETTERS)
    if skeleton in _SKELETONS:
        return _LEXICON[_SKELETONS[skeleton]], _MISREAD
    if len(small) < _FUZZY:
        return None
    most = 1 if len(small) < 8 else 2
    near = [each for length in range(len(small) - 1, len(small) + 2) for each in _BY_LENGTH.get(length, [])]
    found = process.extractOne(small, near, scorer=OSA.distance, score_cutoff=most)
    return (_LEXICON[found[0]], _MISREAD) if found and len(found[0]) >= _FUZZY else None


def words_said(text: str) -> list[str]:
    """The known words in a text, in order; a misread word as what it is near to, an unknown one not at all."""
    runs = (run[0] for run in _RUN.finditer(text))
    said = (known(word) for run in runs for word in ([run] if known(run) else _CAMEL.findall(run)))
    return [word for each in said if each for word in each[0].split()]


TITLED = {" ".join(words_said(phrase)): kind for kind, listed in TITLES.items() for phrase in phrases_in(listed)}
"""The kind of paper that each title names, by the words that it says."""

Labels = dict[int, tuple[Label, ...]]
"""By the number of their row, from left to right; none overlaps another."""


def labels_of(sheet: Sheet, sentences: Sentences = frozenset()) -> Labels:
    return {row.number: found for row in sheet.rows if (found := tuple(_labels(row, sentences)))}


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    nearness: float
    start: int
    end: int
    cell: int


def _labels(row: Row, sentences: Sentences) -> Iterator[Label]:
    runs = _runs(row)
    at = 0
    while at < len(runs):
        label, count = _label_at(row, runs, at)
        if label:
            yield _in_its_sentence(label, sentences)
        at += count


def _runs(row: Row) -> list[_Said | None]:
    starts = row.cell_starts
    runs: list[_Said | None] = []
    for run in _RUN.finditer(row.text):
        said = known(run[0])
        cell = bisect_right(starts, run.start())
        runs.append(_Said(said[0], said[1], run.start(), run.end(), cell) if said else None)
    return runs


def _label_at(row: Row, runs: list[_Said | None], at: int) -> tuple[Label | None, int]:
    """The longest label that begins there, and how many runs it takes."""
    joined = _joined(row, runs, at)
    for count in range(len(joined), 0, -1):
        named = _PHRASES.get(" ".join(each.text for each in joined[:count]))
        last = joined[count - 1]
        if named and _stands_free(row.text, joined[0].start, last.end):
            return _label(row, joined[:count], named), count
    return None, 1


def _stands_free(text: str, start: int, end: int) -> bool:
    """It is no part of a number, as PO is of 17/PO/2026."""
    return not _GLUED.match(text, end) and (start == 0 or text[start - 1] not in _GLUE)


def _joined(row: Row, runs: list[_Said | None], at: int) -> list[_Said]:
    """Known words that follow each other in one cell."""
    joined: list[_Said] = []
    for run in runs[at : at + _MOST_WORDS]:
        if run is None:
            break
        if joined and (run.cell != joined[-1].cell or not _JOINT.fullmatch(row.text, joined[-1].end, run.start)):
            break
        joined.append(run)
    return joined


def _label(row: Row, said: list[_Said], named: tuple[FieldName | None, float]) -> Label:
    start, end = said[0].start, said[-1].end
    tail = _TAIL.match(row.text, end)
    end = tail.end() if tail else end
    strength = named[1] * min(each.nearness for each in said)
    if _is_mid_sentence(row, start, said[0].cell):
        strength *= _MID_SENTENCE
    return Label(named[0], strength, row, start, end, any(sign in row.text[said[-1].end : end] for sign in ":=#"))


def _in_its_sentence(label: Label, sentences: Sentences) -> Label:
    """A label with a colon at the beginning of its cell is one, even if what follows is a sentence."""
    held = bool(sentences) and label.span.words[0] in sentences
    return replace(label, in_sentence=True, colon=False) if held and not _opens(label) else label


def _opens(label: Label) -> bool:
    return label.colon and label.start in label.row.cell_starts


def _is_mid_sentence(row: Row, start: int, cell: int) -> bool:
    """A word stands right before it in its cell."""
    before = row.text[row.cell_starts[cell - 1] : start].rstrip(" ")
    return bool(before) and (before[-1].isalnum() or before[-1] == ",")
