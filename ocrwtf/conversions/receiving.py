"""A presentation or an outline that arrives: hashed, and opened by a disposable child, before anything is charged."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from ocrwtf.conversions import slides, soffice
from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.kind import MEDIA_TYPES, DeckKind
from ocrwtf.conversions.problems import problem_of
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Received


@dataclass(frozen=True)
class ReceivedDeck:
    kind: DeckKind
    file: Received


def receive(content: BinaryIO, filename: str | None, *, outline: bool = False) -> ReceivedDeck:
    """Nothing is stored or charged yet.

    Raises
    ------
    Problem: it will not be converted, or nothing is converted on this machine; its member `file` is the name.
    ServiceUnavailable: this machine could not open it now, or is opening too many.
    """
    name = files_service.display_name(filename)
    with files_service.opening.taken():
        try:
            soffice.refuse_unavailable()
            content.seek(0)
            looked = slides.look(content, outline=outline)
        except SlidesError as error:
            if error.retryable:
                raise ServiceUnavailable from error
            raise problem_of(error, file=name) from error
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").digest()  # type: ignore[arg-type]  # any file has readinto
    size_bytes = content.tell()
    content.seek(0)
    return ReceivedDeck(
        looked.kind, Received(content, name, sha256, size_bytes, MEDIA_TYPES[looked.kind], looked.slides)
    )


@contextmanager
def as_file(outline: str) -> Iterator[BinaryIO]:
    """An outline as a file like any other."""
    with TemporaryFile() as file:
        file.write(outline.encode())
        file.flush()
        yield file
