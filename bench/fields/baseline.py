"""What a few regular expressions find, to have something to compare with: the first date, the amount on a line that
says total or else the largest, the first line as company, what follows as its address.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from ocrwtf.extraction.field import DocumentType, Extraction, Field, FieldName, Source
from ocrwtf.ocr.page import Line, Page

_NUMERIC = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_AMOUNT = re.compile(r"\d[\d.,]*\d|\d")
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:no|nomor|invoice|faktur)\b[ .:#]*(\S*\d\S*)", re.IGNORECASE)
_END_OF_ADDRESS = re.compile(r"tel|phone|hp|fax|npwp|gst|invoice|receipt|faktur|date|tanggal|tgl|:", re.IGNORECASE)
_WORDS = {
    DocumentType.DELIVERY_NOTE: "surat jalan|delivery",
    DocumentType.PAYMENT_RECEIPT: "kwitansi|kuitansi",
    DocumentType.TRANSFER_SLIP: "transfer",
    DocumentType.INVOICE: "faktur|invoice",
    DocumentType.RECEIPT: "total",
}


def extract(pages: Sequence[Page], today: date) -> Extraction:  # noqa: ARG001  as the product's own
    rows = [row for page in pages for row in _rows(page)]
    found = [*_company(rows), *_date(rows), *_total(rows), *_number(rows)]
    text = "\n".join(text for text, _, _ in rows)
    types = [kind for kind, words in _WORDS.items() if re.search(words, text, re.IGNORECASE)]
    order = list(FieldName)
    fields = sorted(found, key=lambda each: order.index(FieldName(each.name)))
    return Extraction(types[0] if types else DocumentType.OTHER, 0.5, tuple(fields), ())


Row = tuple[str, Line, int]
"""Text of the lines beside each other, the first of them, and the page."""


def _rows(page: Page) -> Iterator[Row]:
    """Lines whose middles lie within half a line's height."""
    rows: list[list[Line]] = []
    for line in sorted(page.lines, key=_middle):
        if rows and abs(_middle(line) - _middle(rows[-1][0])) < (line.polygon[3][1] - line.polygon[0][1]) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.polygon[0][0])
        yield " ".join(line.text for line in row), row[0], page.number


def _middle(line: Line) -> float:
    return sum(y for _, y in line.polygon) / 4


def _company(rows: Sequence[Row]) -> Iterator[Field]:
    if not rows:
        return
    yield _field(FieldName.SELLER_NAME, rows[0][0], None, rows[0])
    address = []
    for row in rows[1:5]:
        if _END_OF_ADDRESS.search(row[0]):
            break
        address.append(row[0])
    if address:
        yield _field(FieldName.SELLER_ADDRESS, " ".join(address), None, rows[1])


def _date(rows: Sequence[Row]) -> Iterator[Field]:
    for row in rows:
        if found := _ISO.search(row[0]):
            yield _field(FieldName.ISSUED_ON, found[0], found[0], row)
            return
        if found := _NUMERIC.search(row[0]):
            day, month, year = (int(part) for part in found.groups())
            normalized = f"{year + 2000 if year < 100 else year}-{month:02}-{day:02}"
            yield _field(FieldName.ISSUED_ON, found[0], normalized, row)
            return


def _total(rows: Sequence[Row]) -> Iterator[Field]:
    amounts = [(row, found[0]) for row in rows for found in _AMOUNT.finditer(row[0])]
    named = [(row, text) for row, text in amounts if _TOTAL.search(row[0]) and "sub" not in row[0].casefold()]
    if choice := max(named or amounts, key=lambda each: value(each[1]), default=None):
        row, text = choice
        yield _field(FieldName.TOTAL_AMOUNT, text, str(value(text)), row)


def _number(rows: Sequence[Row]) -> Iterator[Field]:
    for row in rows:
        if found := _NUMBER.search(row[0]):
            yield _field(FieldName.NUMBER, found[1], found[1].upper(), row)
            return


def value(text: str) -> Decimal:
    """The last point or comma is the decimal one if at most two digits follow."""
    whole, _, rest = text.replace(",", ".").rpartition(".")
    if whole and len(rest) <= 2:
        return Decimal(f"{whole.replace('.', '')}.{rest}")
    return Decimal(re.sub("[.,]", "", text))


def _field(name: FieldName, text: str, normalized: str | None, row: Row) -> Field:
    return Field(name, text, normalized, 0.5, row[2], row[1].polygon, Source.SHAPE, ())
