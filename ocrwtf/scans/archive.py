"""Many scans as one ZIP file, written while it is sent: the text and the JSON of each."""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from ocrwtf.core.errors import Language
from ocrwtf.core.problems import NotFound
from ocrwtf.scans import answers, service, texts
from ocrwtf.scans.models import Scan, Status
from ocrwtf.users import service as users_service
from ocrwtf.users.service import Caller

_STEM_BYTES = 180
"""With a number and an ending it stays below the 255 that file systems take."""
_NOT_IN_NAMES = dict.fromkeys(map(ord, '<>:"/\\|?*'), "_")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True)
class Entry:
    """A scan and what its files are called, without ending."""

    scan_id: UUID
    stem: str
    created_at: datetime


def entries(session: Session, caller: Caller, scan_ids: list[UUID]) -> list[Entry]:
    """What will be in the archive, in that order.

    Raises
    ------
    NotFound: one of them is not there, or somebody else's.
    """
    columns = service.visible(caller).where(Scan.id.in_(scan_ids))
    rows = session.execute(columns.with_only_columns(Scan.id, Scan.filename, Scan.created_at)).all()
    found = {row.id: row for row in rows}
    if len(found) < len(scan_ids):
        raise NotFound
    stems = _unique(safe_stem(found[scan_id].filename) for scan_id in scan_ids)
    return [Entry(scan_id, next(stems), found[scan_id].created_at) for scan_id in scan_ids]


def safe_stem(filename: str) -> str:
    """A file's name without its ending, such that any system can unpack it where it is told to."""
    stem = filename.rpartition(".")[0] or filename
    stem = unicodedata.normalize("NFC", stem).translate(_NOT_IN_NAMES)
    stem = stem.encode()[:_STEM_BYTES].decode(errors="ignore").strip(" .-")
    return f"_{stem}" if not stem or stem.partition(".")[0].casefold() in _DEVICES else stem


def _unique(stems: Iterator[str]) -> Iterator[str]:
    """Different for systems that do not tell capitals apart, too: the second one of a name is `name (2)`."""
    taken: set[str] = set()
    for stem in stems:
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        yield name


class Sink(io.RawIOBase):
    """Takes what the archive writes, and gives it away piece by piece."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, content: bytes) -> int:  # type: ignore[override]  # any buffer; ours are bytes
        self._written += content
        return len(content)

    def taken(self) -> bytes:
        written = bytes(self._written)
        self._written.clear()
        return written


def zipped(caller: Caller, chosen: list[Entry], language: Language) -> Iterator[bytes]:
    """The archive in pieces, a scan at a time, each in a short transaction: who takes it slowly holds no connection.

    What is deleted meanwhile is left out. What was not read has no text, and its JSON says why.
    """
    sink = Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        entries = {entry.scan_id: entry for entry in chosen}
        for scan_id, files in service.each(caller, [*entries], lambda session, scan: _files(session, scan, language)):
            for ending, content in files:
                info = member(f"{entries[scan_id].stem}.{ending}", entries[scan_id].created_at)
                archive.writestr(info, content, ZIP_DEFLATED)
            yield sink.taken()
    yield sink.taken()


def member(name: str, at: datetime) -> ZipInfo:
    member = ZipInfo(name, at.timetuple()[:6])
    member.external_attr = 0o644 << 16
    return member


def _files(session: Session, scan: Scan, language: Language) -> tuple[UUID, list[tuple[str, str]]]:
    """Whose they are; ending and content of each."""
    shown = answers.whole(scan, users_service.joined_at(session, scan.account_id), language)
    files = [("txt", texts.extracted_text(scan))] if scan.status == Status.COMPLETED else []
    return scan.id, [*files, ("json", shown.model_dump_json(indent=2))]
