"""What happens to a file: received and checked, stored, read back by its owner, deleted."""

import hashlib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ocrwtf.core import storage
from ocrwtf.core.admission import Places
from ocrwtf.core.database import any_of, new_id
from ocrwtf.core.problems import AccountDeleted, NotFound, ServiceUnavailable
from ocrwtf.files.models import File
from ocrwtf.files.problems import problem_of
from ocrwtf.ocr import reader
from ocrwtf.ocr.errors import DocumentError

_NAME_LENGTH = 255
opening = Places("opening files", 20)
"""Whatever has a child open a file while somebody waits for the answer."""


@dataclass(frozen=True)
class Received:
    """A file that arrived and was found readable; `content` is open at its start."""

    content: BinaryIO
    filename: str
    sha256: bytes
    size_bytes: int
    media_type: str
    page_count: int


@dataclass(frozen=True)
class Bytes:
    """What is known of an object's bytes."""

    sha256: bytes
    size_bytes: int
    media_type: str


@dataclass
class Stored:
    """An object without a row yet. `kept` once a row owns it; else it is deleted again."""

    key: str
    received: Received
    kept: bool = field(default=False)


def receive(content: BinaryIO, filename: str | None) -> Received:
    """Take what was uploaded: hash it and let a disposable child open it. Nothing is stored or charged yet.

    Raises
    ------
    Problem: empty, too large, of a type we do not read, encrypted, damaged, …; its member `file` is the name.
    ServiceUnavailable: this machine could not open it now, or is opening too many.
    """
    with opening.taken():
        return _receive(content, display_name(filename))


def _receive(content: BinaryIO, name: str) -> Received:
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").digest()  # type: ignore[arg-type]  # any file has readinto
    size_bytes = content.tell()
    content.seek(0)
    try:
        probe = reader.probe(content)
    except DocumentError as error:
        if error.retryable:
            raise ServiceUnavailable from error
        raise problem_of(error, file=name) from error
    content.seek(0)
    return Received(content, name, sha256, size_bytes, probe.media_type, probe.page_count)


def display_name(filename: str | None) -> str:
    """A name to show, never a path: the last part, composed (NFC), without control and direction characters."""
    last = (filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    clean = clean.replace("\u2028", "").replace("\u2029", "").strip()[:_NAME_LENGTH]
    return clean or "tanpa-nama"


@contextmanager
def stored(received: list[Received]) -> Iterator[list[Stored]]:
    """Put the bytes under random keys; on leaving, delete those that no row was written for.

    Object first, row second: what dies in between leaves a stray object for the sweeper, never a row without its file.
    """
    objects: list[Stored] = []
    try:
        for item in received:
            objects.append(Stored(storage.new_key(), item))
            storage.put(objects[-1].key, item.content)
        yield objects
    except AccountDeleted:
        for one in objects:
            one.kept = False
        raise
    finally:
        # A commit that failed may have been one whose answer was lost: what a row may own is left to the sweeper.
        storage.delete(item.key for item in objects if not item.kept)


def keep(session: Session, account_id: UUID, item: Stored) -> UUID:
    """The row that makes a stored object the account's file; its id."""
    item.kept = True
    got = item.received
    return add(session, account_id, item.key, Bytes(got.sha256, got.size_bytes, got.media_type))


def add(session: Session, account_id: UUID, key: str, of: Bytes) -> UUID:
    """The row of an object that is stored already; its id."""
    file = File(
        id=new_id(),
        account_id=account_id,
        sha256=of.sha256,
        size_bytes=of.size_bytes,
        media_type=of.media_type,
        object_key=key,
    )
    session.add(file)
    session.flush()
    return file.id


def get(session: Session, file_id: UUID) -> File:
    """The caller's file; somebody else's is not found."""
    file = session.scalar(select(File).where(File.id == file_id))
    if not file:
        raise NotFound
    return file


def content(object_key: str) -> Iterator[bytes]:
    """The bytes of an object, in chunks.

    Raises
    ------
    NotFound: the row is there and the object is not.
    """
    try:
        return storage.get(object_key)
    except FileNotFoundError as error:
        raise NotFound from error


@contextmanager
def opened(object_key: str) -> Iterator[BinaryIO]:
    """A temporary local copy of an object, unlinked from the start: a kill leaves nothing behind.

    Raises
    ------
    FileNotFoundError: the object is not there.
    """
    with TemporaryFile() as copy:
        for chunk in storage.get(object_key):
            copy.write(chunk)
        copy.flush()
        copy.seek(0)
        yield copy


def remove(session: Session, file_ids: list[UUID]) -> None:
    """Delete rows; a trigger queues their objects for deletion in the same transaction."""
    session.execute(delete(File).where(File.id == any_of(file_ids)))
