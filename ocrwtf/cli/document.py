"""Reads one whole file for the command line and gives it the shape that the API gives a scan."""

import os
import time
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from ocrwtf.core.errors import Language
from ocrwtf.extraction import doubt
from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.normal import meant_by
from ocrwtf.extraction.overview import overview_of
from ocrwtf.extraction.wire import extraction_as_json
from ocrwtf.files.problems import problem_of
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.limits import PAGE_SECONDS
from ocrwtf.ocr.page import Page
from ocrwtf.ocr.reader import JpegPicture, Probe, Reader, jpeg_picture, probe
from ocrwtf.ocr.whole import DOUBTFUL_BELOW, doubtful_places, engines_of, failure, joined_text, mean_confidence
from ocrwtf.ocr.wire import lines_as_json

_UNKNOWN_HERE = (
    *("id", "correctedText", "recipientName", "signatureUrl", "imageUrl"),
    *("originalUrl", "createdAt", "capturedAt", "deletesAt", "legalHold", "version", "attempt"),
)
"""Members of a scan that only a stored one has."""


@dataclass(frozen=True, slots=True)
class _TimedPage:
    """A page, the seconds it took, and its picture where that was asked for."""

    page: Page | DocumentError
    seconds: float
    picture: JpegPicture | None


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read: pages and errors by their number, or one error for all of it."""

    path: Path
    size_bytes: int
    media_type: str | None
    seconds: float
    """Spent on its pages, in all."""
    pages: tuple[Page | DocumentError, ...]
    pictures: tuple[JpegPicture | None, ...]
    """Of the pages, None where none was asked for or the page could not be read."""
    error: DocumentError | None

    @property
    def read(self) -> tuple[Page, ...]:
        return tuple(page for page in self.pages if isinstance(page, Page))

    @property
    def text(self) -> str:
        return joined_text(page.text for page in self.read)

    @property
    def complete(self) -> bool:
        """All of it was read."""
        return self.error is None and len(self.read) == len(self.pages)


class PendingDocument:
    """A file whose pages are being read by `executor`, each as soon as a process is free."""

    def __init__(self, path: Path, reader: Reader, executor: Executor, *, pictures: bool = False) -> None:
        self._path = path
        self._file: BinaryIO = path.open("rb")
        self._probe: Probe | None = None
        self._error: DocumentError | None = None
        self._pages: list[Future[_TimedPage]] = []
        try:
            self._probe = probe(self._file)
        except DocumentError as error:
            self._error = error
            return
        numbers = range(1, self._probe.page_count + 1)
        self._pages = [executor.submit(_timed, reader, self._file, number, pictures) for number in numbers]

    def result(self) -> Document:
        """Waits for every page."""
        with self._file:
            timed = [page.result() for page in self._pages]
            size_bytes = self._file.seek(0, 2)
        media_type = self._probe.media_type if self._probe else None
        pages = tuple(one.page for one in timed)
        pictures = tuple(one.picture for one in timed)
        seconds = sum(one.seconds for one in timed)
        return Document(self._path, size_bytes, media_type, seconds, pages, pictures, self._error or _failure(pages))


def _timed(reader: Reader, file: BinaryIO, number: int, with_picture: bool) -> _TimedPage:  # noqa: FBT001  submitted
    began = time.monotonic()
    picture = None
    try:
        read = reader.read_page(file, number)
        page: Page | DocumentError = read.page
        picture = _jpeg(read.images.full) if with_picture else None
    except DocumentError as error:
        page = error
    return _TimedPage(page, time.monotonic() - began, picture)


def _jpeg(webp: bytes) -> JpegPicture:
    with TemporaryFile() as file:
        file.write(webp)
        file.flush()
        return jpeg_picture(file, PAGE_SECONDS)


def _failure(pages: tuple[Page | DocumentError, ...]) -> DocumentError | None:
    read = [page for page in pages if isinstance(page, Page)]
    return failure(read, [page for page in pages if isinstance(page, DocumentError)])


def file_name(document: Document) -> str:
    return os.fsencode(document.path.name).decode("utf-8", "replace")


def as_scan(document: Document, language: Language) -> dict[str, Any]:
    """The shape of `GET /api/scans/{id}`; what only a stored scan has is null."""
    lines = tuple(line for page in document.read for line in page.lines)
    return (
        dict.fromkeys(_UNKNOWN_HERE)
        | {
            "status": "failed" if document.error else "completed",
            "filename": file_name(document),
            "mediaType": document.media_type,
            "sizeBytes": document.size_bytes,
            "ocrText": document.text,
            "extractedText": document.text,
            "confidence": mean_confidence(lines),
            "ocrSeconds": round(document.seconds, 3),
            "engine": engines_of(document.read),
            "pageCount": len(document.pages),
            "pagesRead": len(document.pages),
            "error": _error(document.error, language),
            "pages": [_page(number, page, language) for number, page in enumerate(document.pages, 1)],
        }
        | _what_it_says(document)
    )


def _what_it_says(document: Document) -> dict[str, Any]:
    """Type, fields and line items, the few that lists show, and what is in doubt."""
    said = extraction_as_json(extract(document.read, datetime.now(UTC).date()))
    fields = [_found(field) for field in said["fields"]]
    items = [item | {"cells": [_found(cell) for cell in item["cells"]]} for item in said["items"]]
    every = [*fields, *(cell for item in items for cell in item["cells"])]
    words, keys = doubt.doubtful_words(doubtful_places(document.read), every), doubt.doubtful_keys(every)
    noted = overview_of(fields)
    return {
        "documentType": said["documentType"] if document.read else None,
        "typeConfidence": said["typeConfidence"] if document.read else None,
        "documentNumber": noted.document_number,
        "sellerName": noted.seller_name,
        "buyerName": noted.buyer_name,
        "issuedOn": noted.issued_on.isoformat() if noted.issued_on else None,
        "totalAmount": None if noted.total_amount is None else str(noted.total_amount),
        "currency": noted.currency,
        "doubtfulWords": len(words),
        "doubtfulFields": len(keys),
        "fields": fields,
        "items": items,
        "itemsLeftOut": said["itemsLeftOut"],
        "review": [*keys, *(":".join(map(str, place)) for place in words)],
    }


def _found(field: dict[str, Any]) -> dict[str, Any]:
    """As the API has it of one that nobody has looked at."""
    unclear = meant_by(field["name"]) if field["value"] and not field["normalized"] else None
    nobody = {"read": field["value"], "correctedValue": None, "withdrawn": None, "notUnderstood": unclear}
    return field | nobody | {"doubtful": field["confidence"] < DOUBTFUL_BELOW}


def _page(number: int, page: Page | DocumentError, language: Language) -> dict[str, Any]:
    empty = dict.fromkeys(("widthPx", "heightPx", "confidence", "imageUrl", "error")) | {"rotation": 0}
    if isinstance(page, DocumentError):
        return {"number": number} | empty | {"error": _error(page, language), "lines": []}
    read = {
        "widthPx": page.width_px,
        "heightPx": page.height_px,
        "rotation": page.rotation,
        "confidence": page.confidence,
    }
    return {"number": number} | empty | read | {"lines": [_line(line) for line in lines_as_json(page.lines)]}


def _line(line: dict[str, Any]) -> dict[str, Any]:
    return line | {"words": [word | {"correctedText": None} for word in line["words"]]}


def _error(error: DocumentError | None, language: Language) -> dict[str, object] | None:
    if error is None:
        return None
    body = problem_of(error).body(language)
    return {name: body[name] for name in ("type", "title", "detail")}
