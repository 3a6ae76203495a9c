"""Files on their way from the converter to their rows."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ocrwtf.conversions.kind import MEDIA_TYPES, DeckKind
from ocrwtf.conversions.models import PICTURE, Conversion, ConversionFile, Variant
from ocrwtf.core import storage
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Bytes


@dataclass(frozen=True)
class _Made:
    kind: str
    number: int
    key: str
    of: Bytes


class MadeFiles:
    """What was made so far. The bytes are objects already; rows come at the end, all at once."""

    def __init__(self) -> None:
        self.kept = False
        self.keys: list[str] = []
        self._made: list[_Made] = []

    def put(self, variant: Variant, content: bytes) -> None:
        self._put(variant, 0, content, MEDIA_TYPES[DeckKind.PPTX] if variant == Variant.DECK else "application/pdf")

    def put_picture(self, number: int, content: bytes) -> None:
        self._put(PICTURE, number, content, "image/webp")

    def _put(self, kind: str, number: int, content: bytes, media_type: str) -> None:
        key = storage.new_key()
        self.keys.append(key)  # before the object: what is put can be deleted again
        storage.put(key, content)
        of = Bytes(hashlib.sha256(content).digest(), len(content), media_type)
        self._made.append(_Made(kind, number, key, of))

    def keep(self, session: Session, conversion: Conversion) -> None:
        self.kept = True
        account_id = conversion.account_id
        for made in self._made:
            file_id = files_service.add(session, account_id, made.key, made.of)
            session.add(
                ConversionFile(
                    conversion_id=conversion.id,
                    kind=made.kind,
                    number=made.number,
                    account_id=account_id,
                    file_id=file_id,
                    size_bytes=made.of.size_bytes,
                )
            )
        session.flush()


@contextmanager
def made_files() -> Iterator[MadeFiles]:
    """Collect files; on leaving, delete their objects again unless rows were written for them."""
    made = MadeFiles()
    try:
        yield made
    finally:
        # A commit that failed may have been one whose answer was lost: what a row may own is left to the sweeper.
        if not made.kept:
            storage.delete(made.keys)
