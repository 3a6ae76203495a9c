"""JSON by RFC 8259 and no further: refuses what Python lets through and a database or an answer cannot hold."""

import json
import math
import re

MAX_DEPTH = 32
MAX_VALUES = 100_000
"""Commas, nearly: a correction of 5,000 words has 25,000. A megabyte of `[],[],…` would take sixty in memory."""

# Possessive, and without need of a closing quote, so that every character is looked at once.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_AS_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_NUL_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*+\\u0000")


class NotStrictJsonError(ValueError):
    """The text is no JSON that we accept; it says not why, for the reason would quote the text."""


def check_json(body: bytes) -> None:
    """Accepts one JSON text in UTF-8, with or without a byte order mark (RFC 8259 §8.1 lets us ignore one).

    Refused are broken JSON, NaN and Infinity, numbers beyond a float or of over 4,300 digits, NUL and lone surrogates
    in names or values, more than 32 levels and more than 100,000 values. Of a name given twice the last counts, as
    everywhere in Python.

    Raises
    ------
    NotStrictJsonError
    """
    try:
        text = body.decode("utf-8-sig")
        bare = _STRING.sub(b"", body)
        if bare.count(b",") >= MAX_VALUES or _deeper_than(MAX_DEPTH, bare) or _NUL_ESCAPE.search(text):
            raise NotStrictJsonError
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if "\\u" in text:  # else no surrogate can have come in
            json.dumps(value, ensure_ascii=False).encode()  # a lone one has no UTF-8
    except ValueError as error:  # also JSONDecodeError, UnicodeError and an integer too long to convert
        raise NotStrictJsonError from error


def _deeper_than(levels: int, bare: bytes) -> bool:
    """Whether brackets nest deeper, in JSON without its strings: every round takes away the innermost pairs, one level.

    Runs in linear time and without recursion, so it is safe to ask before the parser, which recurses.
    """
    brackets = bare.translate(_AS_SQUARE, delete=_NO_BRACKETS)
    for _ in range(levels):
        before, brackets = brackets, brackets.replace(b"[]", b"")
        if brackets == before:
            break  # all gone, or brackets that do not match
    return bool(brackets)


def _refuse(constant: str) -> None:
    raise NotStrictJsonError(constant)


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise NotStrictJsonError
    return value
