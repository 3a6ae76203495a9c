"""What a document is found by: its words and their other forms, as the lexemes of a tsvector.

A lexeme's first character says what it is; a word has none, because it begins with a letter or figure:

    nusantara       the word as it stands
    +sinarlaut      two words that follow each other, written together: phrases, and spaces that were read or missed
    =kirim          a stem
    ~lnvolce        a skeleton, where it differs from the word
    -nusantra       a skeleton, whole and with one of its letters left out
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from ocrwtf.scans.search.forms import shortened, skeleton, stems
from ocrwtf.scans.search.letters import fold, tokens

PAIR, STEM, SKELETON, SHORTENED = "+", "=", "~", "-"
MAX_LEXEME_BYTES = 2046
"""A longer one cannot be dumped and restored."""
MAX_BYTES = 900_000
"""Of all lexemes together; a tsvector holds 1 MiB. What a hostile document has beyond is found by fewer forms."""
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d{3}){2,12}(?!\w)")
"""1.335.775: a number of three groups or more; of two, the pair does the same. As many as a word is compared."""


def lexemes(texts: Iterable[str]) -> list[str]:
    """All lexemes of a document's texts, each once; the last word of one is no neighbour of the next one's first."""
    words: dict[str, None] = {}
    pairs: dict[str, None] = {}
    for text in texts:
        found = [token.text for token in tokens(text)]
        words.update(dict.fromkeys(found))
        pairs.update(dict.fromkeys(PAIR + one + next_one for one, next_one in pairwise(found)))
        pairs.update(dict.fromkeys(PAIR + re.sub("[.,]", "", number) for number in _GROUPED.findall(fold(text))))
    return list(_within_limit(chain(words, pairs, _other_forms(words))))


def _other_forms(words: Iterable[str]) -> Iterator[str]:
    """The likelier wanted ones first, so that the limit takes the others."""
    yield from (SKELETON + skeleton(word) for word in words if skeleton(word) != word)
    yield from (STEM + stem for word in words for stem in stems(word))
    yield from (SHORTENED + form for word in words for form in misread_forms(word))


def misread_forms(word: str) -> frozenset[str]:
    """Two words share one of these when their skeletons differ in one letter, or in none."""
    without_one = shortened(word)
    return without_one | {skeleton(word)} if without_one else without_one


def _within_limit(found: Iterable[str]) -> Iterable[str]:
    """Each once. What is beyond the limit is not even made: a hostile document must not keep a worker busy."""
    kept: dict[str, None] = {}
    left_bytes = MAX_BYTES
    for lexeme in found:
        if lexeme not in kept and len(lexeme.encode()) <= MAX_LEXEME_BYTES:
            left_bytes -= len(lexeme.encode())
            if left_bytes < 0:
                break
            kept[lexeme] = None
    return kept
