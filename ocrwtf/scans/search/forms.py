"""Other forms of a word under which it is found: its stem, and what it may have been misread as."""

import threading
from functools import lru_cache

import snowballstemmer

_stemmer = snowballstemmer.stemmer("indonesian")
_one_at_a_time = threading.Lock()  # the stemmer keeps the word it works on in itself

_NASAL_PREFIXES = {"meny": "s", "peny": "s", "meng": "k", "peng": "k", "men": "t", "pen": "t", "mem": "p", "pem": "p"}
"""What the prefixes meN- and peN- take from the front of a root: kirim → pengiriman, tulis → menulis."""

# Glyphs that are taken for each other. Digits stay apart from each other: 58 is never taken for 68.
_LIKE_ONE = str.maketrans("i10582q9v", "llosbzggu")
_LIKE_TOGETHER = (("rn", "m"), ("vv", "w"), ("cl", "d"))
MISREADABLE = range(5, 25)
"""Lengths of words in which one wrong, missing or extra letter is forgiven; in shorter ones it makes another word."""


@lru_cache(maxsize=50_000)
def stems(word: str) -> frozenset[str]:
    """Roots of an Indonesian word, itself excluded; several where a prefix has swallowed the root's first letter."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return frozenset()
    with _one_at_a_time:
        stem = str(_stemmer.stemWord(word))
    found = {stem} | {swallowed + stem for swallowed in _swallowed(word, stem)}
    return frozenset(found - {word})


def _swallowed(word: str, stem: str) -> str:
    if stem[:1] not in tuple("aeiou"):
        return ""
    return next((letter for prefix, letter in _NASAL_PREFIXES.items() if word.startswith(prefix)), "")


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The word with one letter for all that look alike: `invoice`, `lnvoice` and `1nv0ice` are one."""
    for pair, single in _LIKE_TOGETHER:
        word = word.replace(pair, single)
    return word.translate(_LIKE_ONE)


@lru_cache(maxsize=50_000)
def shortened(word: str) -> frozenset[str]:
    """The word's skeleton with each of its letters left out in turn; words that differ in one letter share one.

    Garbe's symmetric deletes. None for short words and for those with figures: a wrong figure is another number.
    """
    bones = skeleton(word)
    if len(bones) not in MISREADABLE or not bones.isalpha() or 3 * sum(map(str.isdigit, word)) > len(word):
        return frozenset()
    return frozenset(bones[:place] + bones[place + 1 :] for place in range(len(bones)))
