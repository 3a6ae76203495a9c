"""Numbers and names that stand beside a label of their own, and numbers that their form gives away."""

import re
from collections.abc import Iterator

from ocrwtf.extraction import forms, letterhead
from ocrwtf.extraction.amounts import written
from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.forms import Form
from ocrwtf.extraction.guess import Beside, Guess, beside
from ocrwtf.extraction.labels import Label
from ocrwtf.extraction.letterhead import Part
from ocrwtf.extraction.sheet import Sheet, Span
from ocrwtf.extraction.spelled import spelled_amount

_FORMS: dict[FieldName, Form] = {
    FieldName.NUMBER: forms.code,
    FieldName.ORDER_NUMBER: forms.code,
    FieldName.VEHICLE_PLATE: forms.plate,
    FieldName.CONTAINER_NUMBER: forms.container,
    FieldName.SELLER_TAX_NUMBER: forms.tax_number,
    FieldName.BUYER_TAX_NUMBER: forms.tax_number,
    FieldName.SELLER_PHONE: forms.phone,
    FieldName.BANK_ACCOUNT: forms.account,
    FieldName.PACKAGE_COUNT: forms.count,
    FieldName.WEIGHT: forms.weight,
}
_BY_SHAPE: tuple[tuple[FieldName, Form, float], ...] = (
    (FieldName.CONTAINER_NUMBER, forms.container, 0.7),
    (FieldName.VEHICLE_PLATE, forms.plate, 0.35),
)
_BUYERS = {FieldName.BUYER_NAME, FieldName.RECIPIENT_NAME}
_BLOCK_ROWS = 8
_LEAST_BELOW = 4
"""Characters of a number below "No": those of a table's rows have fewer."""
_LABELLED = 0.9
_METHODS = re.compile(
    r"(?<![A-Za-z])(?:tunai|cash|qris|debit(?: bca| bri| bni| mandiri)?|kredit|credit card|debit card|transfer|visa|"
    r"master ?card|gopay|ovo|dana|shopeepay|giro|cheque|cek|card|kartu (?:debit|kredit)|va|virtual account)(?![A-Za-z])",
    re.IGNORECASE,
)


def identifier_guesses(sheet: Sheet, labels: dict[int, tuple[Label, ...]]) -> list[Guess]:
    listed = [label for found in labels.values() for label in found]
    buyers = [label for label in listed if label.name in _BUYERS and label.stands_out]
    guesses = [guess for label in listed for guess in _labelled(sheet, label, labels, buyers)]
    return [*guesses, *_by_shape(sheet), *_methods(sheet, listed)]


def _labelled(sheet: Sheet, label: Label, labels: dict[int, tuple[Label, ...]], buyers: list[Label]) -> Iterator[Guess]:
    form = _FORMS.get(label.name) if label.name else None
    if form is None or label.name is None:
        return
    name = _whose(label.name, label, buyers)
    for found in beside(sheet, label, labels):
        for guess in _read(name, form, label, found):
            yield guess
            return


def _read(name: FieldName, form: Form, label: Label, found: Beside) -> Iterator[Guess]:
    text = found.text
    start = found.start + len(text) - len(text.lstrip(" :.=#"))
    for reading in form(found.row.text[start : found.end]):
        if found.nearness < 1 and not label.strong and len(reading.normalized) < _LEAST_BELOW:
            continue
        near = 1.0 if reading.start <= 3 else 0.7
        strength = (
            _LABELLED
            * label.strength
            * found.nearness
            * reading.form
            * near
            * (1.0 if _is_named(label, found) else 0.6)
        )
        span = found.row.span(start + reading.start, start + reading.end)
        yield Guess(name, span, reading.normalized, strength, Source.LABEL, label.text)


def _is_named(label: Label, found: Beside) -> bool:
    """A colon, or several words of a label, or its standing alone say that it names something."""
    return label.stands_out or (" " in label.text.strip() and found.nearness == 1)


