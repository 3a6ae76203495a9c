"""What a request says, in 32 bytes: two that say the same have the same fingerprint, however they were written down."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class Part:
    """One part of a form; a file's `content` is read, and is at its start again afterwards."""

    field: str
    filename: str | None
    content: str | BinaryIO


def of_body(address: str, body: bytes) -> bytes:
    """Of a body that is JSON, or anything else byte by byte; `address` is path and query, which say something too."""
    try:
        said: object = json.loads(body) if body else None
    except ValueError:
        said = hashlib.sha256(body).hexdigest()
    return _of([address, said])


def of_form(address: str, parts: Iterable[Part]) -> bytes:
    """Of a multipart form: never its raw bytes, for the boundary between parts is another one at each try."""
    told = [[part.field, part.filename is not None, part.filename or "", _told(part.content)] for part in parts]
    return _of([address, sorted(told)])


def _told(content: str | BinaryIO) -> str:
    if isinstance(content, str):
        return content
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # any file has readinto
    content.seek(0)
    return digest


def _of(said: object) -> bytes:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).digest()
