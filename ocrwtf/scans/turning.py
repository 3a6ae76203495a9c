"""Turning pages: their pictures are made anew from what was received; the reading stays and is turned when shown."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from ocrwtf.core import storage
from ocrwtf.core.admission import Places
from ocrwtf.core.database import transaction
from ocrwtf.core.problems import AccountDeleted, NotFound, ServiceUnavailable
from ocrwtf.files import service as files_service
from ocrwtf.files.problems import problem_of
from ocrwtf.ocr import reader
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.scans import page_images, service
from ocrwtf.scans.models import Correction, Kind, Page, Scan
from ocrwtf.scans.page_images import StoredImage
from ocrwtf.scans.page_view import shown_rotation
from ocrwtf.scans.problems import NoSuchPage
from ocrwtf.scans.versions import refuse_change
from ocrwtf.users.service import Caller

_SECONDS = 60.0
"""For all pages of one request together: a caller waits no longer, and a thread is held no longer."""
place = Places("working on pages", 3)
"""For turning them, and for finding fields in them (see `late_fields`): somebody waits meanwhile."""


@dataclass
class TurnedPage:
    """A page's new pictures, objects already. `kept` once rows own them; else they are deleted again."""

    number: int
    degrees: int
    """Clockwise from the page as it was received."""
    images: list[StoredImage] = field(default_factory=list)
    kept: bool = field(default=False)


@contextmanager
def turned_pages(caller: Caller, scan_id: UUID, version: int, wished: Mapping[int, int]) -> Iterator[list[TurnedPage]]:
    """Make and store the pictures of pages that do not lie as wished (page number → degrees), outside any transaction.

    Whether the change may be made at all is asked before, so that nothing is made for nothing; on leaving, pictures
    that no row was written for are deleted.

    Raises
    ------
    Problem: what `refuse_change` refuses; NotFound, NoSuchPage; ServiceUnavailable, also when too many are turned now.
    """
    pages: list[TurnedPage] = []
    try:
        if wished:
            with place.taken():
                _make(pages, *_to_turn(caller, scan_id, version, wished))
        yield pages
    except AccountDeleted:
        for page in pages:
            page.kept = False
        raise
    finally:
        # A commit that failed may have been one whose answer was lost: what a row may own is left to the sweeper.
        storage.delete(_keys(page for page in pages if not page.kept))


def _keys(pages: Iterable[TurnedPage]) -> list[str]:
    return [image.key for page in pages for image in page.images]


def _to_turn(caller: Caller, scan_id: UUID, version: int, wished: Mapping[int, int]) -> tuple[str, dict[int, int]]:
    """The original's object key, and those pages that lie otherwise."""
    with transaction(caller.account_id) as session:
        scan = service.get(session, caller, scan_id)
        refuse_change(scan, version)
        lies = {page.number: shown_rotation(page) for page in scan.pages if page.image_version}
        if missing := wished.keys() - lies.keys():
            raise NoSuchPage(page=min(missing))
        turns = {number: degrees for number, degrees in wished.items() if lies[number] != degrees}
        return files_service.get(session, scan.file_id).object_key, turns


def _make(pages: list[TurnedPage], original: str, turns: dict[int, int]) -> None:
    """Fills `pages` one by one, so that a failure leaves there what was put."""
    if not turns:
        return
    deadline = monotonic() + _SECONDS
    try:
        with files_service.opened(original) as document:
            for number, degrees in turns.items():
                pages.append(TurnedPage(number, degrees))
                page_images.put(_images(document, number, degrees, deadline), pages[-1].images)
    except FileNotFoundError as error:
        raise NotFound from error


def _images(document: BinaryIO, number: int, degrees: int, deadline: float) -> reader.PageImages:
    left_seconds = deadline - monotonic()
    if left_seconds <= 0:
        raise ServiceUnavailable
    try:
        return reader.turned_images(document, number, degrees, left_seconds)
    except DocumentError as error:
        if error.retryable:
            raise ServiceUnavailable from error
        raise problem_of(error) from error


def turn(session: Session, scan: Scan, turned: list[TurnedPage]) -> list[Correction]:
    """Give pages their new pictures."""
    pages = {page.number: page for page in scan.pages}
    changes = [_turn(session, pages[one.number], one) for one in turned]
    session.flush()
    return changes


def _turn(session: Session, page: Page, turned: TurnedPage) -> Correction:
    change = Correction(kind=Kind.ROTATION, page=page.number, old=str(shown_rotation(page)), new=str(turned.degrees))
    page_images.replace(session, page, turned.images)
    page.turned_to, turned.kept = turned.degrees, True
    return change
