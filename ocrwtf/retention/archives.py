"""The archive that an owner can ask for: one an account, made by the worker, there for three days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ocrwtf.core.errors import Language
from ocrwtf.events import service as events_service
from ocrwtf.events.models import EventKind
from ocrwtf.files import service as files_service
from ocrwtf.files.models import File
from ocrwtf.retention.models import UNFINISHED, Archive, ArchiveStatus
from ocrwtf.retention.problems import NoArchive
from ocrwtf.scans.models import Scan
from ocrwtf.users.models import Account
from ocrwtf.users.service import Caller

KEPT = timedelta(days=3)


def current(session: Session) -> Archive | None:
    """The account's archive, whatever its state."""
    return session.scalar(select(Archive))


def begin(session: Session, caller: Caller, language: Language) -> tuple[Archive, bool]:
    """The archive that is being made, else a new one in the place of an older; and whether it is new.

    The account's row is locked, so that two at once are one.
    """
    session.scalars(select(Account.id).where(Account.id == caller.account_id).with_for_update(key_share=True)).one()
    known = current(session)
    if known and known.status in UNFINISHED:
        return known, False
    if known:
        remove(session, known)
    made = Archive(
        account_id=caller.account_id,
        user_id=caller.user_id,
        language=language,
        documents_total=session.scalars(select(func.count()).select_from(Scan)).one(),
    )
    session.add(made)
    session.flush()
    tell(session, made)
    return made, True


def remove(session: Session, archive: Archive) -> None:
    """Delete an archive; one that is being made is stopped by that."""
    session.execute(delete(Archive).where(Archive.id == archive.id))
    session.expunge(archive)
    if archive.file_id:
        files_service.remove(session, [archive.file_id])


def cancel(session: Session, caller: Caller) -> None:
    """Raises NoArchive."""
    archive = current(session)
    if not archive:
        raise NoArchive
    remove(session, archive)
    events_service.record(session, caller.account_id, EventKind.ARCHIVE_CHANGED, _data(None, archive))


def file(session: Session) -> File:
    """That of the archive which is ready. Raises NoArchive."""
    archive = current(session)
    is_over = archive and archive.expires_at and archive.expires_at <= datetime.now(UTC)
    if not archive or not archive.file_id or is_over:
        raise NoArchive
    return files_service.get(session, archive.file_id)


def documents(session: Session) -> int:
    """How many the archive holds, or will."""
    archive = current(session)
    return archive.documents_total if archive else 0


def content(stored: File) -> Iterator[bytes]:
    return files_service.content(stored.object_key)


def tell(session: Session, archive: Archive) -> None:
    """Record how far it is."""
    data = _data(archive.status, archive)
    events_service.record_once(session, archive.account_id, EventKind.ARCHIVE_CHANGED, data)


def _data(status: ArchiveStatus | None, archive: Archive) -> dict[str, Any]:
    return {"status": status, "documentsDone": archive.documents_done, "documentsTotal": archive.documents_total}


def of_id(session: Session, archive_id: UUID) -> Archive | None:
    return session.scalar(select(Archive).where(Archive.id == archive_id).with_for_update())
