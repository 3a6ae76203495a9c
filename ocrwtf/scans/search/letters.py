"""Letters as search compares them: small, without accents, and a letter of another script as the Latin one it shows.

Index, query and snippets all fold with the same function, so they cannot disagree. Everything is plain Python.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MAX_TOKEN = 40
"""Characters of a word that are compared; what is longer is a rule or a bar code's noise."""

# What a reader of Latin text mistakes for Latin (Unicode UTS 39, the Cyrillic and Greek letters among its confusables).
_LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅавекмнорстухіјѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχ",
        "abekmhopctyxijsabekmhopctyxijs" + "abezhikmnoptyxabeikvoptux",
        strict=True,
    )
)
# Letters that Unicode does not take apart (NFKD), as people type them.
_WHOLE = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ħ": "h"}
_TOKEN = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W_\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
"""A word; scripts without spaces give one token a character."""


class Token(NamedTuple):
    """A folded word, and where it stands in the text as it was, in code points; `end` excluded."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    if letter in _LOOKALIKES:
        return _LOOKALIKES[letter]
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    if "\u2044" in parts:  # a fraction in one letter: 2¼ is neither 21 nor 214
        return " "
    return "".join(
        _WHOLE.get(part, _LOOKALIKES.get(part, part)) for part in parts if unicodedata.category(part)[0] != "M"
    )


def fold(text: str) -> str:
    """The text for comparing. Its length may differ: `ﬁ` becomes `fi`, an accent of its own goes."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, folded, in their order."""
    if text.isascii():
        for found in _TOKEN.finditer(text.lower()):
            yield Token(found[0][:MAX_TOKEN], found.start(), found.end())
        return
    parts = [_folded(letter) for letter in text]
    places = [place for place, part in enumerate(parts) for _ in part]
    for found in _TOKEN.finditer("".join(parts)):
        yield Token(found[0][:MAX_TOKEN], places[found.start()], places[found.end() - 1] + 1)
