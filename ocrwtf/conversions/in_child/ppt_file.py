"""PPT, the binary form of PowerPoint 97 to 2003: is it one, how many slides, which fonts ([MS-PPT], Microsoft)."""

import io
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

import olefile

from ocrwtf.core.sandbox.wire import Refusal

START: Final = olefile.MAGIC
_DOCUMENT, _USER = "PowerPoint Document", "Current User"
_ENCRYPTED_TOKEN = 0xF3D1C4DF  # [MS-PPT] 2.3.2, headerToken of the CurrentUserAtom
_HEADER = struct.Struct("<HHL")
_CONTAINER = 0xF
_DOCUMENT_CONTAINER, _SLIDE_LIST, _SLIDE, _FONT, _VBA_INFO = 0x03E8, 0x0FF0, 0x03F3, 0x0FB7, 0x0400
_FONT_NAME_BYTES = 64
_MAX_RECORDS = 2_000_000
_MAX_DEPTH = 16
_BROKEN = (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError, KeyError)


class Found(NamedTuple):
    slides: int
    fonts: set[str]


class _Record(NamedTuple):
    instance: int
    kind: int
    start: int
    end: int
    depth: int


def look(content: bytes) -> Found | None:
    """None: a compound file that is no presentation.

    Raises
    ------
    Refusal: encrypted-presentation (also a PPTX with a password is such a file), presentation-with-macros,
    unreadable-presentation.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            if file.exists("EncryptedPackage"):
                raise Refusal("encrypted-presentation")
            if not file.exists(_DOCUMENT):
                return None
            user = file.openstream(_USER).read() if file.exists(_USER) else b""
            stream = file.openstream(_DOCUMENT).read()
        if len(user) >= 16 and struct.unpack_from("<L", user, 12)[0] == _ENCRYPTED_TOKEN:
            raise Refusal("encrypted-presentation")
        return _found(stream)
    except _BROKEN as error:
        raise Refusal("unreadable-presentation") from error


def _found(stream: bytes) -> Found:
    """An edited file has older versions of its parts too: the largest list of slides counts, for it is a limit."""
    slides, fonts, inside = 0, set[str](), None
    for record in _records(stream):
        if record.kind == _SLIDE_LIST and record.instance == 0:
            inside = [record.end, 0]
        elif record.kind == _SLIDE and inside and record.start <= inside[0]:
            inside[1] += 1
            slides = max(slides, inside[1])
        elif record.kind == _FONT:
            name = stream[record.start : record.start + _FONT_NAME_BYTES].decode("utf-16-le", "replace")
            fonts.add(name.partition("\0")[0])
        elif record.kind == _VBA_INFO and struct.unpack_from("<L", stream, record.start + 4)[0]:
            raise Refusal("presentation-with-macros")
    return Found(slides, fonts)


def _records(stream: bytes) -> Iterator[_Record]:
    """All records, containers before what is in them ([MS-PPT] 2.3.1)."""
    waiting = [(0, len(stream), 0)]
    seen = 0
    while waiting:
        place, end, depth = waiting.pop()
        if place + _HEADER.size > end:
            continue
        version, kind, length = _HEADER.unpack_from(stream, place)
        start = place + _HEADER.size
        stop = min(start + length, end)
        seen += 1
        if seen > _MAX_RECORDS or depth > _MAX_DEPTH:
            raise Refusal("unreadable-presentation")
        waiting.append((stop, end, depth))
        if version & 0xF == _CONTAINER:
            waiting.append((start, stop, depth + 1))
        yield _Record(version >> 4, kind, start, stop, depth)
