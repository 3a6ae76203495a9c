"""When a value found is the true one: numbers, dates and marks to the last sign, names and addresses nearly."""

import re
from decimal import Decimal, InvalidOperation

from rapidfuzz.fuzz import ratio

from bench.pages.facts import Fact
from ocrwtf.extraction.field import CellName, Field, FieldName

SIMILAR = 90
"""Per cent, as rapidfuzz counts."""
AMOUNTS = (
    FieldName.SUBTOTAL_AMOUNT, FieldName.DISCOUNT_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TAX_RATE,
    FieldName.TOTAL_AMOUNT, FieldName.PAID_AMOUNT, FieldName.CHANGE_AMOUNT, FieldName.AMOUNT_IN_WORDS,
    FieldName.PACKAGE_COUNT, FieldName.WEIGHT, CellName.QUANTITY, CellName.PRICE, CellName.AMOUNT,
)  # fmt: skip
MARKS = (FieldName.NUMBER, FieldName.ORDER_NUMBER, FieldName.VEHICLE_PLATE, FieldName.CONTAINER_NUMBER)
"""Compared without the spaces and dashes that an office puts into them."""
TAX_NUMBERS = (FieldName.SELLER_TAX_NUMBER, FieldName.BUYER_TAX_NUMBER)
TEXTS = (
    FieldName.SELLER_NAME, FieldName.SELLER_ADDRESS, FieldName.BUYER_NAME, FieldName.BUYER_ADDRESS,
    FieldName.SENDER_NAME, FieldName.RECIPIENT_NAME, FieldName.DRIVER_NAME, CellName.NAME,
)  # fmt: skip


def folded(text: str) -> str:
    """Regardless of case, white space, and punctuation at words' edges."""
    words = (word.strip(".,:;()[]\"'*#-_") for word in text.casefold().split())
    return " ".join(word for word in words if word)


def similar(one: str, other: str) -> bool:
    return ratio(folded(one), folded(other)) >= SIMILAR


def right(field: Field, fact: Fact) -> bool:
    if fact.name in TEXTS:
        return similar(field.value, fact.text)
    if fact.normalized is None:
        return folded(field.value).replace(" ", "") == folded(fact.text).replace(" ", "")
    return _comparable(fact.name, field.normalized or field.value) == _comparable(fact.name, fact.normalized)


def exact(field: Field, fact: Fact) -> bool:
    return folded(field.value) == folded(fact.text) if fact.name in TEXTS else right(field, fact)


def _comparable(name: str, text: str) -> str | Decimal:
    if name in AMOUNTS:
        return number(text)
    if name in MARKS:
        return re.sub(r"[\s-]", "", text.upper())
    if name in TAX_NUMBERS:
        return text.lstrip("0")  # the sixteen digits of today are the fifteen of before behind a 0
    return text.upper()


def number(text: str) -> Decimal | str:
    """A discount may be written below zero."""
    try:
        return abs(Decimal(text))
    except InvalidOperation:
        return text
