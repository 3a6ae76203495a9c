"""Pages on their way from the OCR process to their rows and pictures, and out again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ocrwtf.core import storage
from ocrwtf.core.problems import AccountDeleted
from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.remembered import Remembered
from ocrwtf.extraction.wire import extraction_as_json
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.page import Page as ReadingPage
from ocrwtf.ocr.reader import ReadPage
from ocrwtf.ocr.whole import engines_of, failure, mean_confidence
from ocrwtf.ocr.wire import lines_as_json
from ocrwtf.scans import counting, fields, page_images
from ocrwtf.scans.models import Extraction, Page, Scan

MAX_WORDS = 50_000
"""Of one document: fifty full pages of print have half as many, and an answer holds all of them."""


@dataclass(frozen=True)
class FailedPage:
    """A page that could not be read, and why."""

    number: int
    error: DocumentError


class StoredPages:
    """What was read so far. Pictures are objects already; rows come at the end, all at once."""

    def __init__(self) -> None:
        self.kept = False
        self._words = 0
        self._read: list[tuple[ReadingPage, list[page_images.StoredImage]]] = []
        self._failed: list[FailedPage] = []

    def put(self, page: ReadPage | FailedPage) -> None:
        if isinstance(page, FailedPage):
            self._failed.append(page)
            return
        self._words += sum(len(line.words) for line in page.page.lines)
        if self._words > MAX_WORDS:
            raise DocumentError("too-much-text")
        images: list[page_images.StoredImage] = []
        self._read.append((page.page, images))  # before the first object: what is put can be deleted again
        page_images.put(page.images, images)

    def refuse_unread(self) -> None:
        """Raise why there is no text at all, if there is none."""
        if error := failure([page for page, _ in self._read], [failed.error for failed in self._failed]):
            raise error

    def confidence(self) -> float | None:
        return mean_confidence(line for page, _ in self._read for line in page.lines)

    def engines(self) -> str | None:
        return engines_of(page for page, _ in self._read)

    def extraction(self, remembered: Sequence[Remembered] = ()) -> dict[str, Any]:
        """What the document says, as it is stored."""
        today = datetime.now(UTC).date()
        return extraction_as_json(extract([page for page, _ in self._read], today, remembered))

    def keys(self) -> list[str]:
        return [image.key for _, images in self._read for image in images]

    def keep(self, session: Session, scan: Scan, extraction: dict[str, Any]) -> None:
        """Write the rows of pages and pictures, and of what they say."""
        self.kept = True
        account_id, scan_id = scan.account_id, scan.id
        rows = [_row(page, account_id, scan_id) for page, _ in self._read]
        for failed in self._failed:
            error = {"error_code": failed.error.code, "error_params": failed.error.params}
            rows.append(Page(account_id=account_id, scan_id=scan_id, number=failed.number, **error))
        found = Extraction(account_id=account_id, scan_id=scan_id, found=extraction)
        session.add_all([*rows, found])
        session.flush()
        for page, images in self._read:
            page_images.keep(session, account_id, scan_id, page.number, images)
        session.flush()
        set_committed_value(scan, "pages", sorted(rows, key=attrgetter("number")))  # as if loaded
        set_committed_value(scan, "extraction", found)
        counting.renew(scan, fields.of_scan(scan))


def _row(page: ReadingPage, account_id: UUID, scan_id: UUID) -> Page:
    return Page(
        account_id=account_id,
        scan_id=scan_id,
        number=page.number,
        width_px=page.width_px,
        height_px=page.height_px,
        rotation=page.rotation,
        confidence=page.confidence,
        lines=lines_as_json(page.lines),
        text=page.text,
        image_version=page_images.new_version(),
    )


@contextmanager
def stored_pages() -> Iterator[StoredPages]:
    """Collect pages; on leaving, delete their pictures again unless rows were written for them."""
    pages = StoredPages()
    try:
        yield pages
    except AccountDeleted:
        pages.kept = False
        raise
    finally:
        # A commit that failed may have been one whose answer was lost: what a row may own is left to the sweeper.
        if not pages.kept:
            storage.delete(pages.keys())


def forget(session: Session, scan: Scan) -> None:
    """Leave nothing of a reading and of what was corrected in it; the history of corrections stays."""
    scan.corrected_text = None
    session.execute(delete(Extraction).where(Extraction.scan_id == scan.id))
    session.execute(delete(Page).where(Page.scan_id == scan.id))
    session.flush()
    session.expire(scan, ["pages", "extraction"])
    counting.renew(scan, fields.of_scan(scan))
