"""The formats of `ocrwtf scan`: what a document that was read becomes."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ocrwtf.cli.document import Document, as_scan, file_name
from ocrwtf.core.errors import Language
from ocrwtf.core.spreadsheet import as_text
from ocrwtf.ocr import searchable_pdf
from ocrwtf.ocr.page import Line, Page
from ocrwtf.ocr.searchable_pdf import PicturedPage

CSV_COLUMNS = ("file", "page", "line", "text", "confidence", "polygon")


@dataclass(frozen=True)
class Format:
    """`render` gives all of a document's file; `head` comes once before all that goes to standard output.

    `binary`: not for a terminal, and one document a stream.
    """

    suffix: str
    render: Callable[[Document, Language], bytes]
    head: bytes = b""
    binary: bool = False


def _text(document: Document, language: Language) -> bytes:
    del language
    return f"{document.text}\n".encode() if document.text else b""


def _json(document: Document, language: Language) -> bytes:
    return f"{json.dumps(as_scan(document, language), ensure_ascii=False)}\n".encode()


def _csv(document: Document, language: Language) -> bytes:
    """A row a line; page and line count from 1, the polygon is x,y of its corners in pixels."""
    del language
    name = as_text(file_name(document))
    return csv_rows(
        [name, number, index, as_text(line.text), f"{line.confidence:.4f}", _corners(line)]
        for number, page in enumerate(document.pages, 1)
        if isinstance(page, Page)
        for index, line in enumerate(page.lines, 1)
    )


def _corners(line: Line) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in line.polygon)


def csv_rows(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _pdf(document: Document, language: Language) -> bytes:
    """Nothing where no page could be read."""
    del language
    if not document.read:
        return b""
    pages = (
        PicturedPage(page.width_px, page.height_px, picture, page.lines) if isinstance(page, Page) and picture else None
        for page, picture in zip(document.pages, document.pictures, strict=True)
    )
    return b"".join(searchable_pdf.written(file_name(document), pages))


FORMATS: Mapping[str, Format] = {
    "text": Format(".txt", _text),
    "json": Format(".json", _json),
    "csv": Format(".csv", _csv, csv_rows([CSV_COLUMNS])),
    "pdf": Format(".pdf", _pdf, binary=True),
}
