"""What somebody types into the search field, as queries on the lexemes: the strictest first.

Whatever was typed becomes words; no character has a power of its own but the double quote. So no text is a syntax
error, and nothing typed reaches PostgreSQL's query parser unquoted.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ocrwtf.scans.search.forms import skeleton, stems
from ocrwtf.scans.search.letters import tokens
from ocrwtf.scans.search.lexemes import PAIR, SHORTENED, SKELETON, STEM, misread_forms

MAX_MISREADABLE = 8
"""In a query of more words none may be misread: each costs a dozen lookups."""


@dataclass(frozen=True)
class Group:
    """Words that stand together: one, or several that were quoted or written without a space (INV/2024/001)."""

    words: tuple[str, ...]
    quoted: bool = False
    open: bool = False
    """Its last word may go on: the query ends here."""


@dataclass(frozen=True)
class Query:
    groups: tuple[Group, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word for group in self.groups for word in group.words)

    def tiers(self) -> list[str]:
        """As tsquery texts that exclude each other, best first: words side by side, the words, other forms, misread.

        Whoever finds nothing more in one goes on with the next.
        """
        wider = list(dict.fromkeys([self._side_by_side(), self._exact(), self._varied(), self._misread()]))
        return [wider[0], *(f"({wide}) & !({narrow})" for narrow, wide in pairwise(wider))]

    def _side_by_side(self) -> str:
        return _adjacent(self.words, self.groups[-1].open)

    def _exact(self) -> str:
        return " & ".join(_adjacent(group.words, group.open) for group in self.groups)

    def _varied(self) -> str:
        return self._loosely(misread=False)

    def _misread(self) -> str:
        return self._loosely(misread=len(self.words) <= MAX_MISREADABLE)

    def _loosely(self, *, misread: bool) -> str:
        parts = []
        loose = [group for group in self.groups if not group.quoted]
        joined = _joined([word for group in loose for word in group.words])
        place = 0
        for group in self.groups:
            if group.quoted:
                parts.append(_adjacent(group.words, group.open))
                continue
            for word in group.words:
                is_open = group.open and place == len(joined) - 1
                parts.append(_any([*_forms(word, is_open=is_open, misread=misread), *joined[place]]))
                place += 1
        return " & ".join(parts)


def parsed(typed: str) -> Query | None:
    """None where there is nothing to look for: no letter and no figure."""
    groups: list[Group] = []
    parts = typed.split('"')
    for number, part in enumerate(parts):
        if number % 2:
            groups.append(Group(_words(part), quoted=True))
        else:
            groups += [Group(_words(chunk)) for chunk in part.split()]
    groups = [group for group in groups if group.words]
    if not groups:
        return None
    if parts[-1].strip():  # not after a closed quote
        last = groups[-1]
        groups[-1] = Group(last.words, last.quoted, open=True)
    return Query(tuple(groups))


def _words(part: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(part))


def _joined(words: list[str]) -> list[list[str]]:
    """For each word, it and a neighbour in one: the space between them may have been missed."""
    together = [one + next_one for one, next_one in pairwise(words)]
    return [[_quoted(both) for both in together[max(0, place - 1) : place + 1]] for place in range(len(words))]


def _forms(word: str, *, is_open: bool, misread: bool) -> list[str]:
    """What a word is also found by."""
    bones = skeleton(word)
    roots = [form for root in sorted(stems(word)) for form in (root, STEM + root)]
    found = [word, STEM + word, PAIR + word, bones, SKELETON + bones, *roots]
    if misread:
        found += [SHORTENED + form for form in sorted(misread_forms(word))]
    begun = [word, SKELETON + bones] if is_open else []
    return [*map(_begins, begun), *map(_quoted, found)]


def _adjacent(words: tuple[str, ...], is_open: bool) -> str:  # noqa: FBT001
    """These words, each followed by the next (told by pairs, so three in a row need not be in one place)."""
    last = _begins if is_open else _quoted
    pairs = [PAIR + one + next_one for one, next_one in pairwise(words)]
    return " & ".join(
        [*map(_quoted, words[:-1]), last(words[-1]), *map(_quoted, pairs[:-1]), *([last(pairs[-1])] if pairs else [])]
    )


def _any(quoted: list[str]) -> str:
    return "(" + " | ".join(dict.fromkeys(quoted)) + ")"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _begins(lexeme: str) -> str:
    return _quoted(lexeme) + ":*"
