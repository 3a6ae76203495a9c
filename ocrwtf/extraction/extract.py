"""From the pages of a document to what it says: its type, its fields and its items."""

from collections.abc import Sequence
from datetime import date

from ocrwtf.extraction.certainty import fields_of
from ocrwtf.extraction.dates import date_guesses, dates_of
from ocrwtf.extraction.document_type import document_type_of
from ocrwtf.extraction.field import Extraction
from ocrwtf.extraction.identifiers import identifier_guesses, person_guesses, words_guesses
from ocrwtf.extraction.labels import labels_of
from ocrwtf.extraction.money import money_guesses, sums_of
from ocrwtf.extraction.parties import party_guesses
from ocrwtf.extraction.sheet import sheet_of
from ocrwtf.ocr.page import Page


def extract(pages: Sequence[Page], today: date) -> Extraction:
    """Pure and without errors, whatever the pages; `today` is for judging whether a date is likely."""
    sheet = sheet_of(pages)
    labels = labels_of(sheet)
    document_type, type_confidence = document_type_of(sheet, labels)
    dates = dates_of(sheet)
    guesses = [
        *date_guesses(dates, labels, sheet, today),
        *money_guesses(sums_of(sheet, dates), sheet, document_type),
        *party_guesses(sheet, labels, document_type),
        *identifier_guesses(sheet, labels),
        *person_guesses(sheet, labels),
        *words_guesses(sheet, labels),
    ]
    return Extraction(document_type, type_confidence, fields_of(guesses), ())
