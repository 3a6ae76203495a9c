"""Codes of goods among their names: bar codes, and a till's own numbers."""

from collections.abc import Sequence
from itertools import dropwhile

from ocrwtf.extraction.sheet import Token

_LEAST_BAR_CODE = 8
"""Digits."""
_LEAST_DIGITS = 3
"""Of a code with letters: "M12" and "A4" are measures."""
_MOSTLY = 0.7
"""Of a strip's goods have such a code; some are misread."""


def without_bar_codes(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """From the first word with letters on, and without a bar code behind."""
    named = list(dropwhile(lambda token: not any(map(str.isalpha, token.text)), tokens))
    while named and named[-1].text.isdecimal() and len(named[-1].text) >= _LEAST_BAR_CODE:
        named.pop()
    return tuple(named)


def have_codes(names: Sequence[Sequence[Token]]) -> bool:
    """Whether the goods of one strip are numbered: most begin with a word of one form, each with another."""
    codes = [form for name in names if (form := _form(name))]
    if len(codes) < 2 or len(codes) < _MOSTLY * len(names):
        return False
    common = max(set(codes), key=codes.count)
    words = [name[0].text for name in names if _form(name) == common]
    return codes.count(common) >= _MOSTLY * len(names) and len(set(words)) == len(words)


def without_code(name: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(name[1:]) if _form(name) else tuple(name)


def _form(name: Sequence[Token]) -> str | None:
    """Of its first word, if that may be a code and a name follows: a letter for each letter, a digit for each digit."""
    said = name[0].text if name else ""
    digits = sum(map(str.isdigit, said))
    follows = any(sum(map(str.isalpha, token.text)) > 1 for token in name[1:])
    if digits < _LEAST_DIGITS or 2 * digits < len(said) or not follows:
        return None
    return "".join("A" if sign.isalpha() else "9" if sign.isdigit() else sign for sign in said)
