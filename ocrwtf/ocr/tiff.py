"""The chain of directories of a TIFF file: which of its images are pages, without decoding any.

Source: TIFF Revision 6.0, sections 2 and 8; BigTIFF as in libtiff's "The BigTIFF File Format".
"""

import struct
from collections.abc import Iterator

from PIL import Image

from ocrwtf.core.sandbox.wire import Refusal
from ocrwtf.ocr.limits import MAX_PAGES

_MAX_DIRECTORIES = 10_000
_SUBFILE_TYPE, _LONG = 254, 4
_NO_PAGE = 1 | 4
"""Bits of NewSubfileType: a smaller copy of another image, a transparency mask."""
_STRIPS, _TILES = (273, 279), (324, 325)
"""Tags of the offsets and of the byte counts."""


def page_frames(content: bytes) -> list[int]:
    """The places in the chain, from 0, of the images that are pages.

    Raises
    ------
    Refusal: too-many-pages, no-pages, unreadable-document (the chain is cut off or runs in a circle).
    """
    try:
        kinds = list(_subfile_types(content))
    except struct.error as error:
        raise Refusal("unreadable-document") from error
    frames = [place for place, kind in enumerate(kinds) if not kind & _NO_PAGE] or list(range(len(kinds)))
    if not frames:
        raise Refusal("no-pages")
    if len(frames) > MAX_PAGES:
        raise Refusal("too-many-pages", pages=len(frames), limit=MAX_PAGES)
    return frames


def refuse_if_cut_off(image: Image.Image, size_bytes: int) -> None:
    """Looks where the open image's strips or tiles end.

    Raises
    ------
    Refusal: unreadable-document when that is behind the end of the file.
    """
    tags = getattr(image, "tag_v2", {})
    for offsets, counts in (_STRIPS, _TILES):
        parts = zip(_numbers(tags.get(offsets)), _numbers(tags.get(counts)), strict=False)
        if any(offset + count > size_bytes for offset, count in parts):
            raise Refusal("unreadable-document")


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple) else (value,) if isinstance(value, int) else ()


def _subfile_types(content: bytes) -> Iterator[int]:
    """NewSubfileType of each directory, 0 where it has none. It is the lowest tag, and tags are sorted."""
    order = "<" if content.startswith(b"II") else ">"
    is_big = content[2:4] in (b"+\0", b"\0+")
    many, entry_bytes, where = (order + "Q", 20, order + "Q") if is_big else (order + "H", 12, order + "I")
    (at,) = struct.unpack_from(where, content, 8 if is_big else 4)
    seen: set[int] = set()
    while at and len(seen) < _MAX_DIRECTORIES:
        if at in seen:
            raise Refusal("unreadable-document")
        seen.add(at)
        (entries,) = struct.unpack_from(many, content, at)
        first = at + struct.calcsize(many)
        tag, kind = struct.unpack_from(order + "HH", content, first) if entries else (0, 0)
        value_at = first + (12 if is_big else 8)
        is_known = (tag, kind) == (_SUBFILE_TYPE, _LONG)
        yield struct.unpack_from(order + "I", content, value_at)[0] if is_known else 0
        (at,) = struct.unpack_from(where, content, first + entries * entry_bytes)
