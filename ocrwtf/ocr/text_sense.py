"""Whether the letters of a text make words of some language: those of a font with a broken character map do not.

Two witnesses, each silent where it has nothing to judge: words whose letters come from several scripts, and pairs of
Latin letters. In Indonesian and English, and in what is close to them, most neighbouring letters are one of a few dozen
common pairs; letters that were exchanged for others, or shifted in the alphabet, seldom are.
"""

import re
import unicodedata

_FOLLOWERS = {
    "a": "bcdghiklmnprstuy",
    "b": "aeiu",
    "c": "aehio",
    "d": "aeiu",
    "e": "adehklmnprst",
    "f": "o",
    "g": "aeiu",
    "h": "aeio",
    "i": "acklnorstv",
    "j": "aiu",
    "k": "aeiou",
    "l": "aeilou",
    "m": "aeiou",
    "n": "adegiostuy",
    "o": "fglmnprstu",
    "p": "aeou",
    "r": "adeiostu",
    "s": "aehiostu",
    "t": "aehioru",
    "u": "lmnrst",
    "v": "e",
    "w": "aei",
    "y": "ao",
}
_COMMON_PAIRS = frozenset(first + second for first, seconds in _FOLLOWERS.items() for second in seconds)
"""Letters that often follow each other."""
_LEAST_PAIRS = 40
_LEAST_COMMON_SHARE = 0.48
"""Real pages have 0.62 and more, receipts 0.69; with letters exchanged at chance 0.42 and less, shifted ones 0.23."""
_MOST_MIXED_SHARE = 0.1
_LATIN_RUN = re.compile(r"[a-z]{2,}")
_NO_SCRIPT = frozenset({"MICRO", "OHM", "KELVIN", "ANGSTROM", "MASCULINE", "FEMININE", "MATHEMATICAL", "MODIFIER",
                        "FULLWIDTH", "HALFWIDTH", "SCRIPT", "DOUBLE-STRUCK", "COMBINING"})  # fmt: skip
"""Signs that stand beside letters of any script."""
_TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "HANGUL": "CJK", "BOPOMOFO": "CJK",
             "IDEOGRAPHIC": "CJK", "EXTENDED": "ARABIC", "VEDIC": "DEVANAGARI"}  # fmt: skip


def makes_sense(text: str) -> bool:
    words = text.split()
    lettered = [scripts for scripts in map(_scripts, words) if scripts]
    mixed = sum(len(scripts) > 1 for scripts in lettered)
    if mixed > _MOST_MIXED_SHARE * len(lettered):
        return False
    pairs = [run[at : at + 2] for run in _LATIN_RUN.findall(_plain(text)) for at in range(len(run) - 1)]
    return len(pairs) < _LEAST_PAIRS or sum(map(_COMMON_PAIRS.__contains__, pairs)) >= _LEAST_COMMON_SHARE * len(pairs)


def _plain(text: str) -> str:
    """Small letters without their accents, ligatures as the letters they stand for."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def _scripts(word: str) -> set[str]:
    found = {unicodedata.name(mark, "").split(" ")[0] for mark in word if mark.isalpha()}
    return {_TOGETHER.get(script, script) for script in found - _NO_SCRIPT if script}
