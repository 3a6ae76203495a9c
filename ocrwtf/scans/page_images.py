"""Pages' pictures: stored, owned by their page, found again, replaced.

A picture is an object before it has a row; whoever stores one deletes it again where no row came to own it. Its row
goes with its page, and a trigger queues the object then.
"""

import hashlib
from dataclasses import dataclass
from secrets import token_hex
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ocrwtf.core import storage
from ocrwtf.core.problems import NotFound
from ocrwtf.ocr.reader import PageImages
from ocrwtf.scans.models import ImageSize, Page, PageImage

MEDIA_TYPE = "image/webp"


@dataclass(frozen=True)
class StoredImage:
    """A picture that is an object already and has no row yet."""

    size: ImageSize
    key: str
    sha256: bytes
    size_bytes: int


def put(images: PageImages, stored: list[StoredImage]) -> None:
    """Store them one by one into `stored`, so that a failure leaves there what was put."""
    sizes = {ImageSize.FULL: images.full, ImageSize.MEDIUM: images.medium, ImageSize.THUMBNAIL: images.thumbnail}
    for size, picture in sizes.items():
        key = storage.new_key()
        storage.put(key, picture)
        stored.append(StoredImage(size, key, hashlib.sha256(picture).digest(), len(picture)))


def new_version() -> str:
    """What addresses of a page's pictures tell apart: another one for each set of them."""
    return token_hex(6)


def keep(session: Session, account_id: UUID, scan_id: UUID, number: int, images: list[StoredImage]) -> None:
    """The rows that make them that page's."""
    session.add_all(
        PageImage(
            scan_id=scan_id,
            number=number,
            size=image.size,
            account_id=account_id,
            object_key=image.key,
            sha256=image.sha256,
            size_bytes=image.size_bytes,
        )
        for image in images
    )


def replace(session: Session, page: Page, images: list[StoredImage]) -> None:
    """Give a page other pictures; the old ones' rows go, and with them their objects."""
    session.execute(delete(PageImage).where(PageImage.scan_id == page.scan_id, PageImage.number == page.number))
    keep(session, page.account_id, page.scan_id, page.number, images)
    page.image_version = new_version()


def get(session: Session, page: Page, size: ImageSize = ImageSize.FULL) -> PageImage:
    """Raises NotFound: the page could not be read, so it has none."""
    own = (PageImage.scan_id == page.scan_id, PageImage.number == page.number, PageImage.size == size)
    found = session.scalar(select(PageImage).where(*own))
    if not found:
        raise NotFound
    return found
