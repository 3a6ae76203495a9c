"""A ZIP that a presentation comes in, walked strictly: nothing is unpacked to a disk; what we pass on is written anew.

Programs read a malformed ZIP differently; of one that is written anew there is only one reading.
Source: PKWARE APPNOTE 6.3.10.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from typing import Final

from ocrwtf.conversions.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES
from ocrwtf.core.sandbox.wire import Refusal

START: Final = b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_END_START = b"PK\x05\x06"
_ENCRYPTED = 0x1
_PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".m4a", ".mp3", ".wmv", ".mov", ".zip", ".xlsx")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, RuntimeError)

Change = Callable[[str, bytes], bytes | None]


class Package:
    """The entries of a ZIP, each with a name of its own, none larger than it says."""

    def __init__(self, content: bytes) -> None:
        """Raises Refusal: unreadable-presentation, unpacks-too-large, encrypted-presentation."""
        _check_end(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise Refusal("unreadable-presentation") from error
        self._entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}
        _check(self._zip.infolist(), len(content))

    def names(self) -> Iterable[str]:
        return self._entries.keys()

    def read(self, name: str) -> bytes:
        """Raises Refusal: unreadable-presentation, also when there is no such entry."""
        entry = self._entries.get(name)
        if entry is None:
            raise Refusal("unreadable-presentation")
        try:
            return self._zip.read(entry)
        except _BROKEN as error:
            raise Refusal("unreadable-presentation") from error

    def is_first(self, name: str) -> bool:
        return next(iter(self._entries), None) == name

    def rewritten(self, change: Change) -> bytes:
        """All entries in their order, each as `change` gives it; None leaves it out."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as written:
            for name in self.names():
                content = change(name, self.read(name))
                if content is None:
                    continue
                stored = name == "mimetype" or name.lower().endswith(_PACKED_ALREADY)
                how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                written.writestr(zipfile.ZipInfo(name), content, how, 1)
        return made.getvalue()


def _check_end(content: bytes) -> None:
    """The record at the very end, before anything is listed: how many entries, on one disk, nothing behind it."""
    if len(content) < _END.size or not content.startswith(START):
        raise Refusal("unreadable-presentation")
    start, disk, first_disk, here, entries, size, place, comment = _END.unpack(content[-_END.size :])
    whole = place + size + _END.size == len(content)
    if start != _END_START or disk or first_disk or comment or here != entries or not whole:
        raise Refusal("unreadable-presentation")
    if entries > MAX_ENTRIES:
        raise Refusal("unpacks-too-large")


def _check(entries: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or not all(map(_is_plain, entries)):
        raise Refusal("unreadable-presentation")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refusal("encrypted-presentation")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or any(map(_is_bomb, entries)):
        raise Refusal("unpacks-too-large")
    if sum(entry.compress_size for entry in entries) > packed_bytes:  # entries that overlap
        raise Refusal("unpacks-too-large")


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    return (
        not name.startswith(("/", "\\"))
        and "\0" not in name
        and ":" not in parts[0]
        and ".." not in parts
        and not stat.S_ISLNK(entry.external_attr >> 16)
        and entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM_BYTES and entry.file_size > entry.compress_size * MAX_RATIO
