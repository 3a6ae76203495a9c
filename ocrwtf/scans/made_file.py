"""Files that are made because somebody asked, sent, and kept nowhere."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from ocrwtf.core.admission import Places
from ocrwtf.core.storage import CHUNK_BYTES

_making = Places("making files", 2)
_making_for_links = Places("making files for links", 1, one_waits=False)
"""Apart: who has an address, and no login, keeps nobody of an account from a file."""


@dataclass(frozen=True)
class MadeFile:
    """`content` is an unlinked temporary file, open at its start: a kill leaves nothing behind."""

    media_type: str
    size_bytes: int
    content: BinaryIO

    def chunks(self) -> Iterator[bytes]:
        """The bytes; closes the file."""
        with self.content:
            while chunk := self.content.read(CHUNK_BYTES):
                yield chunk


@contextmanager
def place(*, for_link: bool = False) -> Iterator[None]:
    """Making takes processor and disk, so few do it at once. Raises ServiceUnavailable: no place got free in time."""
    with (_making_for_links if for_link else _making).taken():
        yield


def written(media_type: str, pieces: Iterable[bytes]) -> MadeFile:
    """All is made before any of it is sent, so that what goes wrong is still told by a status."""
    content = TemporaryFile()  # noqa: SIM115  closed by whoever sends it
    try:
        for piece in pieces:
            content.write(piece)
        return finished(media_type, content)
    except BaseException:
        content.close()
        raise


def finished(media_type: str, content: BinaryIO) -> MadeFile:
    """From a file that is written to its end."""
    size_bytes = content.seek(0, 2)
    content.seek(0)
    return MadeFile(media_type, size_bytes, content)
