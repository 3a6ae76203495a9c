"""What is said in words: who drives, how it was paid, and the amount spelled out."""

import re
from collections.abc import Iterator

from ocrwtf.extraction.amounts import written
from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.guess import Beside, Guess, beside, trimmed
from ocrwtf.extraction.labels import Label, Labels
from ocrwtf.extraction.parties import letterhead
from ocrwtf.extraction.parties.letterhead import Part
from ocrwtf.extraction.sheet import Sheet, Span, joined
from ocrwtf.extraction.spelled import spelled_amount

_LONGEST_NAME = 60
_WORDS_ROWS = 3
_METHODS = re.compile(
    r"(?<![A-Za-z])(?:tunai|cash|qris|debit(?: bca| bri| bni| mandiri)?|kredit|credit card|debit card|transfer|visa|"
    r"master ?card|gopay|ovo|dana|shopeepay|giro|cheque|cek|card|kartu (?:debit|kredit)|va|virtual account)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_AMOUNT_BEHIND = re.compile(r"[ :.*Xx]{0,12}(?:[0-9]{4} )?[RrPpMm$.]{0,4}[ :.]{0,4}[0-9][0-9.,]{2,}")


def worded_guesses(sheet: Sheet, labels: Labels) -> list[Guess]:
    listed = [label for found in labels.values() for label in found]
    drivers = [label for label in listed if label.name is FieldName.DRIVER_NAME and label.stands_out]
    spelled = [label for label in listed if label.name is FieldName.AMOUNT_IN_WORDS]
    found = [_person(sheet, label, labels) for label in drivers] + [
        _in_words(sheet, label, labels) for label in spelled
    ]
    return [*(guess for guess in found if guess), *_unlabelled(sheet), *_methods(sheet, listed)]


def _person(sheet: Sheet, label: Label, labels: Labels) -> Guess | None:
    for found in beside(sheet, label, labels):
        span = _name_in(found)
        if span:
            signed = 0.7 if found.text.lstrip().startswith("(") else 1.0
            strength = 0.9 * label.strength * found.nearness * signed
            return Guess(FieldName.DRIVER_NAME, span, None, strength, Source.LABEL, label.text)
    return None


def _name_in(found: Beside) -> Span | None:
    """The first cell of it, without brackets, if that may be a name."""
    start, end = trimmed(found)
    said = found.row.text[start:end]
    short = 0 < len(said) <= _LONGEST_NAME and not any(map(str.isdigit, said))
    return found.row.span(start, end) if short and letterhead.part_of(said) is Part.NAME else None


def _in_words(sheet: Sheet, label: Label, labels: Labels) -> Guess | None:
    """As many rows as it takes until a closing word."""
    for place in beside(sheet, label, labels):
        best: Guess | None = None
        for span in _growing(sheet, place, labels):
            number = spelled_amount(span.text)
            if number:
                strength = 0.9 if number.finished else 0.6
                value = written(number.value)
                best = Guess(FieldName.AMOUNT_IN_WORDS, span, value, strength, Source.LABEL, label.text)
            if number and number.finished:
                break
        if best:
            return best
    return None


def _growing(sheet: Sheet, place: Beside, labels: Labels) -> Iterator[Span]:
    """What stands beside the label, and that with one row more below, and so on."""
    start, _ = trimmed(place)
    spans = [place.row.span(start, place.end)] if start < place.end else []
    if spans:
        yield spans[0]
    for row in sheet.below(place.row, _WORDS_ROWS):
        if row.number in labels:
            return
        spans.append(row.span(0, len(row.text)))
        yield joined(spans)


def _unlabelled(sheet: Sheet) -> Iterator[Guess]:
    """A cell that is an amount in words from its first to its closing word."""
    for row in sheet.rows:
        for cell in row.cells if "rupiah" in row.text.lower() else ():
            number = spelled_amount(cell.text)
            if number and number.finished:
                yield Guess(FieldName.AMOUNT_IN_WORDS, cell, written(number.value), 0.6, Source.SHAPE)


def _methods(sheet: Sheet, labels: list[Label]) -> Iterator[Guess]:
    """Behind a label of its own, or before the amount that was paid."""
    named = {label.row.number for label in labels if label.name is FieldName.PAYMENT_METHOD and not label.in_sentence}
    for row in sheet.rows:
        match = _METHODS.search(row.text)
        if match and (row.number in named or _before_amount(row.text, match.start(), match.end())):
            strength = 0.85 if row.number in named else 0.7
            yield Guess(FieldName.PAYMENT_METHOD, row.span(*match.span()), None, strength, Source.LABEL)


def _before_amount(text: str, start: int, end: int) -> bool:
    """The method begins its row, and an amount follows."""
    return not text[:start].strip() and bool(_AMOUNT_BEHIND.match(text, end))
