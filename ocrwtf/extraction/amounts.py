"""Amounts and counts as they are written on Indonesian and English paper, read as decimals or refused."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

LONGEST = 40
"""Characters; longer texts are no amounts."""
MOST_DIGITS = 15
_MOST_DECIMALS = 3


class Convention(StrEnum):
    """How a document writes its decimals; the other sign then groups thousands."""

    COMMA = ","
    """1.234.567,89, as in Indonesian."""
    POINT = "."
    """1,234,567.89, as in English."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`decimals` is how many were printed; `currency` is ISO 4217. `ambiguous` says that the same text could be another
    number, as "12.500" could be twelve and a half.
    """

    value: Decimal
    decimals: int
    currency: str | None
    ambiguous: bool = False


_CURRENCIES = {
    "rp": "IDR",
    "idr": "IDR",
    "rm": "MYR",
    "myr": "MYR",
    "usd": "USD",
    "us$": "USD",
    "$": "USD",
    "sgd": "SGD",
    "s$": "SGD",
    "eur": "EUR",
    "€": "EUR",
    "gbp": "GBP",
    "£": "GBP",
    "jpy": "JPY",
    "¥": "JPY",
    "cny": "CNY",
    "rmb": "CNY",
}
CURRENCY_NAMES = "|".join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))
"""A pattern, of small letters."""
_FRAME = re.compile(
    rf"(?P<opened>\()?(?P<minus>-)? ?(?:(?P<before>{CURRENCY_NAMES})[.:]? ?)?(?P<inner>[-(])?"
    r"(?P<digits>[0-9][0-9., ]*)(?P<end>-|=)?(?P<closed>\))? ?(?P<after>[a-z$€£¥]{1,3})?\)?",
    re.IGNORECASE,
)
_SIGNS = str.maketrans("，．（）：−–—\u00a0\u202f\u2009", ",.():---   ")
_NUMBER = re.compile(r"[0-9]+(?:[., ][0-9]+)*")
_SPLIT = re.compile(r"(?<=[.,]) | (?=[.,])")
LOOKALIKES = str.maketrans("OoQDlI|!iSsBZzGgqb", "000011111558226996")
"""Letters that are read where a digit stands, and that digit."""


def parse_amount(text: str, convention: Convention | None = None) -> Amount | None:
    """The number in `text`, with its currency if that is written beside it; None where a digit may be missing, or where
    it is a date, a telephone number or anything else. Three digits behind a single sign are thousands unless
    `convention`, the document's, says that they are decimals.
    """
    return _parsed(text, convention) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _parsed(text: str, convention: Convention | None) -> Amount | None:
    frame = _FRAME.fullmatch(plain(text))
    if not frame or not _is_whole(frame):
        return None
    before, after = ((frame[side] or "").lower() for side in ("before", "after"))
    currency = _CURRENCIES.get(before or after)
    if after and (before or not currency):
        return None
    digits, cut = _without_tail(frame["digits"].strip(), dashed=bool(frame["end"]))
    digits = _SPLIT.sub("", digits) if currency else digits
    rupiah = currency == "IDR" or (cut == "dash" and "," not in digits)
    if rupiah and not _has_decimals(digits):
        convention = Convention.POINT if "," in digits else Convention.COMMA
    number = _number(digits, convention)
    if not number or (cut == "lost" and "." not in digits and "," not in digits):
        return None
    value, decimals, ambiguous = number
    negative = frame["opened"] or frame["minus"] or frame["inner"] or _minus_behind(frame)
    return Amount(-value if negative else value, decimals, currency, ambiguous or cut == "lost")


def currency_of(text: str) -> str | None:
    """ISO 4217, of one of the signs and codes that are written beside amounts here."""
    return _CURRENCIES.get(text.strip().strip(".:").lower())


def convention_of(texts: Iterable[str]) -> Convention | None:
    """What most of a document's amounts say; None where they say nothing or as much for one as for the other."""
    votes: Counter[Convention] = Counter()
    for text in texts:
        amount = parse_amount(text)
        if amount and not amount.ambiguous:
            votes.update(_votes(plain(text), amount))
    comma, point = votes[Convention.COMMA], votes[Convention.POINT]
    if comma == point:
        return None
    return Convention.COMMA if comma > point else Convention.POINT


