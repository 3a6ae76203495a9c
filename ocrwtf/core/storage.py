"""Where the bytes of files lie: a local folder or an object store (S3, GCS, Azure) behind one interface."""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import obstore
import structlog
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from ocrwtf.config import settings
from ocrwtf.core.problems import ServiceUnavailable

if TYPE_CHECKING:
    from obstore.store import ClientConfig  # it exists for type checkers alone

log = structlog.get_logger()

CHUNK_BYTES = 256 * 1024
_OURS = re.compile(r"[0-9a-f]{2}/[0-9a-f]{48}|ready/[0-9a-f]{16}")
_HALF_WRITTEN = re.compile(r"[0-9a-f]{48}#[0-9]+")
"""What a local folder has of an object whose writing was killed; no list of the store shows it."""
_OWNER_KEY = "ocrwtf-owner"
_RETRY_FOR = timedelta(seconds=30)
_GONE = (NotFoundError, FileNotFoundError)  # the local store raises Python's own errors


@cache
def store() -> ObjectStore:
    """The store that `STORAGE_URL` names (`file:`, `s3:`, `gs:`, `az:`), else `objects/` in the data folder."""
    url = settings().storage_url
    if folder := _folder(url):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder)
    return from_url(url, client_options=_patience(), retry_config={"max_retries": 3, "retry_timeout": _RETRY_FOR})


def _folder(url: str) -> Path | None:
    if url and not url.startswith("file:"):
        return None
    return Path(url.removeprefix("file:").removeprefix("//")) if url else settings().data_dir / "objects"


def _patience() -> "ClientConfig":
    """How long the store may take; without it a silent one would hold a request for minutes."""
    # Options given here hide the environment's, so its leave to speak plain http is passed on.
    plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"
    return {"connect_timeout": "5s", "timeout": "30s", "allow_http": plain}


def new_key() -> str:
    """A random object key: 192 bits, in one of 256 folders; it says nothing about owner, name or content."""
    name = secrets.token_hex(24)
    return f"{name[:2]}/{name}"


@contextmanager
def _reachable() -> Iterator[None]:
    """A store that is away or full is said as such: 503 for a caller, another try for a job."""
    try:
        yield
    except _GONE:
        raise
    except (BaseError, OSError) as error:
        log.warning("storage.unavailable", error=type(error).__name__, hint="look at STORAGE_URL and its credentials")
        raise ServiceUnavailable from error


def put(key: str, content: bytes | BinaryIO) -> None:
    """Raises ServiceUnavailable when the store cannot take it."""
    with _reachable():
        obstore.put(store(), key, content)


def put_pieces(key: str, pieces: Iterable[bytes]) -> None:
    """Store pieces while they are made, some MB in memory at a time; when making them fails, no object comes to be.

    Raises
    ------
    ServiceUnavailable: the store cannot take it.
    """
    with _reachable():
        writer = obstore.open_writer(store(), key, max_concurrency=2)
        for piece in pieces:
            writer.write(piece)
        writer.close()


def get(key: str) -> Iterator[bytes]:
    """The object's bytes in chunks.

    Raises
    ------
    FileNotFoundError: the object is not there.
    """
    try:
        with _reachable():
            stream = obstore.get(store(), key).stream(min_chunk_size=CHUNK_BYTES)
    except _GONE as error:
        raise FileNotFoundError(key) from error
    return (bytes(chunk) for chunk in stream)


def delete(keys: Iterable[str]) -> None:
    """Delete objects; one that is gone already counts as deleted."""
    for key in keys:
        with suppress(*_GONE), _reachable():
            obstore.delete(store(), key)


def older_than(age: timedelta, now: datetime) -> Iterator[list[str]]:
    """Keys of all objects of ours at least that old, in lists of up to a thousand; what others put there stays."""
    for batch in obstore.list(store(), chunk_size=1000):
        old = (item["path"] for item in batch if item["last_modified"] <= now - age)
        if keys := [key for key in old if _OURS.fullmatch(key)]:
            yield keys


def delete_half_written(age: timedelta, now: datetime) -> int:
    """Delete what kills have left of objects in a local folder, once nobody can be writing it any more; how many."""
    folder, count = _folder(settings().storage_url), 0
    for path in folder.glob("??/*#*") if folder else ():
        with suppress(FileNotFoundError):
            if _HALF_WRITTEN.fullmatch(path.name) and path.stat().st_mtime <= (now - age).timestamp():
                path.unlink()
                count += 1
    return count


def belongs_to(owner: str) -> bool:
    """Whether this store is that database's; the first that asks becomes its owner, by an object that names it."""
    try:
        return b"".join(get(_OWNER_KEY)).decode() == owner
    except FileNotFoundError:
        put(_OWNER_KEY, owner.encode())
        return True


def check() -> None:
    """Write and delete one small object. Raises ServiceUnavailable."""
    key = f"ready/{secrets.token_hex(8)}"
    put(key, b"ready")
    delete([key])
