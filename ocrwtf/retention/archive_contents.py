"""All that an account has, as one ZIP file in pieces: read and written document by document, never held whole."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy import select

from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Language
from ocrwtf.core.problems import NotFound
from ocrwtf.core.spreadsheet import as_text
from ocrwtf.core.storage import CHUNK_BYTES
from ocrwtf.credits.models import CreditEntry
from ocrwtf.files import service as files_service
from ocrwtf.retention import archive_document
from ocrwtf.retention import archive_html as html
from ocrwtf.retention.archive_document import Document, Stored
from ocrwtf.scans import service as scans_service
from ocrwtf.scans import sheets, tables
from ocrwtf.scans.archive import Sink, member
from ocrwtf.scans.models import Scan
from ocrwtf.users.members import Member
from ocrwtf.users.models import User

_BATCH = 500
"""Documents on one page of the list, and rows that are read at once."""

Progress = Callable[[int], None]
"""Told how many documents are in; raises when nobody wants the archive any more."""


@dataclass
class _Written:
    """What the front page has to name in the end."""

    lists: list[str]
    data: list[str]


def pieces(owner: Member, language: Language, progress: Progress) -> Iterator[bytes]:
    """The ZIP file. What is deleted meanwhile is left out; each read is a short transaction of its own."""
    sink, written = Sink(), _Written([], [])
    at = datetime.now(UTC)
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for _ in _documents(archive, owner, language, progress, written):
            yield sink.taken()
        for _ in _data(archive, owner, at, written):
            yield sink.taken()
        people = _people(owner)
        archive.writestr(member("index.html", at), _front(language, at, people, written), ZIP_DEFLATED)
    yield sink.taken()


def _scan_ids(owner: Member) -> Iterator[UUID]:
    """The oldest first."""
    last: UUID | None = None
    while True:
        with transaction(owner.account_id) as session:
            ids = select(Scan.id).order_by(Scan.id).limit(_BATCH)
            found = session.scalars(ids.where(Scan.id > last) if last else ids).all()
        yield from found
        if len(found) < _BATCH:
            return
        last = found[-1]


def _documents(
    archive: ZipFile, owner: Member, language: Language, progress: Progress, written: _Written
) -> Iterator[None]:
    listed: list[Document] = []
    number = 0
    for scan_id in _scan_ids(owner):
        numbered = number + 1
        told = scans_service.each(
            owner,
            [scan_id],
            lambda session, scan, n=numbered: archive_document.told(session, scan, n, language),  # type: ignore[misc]
        )
        for document in told:
            number = numbered
            yield from _document(archive, document)
            listed.append(document)
        progress(number)
        if len(listed) == _BATCH:
            _list(archive, listed, language, written)
    if listed or not written.lists:
        _list(archive, listed, language, written)


def _document(archive: ZipFile, document: Document) -> Iterator[None]:
    for name, content in document.texts.items():
        archive.writestr(member(f"{document.folder}/{name}", document.created_at), content, ZIP_DEFLATED)
    for one in document.stored:
        yield from _stored(archive, document, one)


def _stored(archive: ZipFile, document: Document, one: Stored) -> Iterator[None]:
    """Pictures are compressed already. An object that the store has no more is left out."""
    try:
        chunks = files_service.content(one.object_key)
    except NotFound:
        return
    info = member(f"{document.folder}/{one.name}", document.created_at)
    info.compress_type, info.file_size = ZIP_STORED, one.size_bytes
    with archive.open(info, "w") as target:
        for chunk in chunks:
            target.write(chunk)
            yield


def _list(archive: ZipFile, listed: list[Document], language: Language, written: _Written) -> None:
    """A page of the list; begins the next one."""
    name = f"documents-{len(written.lists) + 1}.html"
    head = [html.word(language, key) for key in ("name", "type", "reference", "date", "total", "uploaded")]
    rows = [(html.link(f"{one.folder}/index.html", one.title), *one.row) for one in listed]
    parts = [html.table(head, rows)] if rows else [html.paragraph(html.word(language, "none"))]
    home = html.links([html.link("index.html", html.word(language, "home"))])
    title = f"{html.word(language, 'documents')} {len(written.lists) + 1}"
    archive.writestr(member(name, datetime.now(UTC)), html.page(language, title, home, *parts), ZIP_DEFLATED)
    written.lists.append(name)
    listed.clear()


def _data(archive: ZipFile, owner: Member, at: datetime, written: _Written) -> Iterator[None]:
    """Tables for a spreadsheet: documents, fields, goods, ledger, people."""
    rows = (
        row
        for rows in scans_service.each(owner, _scan_ids(owner), lambda _, scan: list(tables.rows(scan, "")))
        for row in rows
    )
    with ExitStack() as stack:
        files = sheets.csv_files(rows, tables.TABLES)
        for file in files.values():
            stack.enter_context(file)
        for name, file in files.items():
            yield from _copied(archive, f"data/{name}.csv", at, file, written)
    for name, lines in (("ledger", _ledger(owner)), ("people", _people(owner))):
        yield from _lines(archive, f"data/{name}.csv", at, lines, written)


def _copied(archive: ZipFile, name: str, at: datetime, file: BinaryIO, written: _Written) -> Iterator[None]:
    written.data.append(name)
    file.seek(0)
    info = member(name, at)
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as target:
        while chunk := file.read(CHUNK_BYTES):
            target.write(chunk)
            yield


def _lines(
    archive: ZipFile, name: str, at: datetime, lines: Iterator[tuple[object, ...]], written: _Written
) -> Iterator[None]:
    written.data.append(name)
    info = member(name, at)
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as target:
        for line in lines:
            text = io.StringIO()
            csv.writer(text).writerow([as_text(value) if isinstance(value, str) else value for value in line])
            target.write(text.getvalue().encode("utf-8", "replace"))
            yield


def _ledger(owner: Member) -> Iterator[tuple[object, ...]]:
    """The oldest first."""
    yield ("createdAt", "amount", "balance", "reason", "reference")
    last: UUID | None = None
    while True:
        with transaction(owner.account_id) as session:
            batch = select(CreditEntry).order_by(CreditEntry.id).limit(_BATCH)
            found = session.scalars(batch.where(CreditEntry.id > last) if last else batch).all()
        for one in found:
            yield (one.created_at.isoformat(), one.amount, one.balance, str(one.reason), one.reference)
        if len(found) < _BATCH:
            return
        last = found[-1].id


def _people(owner: Member) -> Iterator[tuple[object, ...]]:
    yield ("username", "email", "role", "createdAt")
    with transaction(owner.account_id) as session:
        found = session.scalars(select(User).order_by(User.id)).all()
    for one in found:
        yield (one.name, one.email, str(one.role), one.created_at.date().isoformat())


def _front(language: Language, at: datetime, people: Iterator[tuple[object, ...]], written: _Written) -> bytes:
    def word(name: str) -> str:
        return html.word(language, name)

    next(people)  # its titles are for programs
    head = [word(name) for name in ("username", "email", "role", "since")]
    return html.page(
        language,
        word("title"),
        html.paragraph(word("made").format(at=f"{at:%Y-%m-%d %H:%M}")),
        html.heading(word("documents")),
        html.links(html.link(name, f"{word('documents')} {n}") for n, name in enumerate(written.lists, 1)),
        html.heading(word("people")),
        html.table(head, people),
        html.heading(word("files")),
        html.links(html.link(name, name) for name in written.data),
    )