def lookalike(text: str) -> str | None:
    """`text` with digits for the letters that look like them ("25.O00" → "25.000"), if that is an amount and `text` is
    none. It is a guess: nothing may be made of it without a witness.
    """
    head = re.match(rf" ?(?:{CURRENCY_NAMES})?[.:]? ?", text, re.IGNORECASE)
    start = head.end() if head else 0
    guess = text[:start] + text[start:].translate(LOOKALIKES)
    digits = sum(character.isdigit() for character in text)
    if len(text) > LONGEST or guess == text or 3 * digits < sum(character.isdigit() for character in guess):
        return None
    return guess if parse_amount(guess) else None


def plain(text: str) -> str:
    """With ASCII signs and single spaces, trimmed; lengths may change by spaces alone."""
    return " ".join(text.translate(_SIGNS).split())


def written(value: Decimal) -> str:
    """As Field.normalized has it: plain digits and a point, no exponent, no trailing zeros behind the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_whole(frame: re.Match[str]) -> bool:
    """At most one sign of its being negative, and brackets in pairs."""
    opened = bool(frame["opened"]) + (frame["inner"] == "(")
    closed = frame[0].count(")")
    minus = bool(frame["minus"]) + (frame["inner"] == "-") + _minus_behind(frame)
    return opened == closed and opened + minus <= 1


def _minus_behind(frame: re.Match[str]) -> bool:
    """The dash of ",-" is none: it stands for decimals."""
    return frame["end"] == "-" and frame["digits"].rstrip()[-1] not in ".,"


def _without_tail(digits: str, *, dashed: bool) -> tuple[str, str | None]:
    """Without the sign of ",-" or ".=", which says that there are no decimals; "lost" if only the sign was read."""
    if digits[-1] in ".,":
        return digits[:-1], "dash" if dashed else "lost"
    return digits, None


def _has_decimals(digits: str) -> bool:
    return digits[-3:-2] in (".", ",") or digits[-2:-1] in (".", ",")


def _number(digits: str, convention: Convention | None) -> tuple[Decimal, int, bool] | None:
    """Value, decimals, whether it could be another."""
    if not _NUMBER.fullmatch(digits) or sum(character.isdigit() for character in digits) > MOST_DIGITS:
        return None
    groups = re.split(r"[., ]", digits)
    signs = [character for character in digits if not character.isdigit()]
    if not signs:
        return None if len(digits) > 2 and digits[0] == "0" else (Decimal(digits), 0, False)
    if signs[-1] != " " and _ends_in_decimals(groups, signs, convention):
        return _with_decimals(groups, signs, convention)
    if not _are_thousands(groups):
        return None
    mixed = len(set(signs)) > 1
    alone = len(signs) == 1 and signs[0] != " " and convention is None
    return Decimal("".join(groups)), 0, mixed or alone


def _ends_in_decimals(groups: list[str], signs: list[str], convention: Convention | None) -> bool:
    if len(groups[-1]) != _MOST_DECIMALS:
        return len(groups[-1]) < _MOST_DECIMALS
    starts = len(groups) == 2 and groups[0] == "0"
    return starts or (signs[-1] == convention and signs.count(signs[-1]) == 1)


def _with_decimals(
    groups: list[str], signs: list[str], convention: Convention | None
) -> tuple[Decimal, int, bool] | None:
    whole, thousands = groups[:-1], signs[:-1]
    if thousands and (len(set(thousands)) > 1 or not _are_thousands(whole)):
        return None
    if not thousands and len(whole[0]) > 1 and whole[0][0] == "0":
        return None
    decimals = len(groups[-1])
    unusual = signs[-1] in thousands or (convention is not None and signs[-1] != convention)
    return Decimal("".join(whole) + "." + groups[-1]), decimals, unusual


def _are_thousands(groups: list[str]) -> bool:
    return groups[0][0] != "0" and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _votes(text: str, amount: Amount) -> list[Convention]:
    if "." not in text.strip(".") and "," not in text.strip(","):
        return []
    signs = re.findall(r"(?<=[0-9])[.,](?=[0-9])", text)
    if not signs:
        return []
    last = Convention(signs[-1])
    other = Convention.POINT if last == Convention.COMMA else Convention.COMMA
    return [last if amount.decimals else other]
