"""From the pages of a document to what it says: its type, its fields and its items."""

from collections.abc import Sequence
from datetime import date

from ocrwtf.extraction.certainty import fields_of
from ocrwtf.extraction.dates import date_guesses, dates_of
from ocrwtf.extraction.field import DocumentType, Extraction
from ocrwtf.extraction.labels import labels_of
from ocrwtf.extraction.money import money_guesses, sums_of
from ocrwtf.extraction.sheet import sheet_of
from ocrwtf.ocr.page import Page


def extract(pages: Sequence[Page], today: date) -> Extraction:
    """Pure and without errors, whatever the pages; `today` is for judging whether a date is likely."""
    sheet = sheet_of(pages)
    labels = labels_of(sheet)
    guesses = [
        *date_guesses(dates_of(sheet), labels, sheet, today),
        *money_guesses(sums_of(sheet), sheet),
    ]
    return Extraction(DocumentType.OTHER, 0.0, fields_of(guesses), ())
