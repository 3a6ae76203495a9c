"""What machines compare of a value that a person wrote: the same forms as those of values that were found."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from ocrwtf.extraction.amounts import Convention, convention_of, currency_of, parse_amount, written
from ocrwtf.extraction.dates import dates_of
from ocrwtf.extraction.field import CellName, FieldName
from ocrwtf.extraction.forms import FORMS
from ocrwtf.extraction.sheet import sheet_of
from ocrwtf.extraction.spelled import spelled_amount
from ocrwtf.ocr.page import Line, Page, Word

_DATES = {FieldName.ISSUED_ON, FieldName.DUE_ON, FieldName.DELIVERED_ON}
_AMOUNTS = {
    *(FieldName.SUBTOTAL_AMOUNT, FieldName.DISCOUNT_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TOTAL_AMOUNT),
    *(FieldName.PAID_AMOUNT, FieldName.CHANGE_AMOUNT, CellName.QUANTITY, CellName.PRICE, CellName.AMOUNT),
}


class Meant(StrEnum):
    """What a value is when it can be understood."""

    DATE = "date"
    AMOUNT = "amount"
    """A number: money, a quantity, a rate."""
    FORM = "form"
    """Of a form of its own, as a tax number has, a plate or a currency."""


def normalized(name: str, value: str, convention: Convention | None = None) -> str | None:
    """Of the field or cell of that name; None where `value` has no such form. `convention` is the document's."""
    if name in _AMOUNTS:
        return _amount(name, value, convention)
    if name in _DATES:
        return _date(value)
    if name == FieldName.TAX_RATE:
        return _amount(name, value.strip().removesuffix("%"), convention)
    if name == FieldName.CURRENCY:
        return currency_of(value)
    if name == FieldName.AMOUNT_IN_WORDS:
        spelled = spelled_amount(value)
        return written(spelled.value) if spelled else None
    form = FORMS.get(name)
    return next((reading.normalized for reading in form(value)), None) if form else None


def has_form(name: str) -> bool:
    """Whether a text is no value of that name unless it can be normalised."""
    return meant_by(name) is not None


def meant_by(name: str) -> Meant | None:
    """What a value of that name is, if not any text."""
    if name in _DATES:
        return Meant.DATE
    if name in _AMOUNTS or name == FieldName.TAX_RATE:
        return Meant.AMOUNT
    return Meant.FORM if name in FORMS or name == FieldName.CURRENCY else None


def convention_in(found: Iterable[dict[str, Any]]) -> Convention | None:
    """How a document writes its decimals, by the amounts that were found in it, as `wire` has them."""
    return convention_of(each["value"] for each in found if each["name"] in _AMOUNTS)


def _amount(name: str, value: str, convention: Convention | None) -> str | None:
    """A discount is what is taken off, however it is printed."""
    amount = parse_amount(value, convention)
    return written(abs(amount.value) if name == FieldName.DISCOUNT_AMOUNT else amount.value) if amount else None


def _date(value: str) -> str | None:
    """Read as on paper: as the only line of a page."""
    corner = ((0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (0.0, 10.0))
    word = Word(value, 1, corner)
    page = Page(1, 100, 10, 0, 1, "", (Line(value, 1, corner, (word,)),))
    return next((dated.day.isoformat() for dated in dates_of(sheet_of([page]))), None)
