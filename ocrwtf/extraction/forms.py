"""The forms of numbers that name something: what a text must look like to be one, and how machines write it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iso6346
from stdnum.id import npwp

from ocrwtf.extraction.amounts import parse_amount, written
from ocrwtf.extraction.field import FieldName

_CODE = re.compile(
    r"#?[A-Za-z0-9]{1,40}(?: ?[-/._\\] ?[A-Za-z0-9]{1,30}){0,8}"
    r"(?: (?:[0-9]{3,12}(?: [0-9]{3,12}){0,3}|[0-9A-Z]{1,4}(?=[0-9-/]))(?![.,:/0-9]))?"
)
_HASH = re.compile(r"(?<![A-Za-z0-9#])# ?([0-9][0-9A-Za-z/-]{2,20})(?![0-9A-Za-z])")
_WHEN = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{2,4}|[0-9]{1,2}[:.][0-9]{2}")
_PLATE = re.compile(
    r"(?<![A-Za-z0-9])([A-Z]{1,2})[ .-]{0,2}([0-9]{1,4})[ .-]{0,2}([A-Z]{1,3})(?![A-Za-z0-9])", re.IGNORECASE
)
_AREAS = frozenset(
    [
        *("A", "B", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "Z", "AA", "AB", "AD", "AE"),
        *("AG", "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM", "BN", "BP", "DA", "DB", "DC", "DD", "DE", "DG"),
        *("DH", "DK", "DL", "DM", "DN", "DR", "DS", "DT", "EA", "EB", "ED", "KB", "KH", "KT", "KU", "PA", "PB", "PG"),
        *("PS", "PT"),
    ]
)
"""Of Indonesian plates: where the vehicle is registered."""
_CONTAINER = re.compile(r"(?<![A-Za-z0-9])([A-Z]{3}[UJZ])[ -]{0,2}([0-9]{6})[ -]{0,2}([0-9])(?![0-9])", re.IGNORECASE)
_TAX_NUMBER = re.compile(
    r"(?<![0-9])[0-9]{2}[. ]{0,2}[0-9]{3}[. ]{0,2}[0-9]{3}[. ]{0,2}[0-9][. -]{0,2}[0-9]{3}[. ]{0,2}[0-9]{3,4}(?![0-9])"
)
_PHONE = re.compile(r"(?<![0-9A-Za-z])[+(]{0,2}[0-9][0-9 ()./-]{5,20}[0-9](?![0-9A-Za-z])")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z])[0-9]{2,20}(?:[ .-]{1,2}[0-9]{1,10}){0,5}(?![0-9A-Za-z])")
_COUNT = re.compile(
    r"(?<![0-9A-Za-z.,])([0-9]{1,6}|[0-9]{1,3}[.,][0-9]{3})"
    r"(?: ?(?:koli|colly|coli|dus|ctn|karton|box|paket|pallets?|palet|pcs|packages|pkgs?))?(?![0-9A-Za-z.,])",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"(?<![0-9A-Za-z.,])([0-9][0-9.,]{0,14}) ?(kgs?|kilogram|tons?|mt)?(?![A-Za-z0-9])", re.IGNORECASE)
_LEAST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of a text, what machines compare, and how well its form fits, from 0 to 1."""

    start: int
    end: int
    normalized: str
    form: float


Form = Callable[[str], Iterator[Reading]]


def code(text: str) -> Iterator[Reading]:
    """A document's number at the beginning of the text: letters, digits, strokes, with a digit in it."""
    match = _CODE.match(text)
    if not match or not any(character.isdigit() for character in match[0]) or _WHEN.fullmatch(match[0]):
        return
    normalized = match[0].replace(" ", "").lstrip("#").upper()
    mixed = any(sign in normalized for sign in "/-") or any(character.isalpha() for character in normalized)
    form = 1.0 if mixed or len(normalized) >= 4 else 0.6
    yield Reading(match.start(), match.end(), normalized, form)


def hash_number(text: str) -> Iterator[Reading]:
    """As tills print it: #01234."""
    for match in _HASH.finditer(text):
        yield Reading(match.start(), match.end(), match[1].upper(), 1.0)


def plate(text: str) -> Iterator[Reading]:
    for match in _PLATE.finditer(text):
        area, number, letters = (match[group].upper() for group in (1, 2, 3))
        known = area in _AREAS and number[0] != "0"
        form = (1.0 if len(number) >= 3 and len(letters) >= 2 else 0.8) if known else 0.4
        yield Reading(match.start(), match.end(), f"{area} {number} {letters}", form)


def container(text: str) -> Iterator[Reading]:
    """ISO 6346; without the right check digit it may be misread."""
    for match in _CONTAINER.finditer(text):
        number = "".join(match.groups()).upper()
        yield Reading(match.start(), match.end(), number, 1.0 if iso6346.is_valid(number) else 0.6)


def tax_number(text: str) -> Iterator[Reading]:
    """NPWP of 15 or 16 digits, or NIK."""
    for match in _TAX_NUMBER.finditer(text):
        digits = _digits(match[0])
        yield Reading(match.start(), match.end(), digits, 1.0 if npwp.is_valid(digits) else 0.9)


def phone(text: str) -> Iterator[Reading]:
    for match in _PHONE.finditer(text):
        digits = _digits(match[0])
        if _LEAST_DIGITS <= len(digits) <= 14:
            yield Reading(match.start(), match.end(), match[0][:1].replace("(", "").strip("0123456789") + digits, 1.0)


def account(text: str) -> Iterator[Reading]:
    """Of a bank: 7 to 16 digits, however they are grouped."""
    for match in _ACCOUNT.finditer(text):
        digits = _digits(match[0])
        if _LEAST_DIGITS <= len(digits) <= 16:
            yield Reading(match.start(), match.end(), digits, 1.0)


def count(text: str) -> Iterator[Reading]:
    for match in _COUNT.finditer(text):
        number = match[1].replace(".", "").replace(",", "")
        yield Reading(match.start(), match.end(), str(int(number)), 1.0 if match.end() > match.end(1) else 0.8)


def weight(text: str) -> Iterator[Reading]:
    """In kilograms; a number without a unit is taken for them."""
    for match in _WEIGHT.finditer(text):
        amount = parse_amount(match[1])
        if amount and amount.value > 0:
            unit = (match[2] or "").lower()
            kilograms = amount.value * 1000 if unit.startswith(("ton", "mt")) else amount.value
            yield Reading(match.start(), match.end(), written(kilograms), 1.0 if unit else 0.7)


def _digits(text: str) -> str:
    return "".join(character for character in text if character in "0123456789")


FORMS: dict[str, Form] = {
    FieldName.NUMBER: code,
    FieldName.ORDER_NUMBER: code,
    FieldName.VEHICLE_PLATE: plate,
    FieldName.CONTAINER_NUMBER: container,
    FieldName.SELLER_TAX_NUMBER: tax_number,
    FieldName.BUYER_TAX_NUMBER: tax_number,
    FieldName.SELLER_PHONE: phone,
    FieldName.BANK_ACCOUNT: account,
    FieldName.PACKAGE_COUNT: count,
    FieldName.WEIGHT: weight,
}
"""Of the fields that have one."""
