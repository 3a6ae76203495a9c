"""Which words of a page a query means, in Python: the index knows that they are there, not where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from ocrwtf.scans.search.forms import skeleton, stems
from ocrwtf.scans.search.letters import Token, tokens
from ocrwtf.scans.search.lexemes import misread_forms
from ocrwtf.scans.search.query import Group, Query

MOST_WORDS = 16
"""Words of a query that are marked; all are looked for. Each costs a comparison with every word of every page."""
EXACT, VARIED, MISREAD = 0, 1, 2
Meanings = tuple[tuple[int, int], ...]
"""Words of the query by their number, each with one of the three above."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that was meant: code points of the text, `end` excluded, and for which word of the query it stands."""

    start: int
    end: int
    word: int


class _Wanted:
    """One word of the query with its other forms, made once: it is compared with every word of every page."""

    def __init__(self, word: str, is_open: bool) -> None:  # noqa: FBT001
        self.word, self.is_open = word, is_open
        self.bones = skeleton(word)
        self.roots = stems(word) | {word}
        self.tails = tuple(root[1:] for root in self.roots)
        self.misread = misread_forms(word)

    def level(self, text: str) -> int | None:
        """How far a page's word is from it; None: it is another word."""
        if text == self.word or (self.is_open and text.startswith(self.word)):
            return EXACT
        bones = skeleton(text)
        if bones == self.bones or (self.is_open and bones.startswith(self.bones)) or self._has_root_in_common(text):
            return VARIED
        near = self.misread and abs(len(bones) - len(self.bones)) <= 1
        return MISREAD if near and not self.misread.isdisjoint(misread_forms(text)) else None

    def _has_root_in_common(self, text: str) -> bool:
        """A root stands in the word but for its first letter, which saves stemming nearly all words."""
        return any(tail in text for tail in self.tails) and not self.roots.isdisjoint(stems(text) | {text})


@dataclass
class Matcher:
    """Knows the query's words and what was decided about a page's words so far: pages share most of them."""

    query: Query
    _wanted: list["_Wanted"] = field(init=False)
    _known: dict[str, Meanings] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.query = _beginning(self.query)
        words, is_open = self.query.words, self.query.groups[-1].open
        self._wanted = [_Wanted(word, is_open and number == len(words) - 1) for number, word in enumerate(words)]

    @property
    def words(self) -> tuple[str, ...]:
        """What is marked: the query's first words."""
        return self.query.words

    def marks(self, text: str) -> list[Mark]:
        """In their order; of a word's occurrences only those that fit best."""
        found = list(tokens(text))
        meant: list[tuple[int, Mark]] = []
        for first, group in self._numbered():
            if len(group.words) > 1:
                meant += [(EXACT, mark) for mark in _side_by_side(found, group, first)]
        phrased = {mark.word for _, mark in meant}
        quoted = {first + i for first, group in self._numbered() if group.quoted for i in range(len(group.words))}
        for token, meanings in self._with_a_meaning(found):
            for word, level in meanings:
                if word not in phrased and not (word in quoted and (level or self._is_phrase(word))):
                    meant.append((level, Mark(token.start, token.end, word)))
        meant += self._written_apart(found, {mark.word for _, mark in meant} | quoted)
        return _best(meant)

    def _numbered(self) -> list[tuple[int, Group]]:
        firsts = accumulate((len(group.words) for group in self.query.groups), initial=0)
        return list(zip(firsts, self.query.groups, strict=False))

    def _is_phrase(self, word: int) -> bool:
        return any(first <= word < first + len(group.words) > first + 1 for first, group in self._numbered())

    def _with_a_meaning(self, found: list[Token]) -> Iterator[tuple[Token, Meanings]]:
        known = self._known
        for token in found:
            meanings = known.get(token.text)
            if meanings is None:
                meanings = known[token.text] = self._meanings(token.text)
            if meanings:
                yield token, meanings

    def _meanings(self, text: str) -> Meanings:
        """The query's words that a page's word may stand for, each with how far it is from it."""
        words = self.query.words
        judged = [(number, wanted.level(text)) for number, wanted in enumerate(self._wanted)]
        joined = [
            (number + side, VARIED)
            for number, (one, next_one) in enumerate(pairwise(words))
            for side in (0, 1)
            if one + next_one == text
        ]
        return (*((number, level) for number, level in judged if level is not None), *joined)

    def _written_apart(self, found: list[Token], known: set[int]) -> list[tuple[int, Mark]]:
        """Words of the query that stand in two pieces on the page."""
        left = {word: number for number, word in enumerate(self.query.words) if number not in known}
        return [
            (VARIED, Mark(token.start, token.end, left[one.text + next_one.text]))
            for one, next_one in pairwise(found if left else [])
            if one.text + next_one.text in left
            for token in (one, next_one)
        ]


def _beginning(query: Query) -> Query:
    """The query without the words beyond the limit."""
    if len(query.words) <= MOST_WORDS:
        return query
    groups, left = [], MOST_WORDS
    for group in query.groups:
        if left:
            groups.append(Group(group.words[:left], group.quoted))
            left -= len(groups[-1].words)
    return Query(tuple(groups))


def _side_by_side(found: list[Token], group: Group, first: int) -> list[Mark]:
    """Where all words of a group follow each other."""
    texts, wanted = [token.text for token in found], list(group.words)
    marks = []
    for place in range(len(texts) - len(wanted) + 1):
        here = texts[place : place + len(wanted)]
        ends_well = here[-1].startswith(wanted[-1]) if group.open else here[-1] == wanted[-1]
        if here[:-1] == wanted[:-1] and ends_well:
            run = found[place : place + len(wanted)]
            marks += [Mark(token.start, token.end, first + i) for i, token in enumerate(run)]
    return marks


def _best(meant: list[tuple[int, Mark]]) -> list[Mark]:
    nearest: dict[int, int] = {}
    for level, mark in meant:
        nearest[mark.word] = min(level, nearest.get(mark.word, MISREAD))
    marks: list[Mark] = []
    for mark in sorted({mark for level, mark in meant if level == nearest[mark.word]}, key=lambda mark: mark.start):
        if not marks or marks[-1].end <= mark.start:  # one letter can stand for two words (㏂)
            marks.append(mark)
    return marks
