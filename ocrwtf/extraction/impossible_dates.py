"""Dates that stand on paper but in no calendar: they are shown as they are written, and nothing is made of them."""

import re
from collections.abc import Iterator, Sequence

from ocrwtf.extraction.dates import Dated, label_of, month_named
from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.labels import Labels
from ocrwtf.extraction.sheet import Row, Sheet

_YEAR = "(?:19|20)[0-9]{2}"
_FORMS = (
    re.compile(rf"(?<![0-9A-Za-z.,/-])[0-9]{{1,2}} ?([-/.]) ?[0-9]{{1,2}} ?\1 ?{_YEAR}(?![0-9A-Za-z/-])"),
    re.compile(rf"(?<![0-9A-Za-z.,/-]){_YEAR} ?([-/]) ?[0-9]{{1,2}} ?\1 ?[0-9]{{1,2}}(?![0-9A-Za-z/-])"),
    re.compile(rf"(?<![0-9A-Za-z.,/-])[0-9]{{1,2}}[ -]([A-Za-z]{{3,9}})[ -]{_YEAR}(?![0-9A-Za-z/-])"),
)
_NAMES = (FieldName.ISSUED_ON, FieldName.DUE_ON, FieldName.DELIVERED_ON)
_STRENGTH = 0.9
_PLAUSIBILITY = 0.35


def impossible_date_guesses(dates: Sequence[Dated], labels: Labels, sheet: Sheet) -> Iterator[Guess]:
    """Only behind or under a label of a date: without one, such numbers may be anything."""
    taken = {(dated.row.number, dated.start) for dated in dates}
    for row in sheet.rows:
        for start, end in _in_row(row):
            label, nearness = label_of(row, start, end, labels, sheet)
            if label and label.name in _NAMES and not any((row.number, at) in taken for at in range(start, end)):
                strength = _STRENGTH * label.strength * nearness
                span = row.span(start, end)
                yield Guess(label.name, span, None, strength, Source.LABEL, label.text, _PLAUSIBILITY)


def _in_row(row: Row) -> Iterator[tuple[int, int]]:
    """Where something stands that has the form of a date."""
    for form in _FORMS:
        for match in form.finditer(row.text):
            if not match[1].isalpha() or month_named(match[1]):
                yield match.span()
