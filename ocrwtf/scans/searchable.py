"""A scan as one searchable PDF, made when it is asked for and kept nowhere."""

from time import monotonic
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.core.problems import NotFound, ServiceUnavailable
from ocrwtf.files import service as files_service
from ocrwtf.files.problems import problem_of
from ocrwtf.ocr import searchable_pdf
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.page import Line, Polygon, Word
from ocrwtf.ocr.reader import JpegPicture, jpeg_picture
from ocrwtf.ocr.searchable_pdf import PicturedPage
from ocrwtf.scans import made_file, page_images, page_view, service
from ocrwtf.scans.made_file import MadeFile
from ocrwtf.scans.models import UNFINISHED, Page, Scan
from ocrwtf.scans.problems import NotReadYet
from ocrwtf.users.members import Member

_SECONDS = 120.0
"""For all pages together: a member waits no longer, and a thread is held no longer."""


def made(member: Member, scan_id: UUID, *, for_link: bool = False) -> tuple[str, MadeFile]:
    """The scan's name and the file: page by page, so that neither memory nor a connection is held for all of them.
    `for_link`: somebody without a login asks, in the member's name.

    Raises
    ------
    NotFound, NotReadYet; ServiceUnavailable, also when too many files are being made.
    """
    with transaction(member.account_id) as session:
        filename, listed = numbers(session, member, scan_id)
    with made_file.place(for_link=for_link):
        deadline = monotonic() + _SECONDS
        pages = (_page(member, scan_id, number, deadline) if pictured else None for number, pictured in listed)
        return filename, made_file.written("application/pdf", searchable_pdf.written(filename, pages))


def numbers(session: Session, member: Member, scan_id: UUID) -> tuple[str, list[tuple[int, bool]]]:
    """The scan's name, and of each page its number and whether it has a picture."""
    columns = service.visible(member).where(Scan.id == scan_id).with_only_columns(Scan.filename, Scan.status)
    found = session.execute(columns).one_or_none()
    if not found:
        raise NotFound
    if found.status in UNFINISHED:
        raise NotReadYet
    pages = select(Page.number, Page.image_version).where(Page.scan_id == scan_id).order_by(Page.number)
    numbers = [(number, version is not None) for number, version in session.execute(pages)]
    if not any(pictured for _, pictured in numbers):
        raise NotFound
    return found.filename, numbers


def _page(member: Member, scan_id: UUID, number: int, deadline: float) -> PicturedPage | None:
    """As it is shown now. Raises NotFound: deleted meanwhile."""
    with transaction(member.account_id) as session:
        page = session.scalar(select(Page).where(Page.scan_id == scan_id, Page.number == number))
        if not page:
            raise NotFound
        key = page_images.get(session, page).object_key
        (width, height), lines = page_view.shown_size(page), page_view.shown_lines(page)
    if not width or not height:
        return None
    return PicturedPage(width, height, _picture(key, deadline), [_line(line) for line in lines])


def _picture(object_key: str, deadline: float) -> JpegPicture:
    left_seconds = deadline - monotonic()
    if left_seconds <= 0:
        raise ServiceUnavailable
    try:
        with files_service.opened(object_key) as picture:
            return jpeg_picture(picture, left_seconds)
    except FileNotFoundError as error:
        raise NotFound from error
    except DocumentError as error:
        if error.retryable:
            raise ServiceUnavailable from error
        raise problem_of(error) from error


def _line(line: dict[str, Any]) -> Line:
    """With the words that people put in place of those that were read; one that was taken out is none."""
    words = tuple(Word(_text(word), word["confidence"], _polygon(word)) for word in line["words"])
    return Line(line["text"], line["confidence"], _polygon(line), words)


def _text(word: dict[str, Any]) -> str:
    return cast("str", word["text"] if word["correctedText"] is None else word["correctedText"])


def _polygon(item: dict[str, Any]) -> Polygon:
    return cast("Polygon", tuple((x, y) for x, y in item["polygon"]))