def _whose(name: FieldName, label: Label, buyers: list[Label]) -> FieldName:
    """A tax number below the buyer's label is the buyer's."""
    if name is not FieldName.SELLER_TAX_NUMBER:
        return name
    for buyer in buyers:
        below = 0 <= label.row.number - buyer.row.number <= _BLOCK_ROWS and label.row.page == buyer.row.page
        if (
            below
            and label.span.right > buyer.span.left - buyer.row.height
            and label.span.left < buyer.span.right + 8 * buyer.row.height
        ):
            return FieldName.BUYER_TAX_NUMBER
    return name


def _by_shape(sheet: Sheet) -> Iterator[Guess]:
    for row in sheet.rows:
        for name, form, strength in _BY_SHAPE:
            for reading in form(row.text):
                if reading.form == 1:
                    yield Guess(name, row.span(reading.start, reading.end), reading.normalized, strength, Source.SHAPE)


def _methods(sheet: Sheet, labels: list[Label]) -> Iterator[Guess]:
    """Behind a label of its own, or before the amount that was paid."""
    named = {label.row.number for label in labels if label.name is FieldName.PAYMENT_METHOD}
    for row in sheet.rows:
        match = _METHODS.search(row.text)
        if match and (row.number in named or _before_amount(row.text, match.start(), match.end())):
            strength = 0.85 if row.number in named else 0.7
            yield Guess(FieldName.PAYMENT_METHOD, row.span(*match.span()), None, strength, Source.LABEL)


def _before_amount(text: str, start: int, end: int) -> bool:
    return not text[:start].strip() and bool(
        re.match(r"[ :.]{0,8}[RrPpMm$.]{0,4}[ :.]{0,4}[0-9][0-9.,]{2,}", text[end:])
    )


def person_guesses(sheet: Sheet, labels: dict[int, tuple[Label, ...]]) -> Iterator[Guess]:
    """The driver, beside a label."""
    for found in labels.values():
        for label in found:
            if label.name is FieldName.DRIVER_NAME and label.stands_out:
                yield from _person(sheet, label, labels)


def _person(sheet: Sheet, label: Label, labels: dict[int, tuple[Label, ...]]) -> Iterator[Guess]:
    for found in beside(sheet, label, labels):
        span = person_in(found)
        if span:
            yield Guess(
                FieldName.DRIVER_NAME, span, None, _LABELLED * label.strength * found.nearness, Source.LABEL, label.text
            )
            return


def person_in(found: Beside) -> Span | None:
    """The first cell of it, without brackets, if that may be a name."""
    text = found.text
    start = found.start + len(text) - len(text.lstrip(" :.=(_-"))
    ends = [at for at in found.row.cell_starts if start < at <= found.end]
    said = found.row.text[start : min([*ends, found.end])].rstrip(" :.,()_-")
    if len(said) > 60 or letterhead.part_of(said) is not Part.NAME or any(character.isdigit() for character in said):
        return None
    return found.row.span(start, start + len(said))


def words_guesses(sheet: Sheet, labels: dict[int, tuple[Label, ...]]) -> Iterator[Guess]:
    """The amount in words, which may go on for some rows."""
    for found in labels.values():
        for label in found:
            if label.name is FieldName.AMOUNT_IN_WORDS:
                yield from _in_words(sheet, label, labels)


def _in_words(sheet: Sheet, label: Label, labels: dict[int, tuple[Label, ...]]) -> Iterator[Guess]:
    for place in beside(sheet, label, labels):
        text = place.text
        start = place.start + len(text) - len(text.lstrip(" :.=#(*"))
        spans = [place.row.span(start, place.end)] if text.strip(" :.=#(*") else []
        best: Guess | None = None
        for row in [None, *sheet.below(place.row, 3)]:
            if row is not None:
                if row.number in labels:
                    break
                spans.append(row.span(0, len(row.text)))
            if not spans:
                break
            span = _whole(spans)
            number = spelled_amount(span.text)
            if number:
                best = Guess(
                    FieldName.AMOUNT_IN_WORDS,
                    span,
                    written(number.value),
                    0.85 if number.finished else 0.6,
                    Source.LABEL,
                    label.text,
                )
                if number.finished:
                    break
        if best:
            yield best
            return


def _whole(spans: list[Span]) -> Span:
    return Span(" ".join(span.text for span in spans), tuple(token for span in spans for token in span.tokens))
