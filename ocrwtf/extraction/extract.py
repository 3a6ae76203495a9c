"""From the pages of a document to what it says: its type, its fields and its items."""

from collections.abc import Sequence
from datetime import date

from ocrwtf.extraction.certainty import fields_of
from ocrwtf.extraction.dates import date_guesses, dates_of
from ocrwtf.extraction.document_type import document_type_of
from ocrwtf.extraction.field import Extraction
from ocrwtf.extraction.identifiers import identifier_guesses
from ocrwtf.extraction.items import line_items
from ocrwtf.extraction.labels import labels_of
from ocrwtf.extraction.money import money_guesses, rounding_of, sums_of
from ocrwtf.extraction.number_lock import locked
from ocrwtf.extraction.parties import party_guesses
from ocrwtf.extraction.sheet import sheet_of
from ocrwtf.extraction.worded import worded_guesses
from ocrwtf.ocr.page import Page


def extract(pages: Sequence[Page], today: date) -> Extraction:
    """Pure and without errors, whatever the pages; `today` is for judging whether a date is likely."""
    sheet = sheet_of(pages)
    labels = labels_of(sheet)
    document_type, type_confidence = document_type_of(sheet, labels)
    dates = dates_of(sheet)
    sums = sums_of(sheet, dates)
    guesses = [
        *date_guesses(dates, labels, sheet, today),
        *money_guesses(sums, sheet, document_type),
        *party_guesses(sheet, labels, document_type),
        *identifier_guesses(sheet, labels),
        *worded_guesses(sheet, labels),
    ]
    fields, items = locked(fields_of(guesses), line_items(sheet), pages, rounding_of(sums))
    return Extraction(document_type, type_confidence, fields, items)
