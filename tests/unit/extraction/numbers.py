"""Documents of a few numbers, made by hand: what the number lock takes and gives."""

from collections.abc import Mapping
from dataclasses import replace

from ocrwtf.extraction.amounts import written
from ocrwtf.extraction.field import Field, FieldName, LineItem, Source
from ocrwtf.extraction.items.figures import figures_of
from ocrwtf.extraction.items.line_items import line_items
from ocrwtf.extraction.lock.number_lock import locked
from ocrwtf.extraction.sheet import Row, box_of, sheet_of
from ocrwtf.ocr.page import Alternative, Line, Page, Word
from tests.unit.extraction.papers import paper

_LABELS = {
    "Subtotal": FieldName.SUBTOTAL_AMOUNT,
    "Diskon": FieldName.DISCOUNT_AMOUNT,
    "PPN": FieldName.TAX_AMOUNT,
    "Total": FieldName.TOTAL_AMOUNT,
    "Tunai": FieldName.PAID_AMOUNT,
    "Kembali": FieldName.CHANGE_AMOUNT,
    "Terbilang": FieldName.AMOUNT_IN_WORDS,
    "Pembulatan": None,
}
DOUBTFUL = 0.7


def read(text: str, doubts: Mapping[str, str] = {}) -> Page:
    """A page of which the engine was sure, but for the words in `doubts`; it thinks that they may be something else."""
    page = paper(text)
    lines = [replace(line, words=tuple(_doubted(word, doubts) for word in line.words)) for line in page.lines]
    return replace(page, lines=tuple(lines))


def numbers(page: Page) -> tuple[dict[str, Field], tuple[LineItem, ...]]:
    """Fields by name, from rows that begin with their label; and the items. All went through the lock."""
    sheet = sheet_of([page])
    found = [field for row in sheet.rows for field in _fields(row)]
    asides = [field for field in found if field.name == "rounding"]
    fields, items = locked([field for field in found if field not in asides], line_items(sheet), [page], *asides)
    return {field.name: field for field in fields}, items


def line_of(page: Page, text: str) -> Line:
    return next(line for line in page.lines if text in line.text)


def _doubted(word: Word, doubts: Mapping[str, str]) -> Word:
    if word.text not in doubts:
        return word
    others = (Alternative(doubts[word.text], 0.2),) if doubts[word.text] else ()
    return replace(word, confidence=DOUBTFUL, alternatives=others)


def _fields(row: Row) -> list[Field]:
    label = row.tokens[0].text.rstrip(":")
    if label not in _LABELS:
        return []
    name = _LABELS[label]
    if name == FieldName.AMOUNT_IN_WORDS:
        tokens = row.tokens[1:]
        return [_field(name, " ".join(token.text for token in tokens), None, row, 1)]
    rates = [
        _field(FieldName.TAX_RATE, token.text, token.text[:-1], row, at)
        for at, token in enumerate(row.tokens)
        if token.text.endswith("%")
    ]
    figure = figures_of(row, None)[-1]
    value = written(figure.amount.value) if figure.amount else None
    return [*rates, _field(name or "rounding", figure.span.text, value, row, figure.start)]


def _field(name: str, value: str, normalized: str | None, row: Row, start: int) -> Field:
    count = len(value.split())
    tokens = row.tokens[start : start + count]
    return Field(name, value, normalized, 0.9, 1, box_of(tokens), Source.LABEL, tuple(token.at for token in tokens))
