"""The security log as its account's owner reads it: line by line with names, or as a table."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.core.origin import OriginKind
from ocrwtf.core.security_log import SecurityEntry
from ocrwtf.core.spreadsheet import as_text
from ocrwtf.users import service
from ocrwtf.users.log_shapes import LogEntryAnswer, LogFilter, Named
from ocrwtf.users.models import ApiKey

_BATCH = 500
COLUMNS = ("at", "kind", "user", "userId", "key", "keyId", "about", "aboutId", "source", "address", "device", "detail")


def listed(session: Session, wanted: LogFilter, limit: int, cursor: UUID | None) -> list[LogEntryAnswer]:
    """Of the session's account, the newest first, below the cursor."""
    found = select(SecurityEntry).order_by(SecurityEntry.id.desc()).limit(limit)
    if cursor:
        found = found.where(SecurityEntry.id < cursor)
    if wanted.kind:
        found = found.where(SecurityEntry.kind == wanted.kind)
    if wanted.user_id:
        is_about = SecurityEntry.detail["userId"].astext == str(wanted.user_id)
        found = found.where(or_(SecurityEntry.user_id == wanted.user_id, is_about))
    return _answers(session, session.scalars(found).all())


def _answers(session: Session, entries: Sequence[SecurityEntry]) -> list[LogEntryAnswer]:
    users = {entry.user_id for entry in entries} | {_about(entry) for entry in entries}
    keys = {entry.key_id or _id(entry, "keyId") for entry in entries} - {None}
    names: dict[UUID, str] = service.usernames(session, {each for each in users if each})
    rows = session.execute(select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(keys))) if keys else ()
    names |= {row.id: row.name for row in rows}
    return [_answer(entry, names) for entry in entries]


def _about(entry: SecurityEntry) -> UUID | None:
    return _id(entry, "userId")


def _id(entry: SecurityEntry, name: str) -> UUID | None:
    return UUID(entry.detail[name]) if name in entry.detail else None


def _answer(entry: SecurityEntry, names: dict[UUID, str]) -> LogEntryAnswer:
    def named(of: UUID | None) -> Named | None:
        return Named(id=of, name=names.get(of)) if of else None

    is_call = entry.address is not None
    return LogEntryAnswer(
        id=entry.id,
        kind=entry.kind,
        at=entry.at,
        source=OriginKind.NETWORK if is_call else OriginKind(entry.device),
        address=entry.address,
        device=entry.device if is_call else "",
        user=named(entry.user_id),
        key=named(entry.key_id or _id(entry, "keyId")),
        about=named(_about(entry)),
        detail={name: value for name, value in entry.detail.items() if name not in ("userId", "keyId")},
    )


def as_csv(account_id: UUID, wanted: LogFilter) -> Iterator[bytes]:
    """All of it, the newest first, in pieces: each is read in a short transaction, and no cell is ever a formula."""
    yield "\ufeff".encode() + _lines([COLUMNS])  # without the mark Excel takes UTF-8 for something else
    cursor = None
    while True:
        with transaction(account_id) as session:
            entries = listed(session, wanted, _BATCH, cursor)
        yield _lines(map(_cells, entries))
        if len(entries) < _BATCH:
            return
        cursor = entries[-1].id


def _cells(entry: LogEntryAnswer) -> list[str]:
    who = [
        str(part or "")
        for each in (entry.user, entry.key, entry.about)
        for part in ((each and each.name), each and each.id)
    ]
    where = [entry.source.value, entry.address or "", entry.device]
    return [entry.at.isoformat(), entry.kind.value, *who, *where, json.dumps(entry.detail)]


def _lines(rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([as_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode()
