"""What kind of paper a document is: by what it calls itself, else by what is on it."""

from collections.abc import Iterator
from statistics import median_high

from ocrwtf.extraction.field import DocumentType, FieldName
from ocrwtf.extraction.labels import TITLED, Labels, words_said
from ocrwtf.extraction.sheet import Row, Sheet

_HEAD_ROWS = 14
_LEAST = 0.5
_LARGE = 1.25
_NARROW = 42
"""Letters across: a till's roll has fewer."""
_BEHIND_NUMBER = ("no", "nomor", "number", "nbr", "id", "date", "ref")
_SAID_BY_LABELS = {
    FieldName.VEHICLE_PLATE: (DocumentType.DELIVERY_NOTE, 0.6),
    FieldName.DRIVER_NAME: (DocumentType.DELIVERY_NOTE, 0.6),
    FieldName.CONTAINER_NUMBER: (DocumentType.DELIVERY_NOTE, 0.4),
    FieldName.PACKAGE_COUNT: (DocumentType.DELIVERY_NOTE, 0.3),
    FieldName.WEIGHT: (DocumentType.DELIVERY_NOTE, 0.2),
    FieldName.DUE_ON: (DocumentType.INVOICE, 0.6),
    FieldName.AMOUNT_IN_WORDS: (DocumentType.PAYMENT_RECEIPT, 0.3),
}
_TILL = {"change", "kembali", "kembalian", "kembalikan", "cash", "tunai", "kasir", "cashier", "struk"}


def document_type_of(sheet: Sheet, labels: Labels) -> tuple[DocumentType, float]:
    """And how sure that is, in [0, 1]."""
    votes: dict[DocumentType, float] = {}
    titles = list(_titles(sheet))
    for kind, weight in [*titles, *_of_labels(labels), *_of_till(sheet)]:
        votes[kind] = votes.get(kind, 0.0) + weight
    ranked = sorted(votes, key=lambda kind: -votes[kind])
    if not ranked or votes[ranked[0]] < _LEAST:
        return DocumentType.OTHER, 0.5
    ahead = votes[ranked[0]] - (votes[ranked[1]] if len(ranked) > 1 else 0.0)
    sure = 0.5 + 0.2 * min(votes[ranked[0]], 1.2) + 0.15 * min(ahead, 1.0)
    return ranked[0], round(sure + 0.09 * any(kind is ranked[0] for kind, _ in titles), 4)


def _titles(sheet: Sheet) -> Iterator[tuple[DocumentType, float]]:
    """Titles near the top, the larger the likelier; those of a till's roll are often other papers' names."""
    usual = median_high(row.height for row in sheet.rows) if sheet.rows else 0.0
    for row in sheet.rows[:_HEAD_ROWS]:
        for cell, start in zip(row.cells, row.cell_starts, strict=True):
            kind = _title(row, start, start + len(cell.text))
            if kind:
                large = max(token.height for token in cell.tokens) > _LARGE * usual
                yield kind, 1.0 + 0.4 * large - 0.3 * any(map(str.isdigit, cell.text))


def _title(row: Row, start: int, end: int) -> DocumentType | None:
    """The cell says a title and at most a number behind it."""
    said = words_said(row.text[start:end])
    behind = next((at for at, word in enumerate(said) if at and word in _BEHIND_NUMBER), None)
    words = [word for word in row.text[start:end].split() if sum(map(str.isalpha, word)) > 1]
    kind = TITLED.get(" ".join(said[:behind])) or TITLED.get(" ".join(said[:-1]))
    return kind if kind and (behind or len(words) <= len(said) + 2) else None


def _of_labels(labels: Labels) -> Iterator[tuple[DocumentType, float]]:
    names = {label.name for found in labels.values() for label in found if label.stands_out}
    yield from (_SAID_BY_LABELS[name] for name in FieldName if name in names and name in _SAID_BY_LABELS)


def _of_till(sheet: Sheet) -> Iterator[tuple[DocumentType, float]]:
    """Cash, change and a cashier, on narrow paper."""
    said = {word for row in sheet.rows for word in words_said(row.text)} & _TILL
    narrow = bool(sheet.rows) and max(len(row.text) for row in sheet.rows) <= 1.4 * _NARROW
    if said:
        yield DocumentType.RECEIPT, 0.4 * min(len(said), 3) + 0.6 * narrow
