"""From the pages of a document to what it says: its type, its fields and its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ocrwtf.extraction.certainty import fields_of, without_talk
from ocrwtf.extraction.dates import date_guesses, dates_of
from ocrwtf.extraction.document_type import document_type_of
from ocrwtf.extraction.field import DocumentType, Extraction, Field
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.identifiers import identifier_guesses
from ocrwtf.extraction.impossible_dates import impossible_date_guesses
from ocrwtf.extraction.items import line_items
from ocrwtf.extraction.labels import labels_of
from ocrwtf.extraction.lock.number_lock import locked
from ocrwtf.extraction.money.header_amounts import money_guesses, rounding_of, sums_of
from ocrwtf.extraction.parties.parties import party_guesses
from ocrwtf.extraction.remembered import Remembered, remembered_guesses
from ocrwtf.extraction.running_text import sentences_of
from ocrwtf.extraction.sheet import Sheet, sheet_of
from ocrwtf.extraction.worded import worded_guesses
from ocrwtf.ocr.page import Page


@dataclass(frozen=True, slots=True)
class Guesses:
    """All that parts of the reading might be; `rounding` is what is added to the total to make it a round one."""

    document_type: DocumentType
    type_confidence: float
    guesses: list[Guess]
    rounding: Field | None


def extract(pages: Sequence[Page], today: date, remembered: Sequence[Remembered] = ()) -> Extraction:
    """Pure and without errors, whatever the pages; `today` is for judging whether a date is likely, `remembered` what
    a person confirmed on earlier documents of the same sender.
    """
    sheet = sheet_of(pages)
    found = guesses_of(sheet, today)
    guesses = [*remembered_guesses(found.guesses, sheet, remembered), *found.guesses]
    every = () if found.document_type is DocumentType.TRANSFER_SLIP else line_items.line_items(sheet)
    kept = every[: line_items.MOST_ITEMS]
    fields, items = locked(fields_of(guesses), kept, pages, found.rounding)
    return Extraction(found.document_type, found.type_confidence, fields, items, len(every) - len(kept))


def guesses_of(sheet: Sheet, today: date) -> Guesses:
    sentences = sentences_of(sheet)
    labels = labels_of(sheet, sentences)
    document_type, type_confidence = document_type_of(sheet, labels)
    dates = dates_of(sheet)
    sums = sums_of(sheet, dates)
    guesses = [
        *date_guesses(dates, labels, sheet, today),
        *impossible_date_guesses(dates, labels, sheet),
        *money_guesses(sums, sheet, document_type, sentences),
        *party_guesses(sheet, labels, document_type, sentences),
        *identifier_guesses(sheet, labels),
        *worded_guesses(sheet, labels),
    ]
    return Guesses(document_type, type_confidence, without_talk(guesses, sentences), rounding_of(sums))
