"""Amounts in words (terbilang), Indonesian or English, read back as numbers although some letters were misread.

Each word becomes one or two characters (seratus "1H", belas "L", juta "M"), and one pattern over these says what a
number is; what does not fit is none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

MOST_CHARACTERS = 400
_LONGEST_NUMBER_WORD = 10
_WORD = re.compile(r"[a-z0-9|!]+")
_DIGITS_AS_LETTERS = str.maketrans("01568|!", "oisbbll")


@dataclass(frozen=True, slots=True)
class Spelled:
    """`finished` says that a closing word such as "rupiah" was read, so that no number word behind can be missing."""

    value: Decimal
    finished: bool


_IGNORED = [
    "terbilang",
    "banyaknya",
    "uang",
    "sejumlah",
    "sebesar",
    "say",
    "says",
    "the",
    "sum",
    "of",
    "malaysia",
    "dan",
    "and",
]
_CLOSING = ["rupiah", "rupiahs", "ringgit", "dollar", "dollars", "saja", "sahaja", "only"]
_BOTH = dict.fromkeys(_IGNORED, "") | dict.fromkeys(_CLOSING, "R") | {"sen": "c"}
_UNITS_ID = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
_SCALES_ID = {"ribu": "K", "juta": "M", "miliar": "G", "milyar": "G", "triliun": "T", "trilyun": "T"}
_POWERS_ID = {"belas": "L", "puluh": "P", "ratus": "H"} | _SCALES_ID
_UNITS_EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS_EN = ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS_EN = ["ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES_EN = {"hundred": "H", "thousand": "K", "million": "M", "billion": "G", "trillion": "T"}

_INDONESIAN: Mapping[str, str] = (
    _BOTH
    | {word: str(value) for value, word in enumerate(_UNITS_ID)}
    | _POWERS_ID
    | {"se" + word: "1" + power for word, power in _POWERS_ID.items()}
    | {"kosong": "0", "koma": "."}
)
_ENGLISH: Mapping[str, str] = (
    _BOTH
    | {word: str(value) for value, word in enumerate(_UNITS_EN)}
    | {word: f"{value}L" for value, word in enumerate(_TEENS_EN, 1)}
    | {word: f"{value}P" for value, word in enumerate(_TENS_EN, 1)}
    | _SCALES_EN
    | {"point": ".", "cent": "c", "cents": "c"}
)

_TENS = "[1-9]L|1P|[2-9]P[1-9]?|[1-9]"
_GROUP = f"(?:[1-9]H(?:{_TENS})?|{_TENS})"
_WHOLE = "".join(f"(?:(?P<{scale}>{_GROUP}){scale})?" for scale in "TGMK") + f"(?P<U>{_GROUP})?"
_AMOUNT = re.compile(
    rf"R?(?:{_WHOLE}|0)(?:\.(?P<point>[0-9]+|{_TENS}))?R{{0,3}}"
    rf"(?:(?<=R)(?P<cents>{_TENS})c|c(?P<behind>{_TENS}))?R{{0,2}}"
)
_POWERS = {"T": 12, "G": 9, "M": 6, "K": 3, "U": 0}


def spelled_amount(text: str) -> Spelled | None:
    """None where a word is not surely one of the closed list, or where the words make no number, or more than one."""
    if len(text) > MOST_CHARACTERS:
        return None
    words = tuple(_WORD.findall(text.lower()))
    found = {_amount(codes) for language in (_INDONESIAN, _ENGLISH) if (codes := _codes(words, language))}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _codes(words: tuple[str, ...], language: Mapping[str, str]) -> str | None:
    codes = ""
    for word in _joined(words):
        code = _code(word, english=language is _ENGLISH)
        if code is None:
            return None
        codes += code
    return codes


def _joined(words: tuple[str, ...]) -> Iterator[str]:
    """Reads "se ratus" as "seratus"."""
    before = ""
    for word in words:
        if word != "se" or before:
            yield before + word
        before = "se" if word == "se" and not before else ""
    if before:
        yield before


@lru_cache(maxsize=1024)
def _code(word: str, *, english: bool) -> str | None:
    """Of one word, or of several written together; None if that is not sure."""
    language = _ENGLISH if english else _INDONESIAN
    if word in language:
        return language[word]
    letters = word.translate(_DIGITS_AS_LETTERS).replace("rn", "m")
    nearest = _nearest(letters, language)
    return nearest if nearest is not None or len(letters) < 2 else _together(letters, language)


def _nearest(letters: str, language: Mapping[str, str]) -> str | None:
    """What the nearest words of the list mean, if they are near enough and mean the same."""
    allowed = 0 if len(letters) < 3 else 1 if len(letters) < 7 else 2
    distances = {word: Levenshtein.distance(letters, word, score_cutoff=allowed) for word in language}
    least = min(distances.values())
    meant = {language[word] for word, distance in distances.items() if distance == least}
    return meant.pop() if least <= allowed and len(meant) == 1 else None


def _together(letters: str, language: Mapping[str, str]) -> str | None:
    """What words written together mean, if there is exactly one way to divide them."""
    ways: list[list[str]] = [[""]]
    for end in range(1, len(letters) + 1):
        found = [
            before + language[letters[start:end]]
            for start in range(max(end - _LONGEST_NUMBER_WORD, 0), end)
            if letters[start:end] in language
            for before in ways[start]
        ]
        ways.append(found[:2])
    return ways[-1][0] if len(ways[-1]) == 1 else None


def _amount(codes: str) -> Spelled | None:
    found = _AMOUNT.fullmatch(codes)
    if not found or not any(character.isdigit() for character in codes):
        return None
    whole = sum(_below_thousand(found[scale]) * 10**power for scale, power in _POWERS.items() if found[scale])
    value = Decimal(whole) + _behind_point(found["point"])
    cents = found["cents"] or found["behind"]
    if cents and found["point"]:
        return None
    return Spelled(value + Decimal(_below_thousand(cents or "")) / 100, codes[-1] in "Rc" or bool(found["behind"]))


def _below_thousand(codes: str) -> int:
    """Of "2H3P5" it is 235."""
    value, unit = 0, 0
    for code in codes:
        if code.isdigit():
            unit = int(code)
        else:
            value += {"H": 100 * unit, "P": 10 * unit, "L": 10 + unit}[code]
            unit = 0
    return value + unit


def _behind_point(codes: str | None) -> Decimal:
    """Of "koma nol lima" it is 0.05, of "koma lima puluh" 0.50."""
    if not codes:
        return Decimal(0)
    return Decimal("0." + (codes if codes.isdigit() else f"{_below_thousand(codes):02}"))
