"""Numbers that name something: those beside a label of their own, and those that their form gives away."""

import re
from collections.abc import Iterator

from ocrwtf.extraction import forms
from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.forms import FORMS, Form, Reading
from ocrwtf.extraction.guess import Beside, Guess, beside
from ocrwtf.extraction.labels import Label, Labels
from ocrwtf.extraction.parties.addresses import likeness
from ocrwtf.extraction.sheet import Sheet

_BY_SHAPE: tuple[tuple[FieldName, Form, float], ...] = (
    (FieldName.CONTAINER_NUMBER, forms.container, 0.7),
    (FieldName.NUMBER, forms.hash_number, 0.4),
    (FieldName.VEHICLE_PLATE, forms.plate, 0.35),
)
_BUYERS = {FieldName.BUYER_NAME, FieldName.RECIPIENT_NAME}
_BLOCK_ROWS = 8
_COLUMN = 8
"""Heights that what belongs to a label may begin to the right of it."""
_NEAR = 3
"""Characters between a label and its value."""
_LEAST_BELOW = 4
"""Characters of a number below "No": those of a table's rows have fewer."""
_STREET = 1.5
"""Likeness to an address from which "No" is the number of a house."""
_AGAIN = re.compile(r"(?:no|nr|nomor)(?:[.:] ?| )(?=[A-Za-z]{0,6}[ -/]?[0-9])", re.IGNORECASE)
"""What names a number under a title that names it too: "SURAT JALAN" with "No. 000482" below."""
_LABELLED = 0.9
_FITS = 0.9
"""Of a form: a tax number that fails its check digit is one all the same."""
_NUMBERS = {FieldName.NUMBER, FieldName.ORDER_NUMBER}
_LONG = {
    FieldName.SELLER_PHONE: 9,
    FieldName.SELLER_TAX_NUMBER: 15,
    FieldName.BUYER_TAX_NUMBER: 15,
    FieldName.BANK_ACCOUNT: 9,
    FieldName.CONTAINER_NUMBER: 7,
    FieldName.VEHICLE_PLATE: 3,
}
"""Digits from which the form of a number says what it is."""


def identifier_guesses(sheet: Sheet, labels: Labels) -> list[Guess]:
    listed = [label for found in labels.values() for label in found]
    buyers = [label for label in listed if label.name in _BUYERS and label.stands_out]
    guesses = [guess for label in listed for guess in _labelled(sheet, label, labels, buyers)]
    return [*guesses, *_by_shape(sheet)]


def _labelled(sheet: Sheet, label: Label, labels: Labels, buyers: list[Label]) -> Iterator[Guess]:
    form = FORMS.get(label.name) if label.name else None
    if form is None or label.name is None:
        return
    if label.name is FieldName.NUMBER and _is_of_a_street(label):
        return
    name = _whose(label.name, label, buyers)
    for found in beside(sheet, label, labels):
        for guess in _read(name, form, label, found):
            yield guess
            return


def _is_of_a_street(label: Label) -> bool:
    """The number of a house."""
    cells = zip(label.row.cells, label.row.cell_starts, strict=True)
    held = next((cell.text for cell, start in cells if start <= label.start < start + len(cell.text)), "")
    return not label.strong and likeness(held) >= _STREET


def _read(name: FieldName, form: Form, label: Label, found: Beside) -> Iterator[Guess]:
    text = found.text
    start = found.start + len(text) - len(text.lstrip(" :.=#"))
    if name in _NUMBERS and (again := _AGAIN.match(found.row.text, start, found.end)):
        start = again.end()
    for reading in form(found.row.text[start : found.end]):
        if found.nearness < 1 and not label.strong and len(reading.normalized) < _LEAST_BELOW:
            continue
        if label.in_sentence and reading.start > _NEAR:
            continue
        near = found.nearness * (1.0 if reading.start <= _NEAR else 0.7)
        strength = _LABELLED * label.strength * near * reading.form
        plausible = 1.0 if _is_named(label, found) or _shows_itself(name, label, found, reading) else 0.5
        span = found.row.span(start + reading.start, start + reading.end)
        yield Guess(name, span, reading.normalized, strength, Source.LABEL, label.text, plausible)


def _is_named(label: Label, found: Beside) -> bool:
    """A colon, or several words of a label, or its standing alone say that it names something."""
    return label.stands_out or (" " in label.text.strip() and found.nearness == 1)


def _shows_itself(name: FieldName, label: Label, found: Beside, reading: Reading) -> bool:
    """Right behind its label, a number of such a form is hardly anything else, whatever stands around them."""
    if found.nearness < 1 or reading.start > _NEAR or reading.form < _FITS:
        return False
    if name in _NUMBERS:
        return not label.in_sentence and _is_document_number(reading.normalized)
    return name in _LONG and sum(map(str.isdigit, reading.normalized)) >= _LONG[name]


def _is_document_number(number: str) -> bool:
    """Of letters and digits, or with zeros before it, as counts and houses have none; telephone numbers are longer."""
    if number.isdigit():
        return number.startswith("0") and _LEAST_BELOW <= len(number) < _LONG[FieldName.SELLER_PHONE]
    return sum(map(str.isdigit, number)) >= _LEAST_BELOW


def _whose(name: FieldName, label: Label, buyers: list[Label]) -> FieldName:
    """A tax number below the buyer's label is the buyer's."""
    if name is not FieldName.SELLER_TAX_NUMBER:
        return name
    return FieldName.BUYER_TAX_NUMBER if any(_is_under(label, buyer) for buyer in buyers) else name


def _is_under(label: Label, buyer: Label) -> bool:
    """In the column of a label, not far below."""
    if not 0 <= label.row.number - buyer.row.number <= _BLOCK_ROWS or label.row.page != buyer.row.page:
        return False
    left, right = buyer.span.left - buyer.row.height, buyer.span.right + _COLUMN * buyer.row.height
    return label.span.right > left and label.span.left < right


def _by_shape(sheet: Sheet) -> Iterator[Guess]:
    """Letters are large: "A-4896 Mie" is a paper's size and goods."""
    for row in sheet.rows:
        for name, form, strength in _BY_SHAPE:
            for reading in form(row.text):
                if reading.form == 1 and not any(map(str.islower, row.text[reading.start : reading.end])):
                    yield Guess(name, row.span(reading.start, reading.end), reading.normalized, strength, Source.SHAPE)
