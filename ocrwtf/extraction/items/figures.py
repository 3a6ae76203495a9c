"""Numbers among the words of a row: amounts, counts with their units, and signs such as × between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ocrwtf.extraction.amounts import Amount, Convention, currency_of, lookalike, parse_amount
from ocrwtf.extraction.sheet import Row, Span, Token

_MOST = 24
"""Characters of a word with a number that is part of a table."""
_UNITS = """
pcs pc bh buah unit units set box dus dos karton ctn carton koli colly kg kgs ton gr gram ltr liter litre m m2 m3 cbm
mtr meter rol roll pak pack pck btl botol sak zak karung lbr lembar rim lusin ikat batang btg drum pail kaleng klg ea
each psg pasang trip rit hari jam bulan bln orang org pallet plt bag tray bks bungkus galon tabung jerigen kotak peti
ekor doz dozen bal bale nos
"""
UNITS = frozenset(_UNITS.split())
_PARTS = re.compile(r"(?P<by>[x×*@])?(?P<number>[^x×*@%]+?)(?P<times>[x×*@])?", re.IGNORECASE)
_BOTH = re.compile(r"([0-9][0-9.,]*)[x×*@]([0-9][0-9.,]*)", re.IGNORECASE)
_WITH_UNIT = re.compile(r"(?P<number>[0-9][0-9.,]*)(?P<unit>[a-z][a-z0-9]{0,7})\.?", re.IGNORECASE)
_TAX_CODES = frozenset(("sr", "zr", "s", "z", "t", "e", "os", "rs"))
TIMES = frozenset(("x", "×", "*", "@", "X"))


@dataclass(frozen=True)
class Figure:
    """A number in a row; its words are `tokens[start:end]` of the row. `amount` is None where only letters that look
    like digits make it one. `by` says that a sign × or @ stands before it, `unit` is what is written at it.
    """

    span: Span
    start: int
    end: int
    amount: Amount | None
    by: bool = False
    unit: str | None = None

    @cached_property
    def right(self) -> float:
        return self.span.right


def figures_of(row: Row, convention: Convention | None) -> list[Figure]:
    """From left to right; signs between them are part of none."""
    figures: list[Figure] = []
    by = False
    for start, end in _pieces(row.tokens):
        tokens = row.tokens[start:end]
        if tokens[0].text in TIMES:
            by = True
            continue
        figures.extend(_figures(tokens, start, by=by, convention=convention))
        by = bool(figures) and figures[-1].end == end and tokens[-1].text[-1] in TIMES
    return figures


def numbers_said(row: Row) -> Iterator[str]:
    """Texts of words that may be numbers, with the currency before them."""
    for start, end in _pieces(row.tokens):
        yield " ".join(token.text for token in row.tokens[start:end])


def unit_of(text: str) -> str | None:
    """The text, if it is a unit of measure."""
    return text if text.strip(".,()").lower() in UNITS else None


def unit_at(quantity: Figure, tokens: tuple[Token, ...]) -> Span | None:
    """The unit that is written at or behind it; `tokens` are those that it counts its words by."""
    if quantity.unit:
        return Span(quantity.unit, quantity.span.tokens[-1:])
    behind = tokens[quantity.end : quantity.end + 1]
    return Span(behind[0].text, behind) if behind and unit_of(behind[0].text) else None


def _pieces(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Words, with a currency and what follows it as one."""
    at = 0
    while at < len(tokens):
        size = 2 if at + 1 < len(tokens) and currency_of(tokens[at].text) else 1
        yield at, at + size
        at += size


def _figures(tokens: tuple[Token, ...], start: int, *, by: bool, convention: Convention | None) -> list[Figure]:
    """One, or two that are written together with their sign, as "12.50*2"."""
    text = " ".join(token.text for token in tokens)
    both = _BOTH.fullmatch(text) if len(text) <= _MOST else None
    amounts = [parse_amount(part, convention) for part in both.groups()] if both else []
    if not both or None in amounts:
        return _figure(tokens, start, by=by, convention=convention)
    end = start + len(tokens)
    return [
        Figure(Span(part, tokens), start, end, amount, by=bool(at))
        for at, (part, amount) in enumerate(zip(both.groups(), amounts, strict=True))
    ]


def _figure(tokens: tuple[Token, ...], start: int, *, by: bool, convention: Convention | None) -> list[Figure]:
    text = " ".join(token.text for token in tokens)
    parts = _PARTS.fullmatch(text) if len(text) <= _MOST else None
    if not parts or not any(character.isdigit() for character in text):
        return []
    by, number, unit = by or parts["by"] is not None, parts["number"], None
    attached = _WITH_UNIT.fullmatch(number)
    if attached and (unit_of(attached["unit"]) or attached["unit"].lower() in _TAX_CODES):
        number, unit = attached["number"], unit_of(attached["unit"])
    amount = parse_amount(number, convention)
    if amount is None and not lookalike(number):
        return []
    return [Figure(Span(number, tokens), start, start + len(tokens), amount, by, unit)]
