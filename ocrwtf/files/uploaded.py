"""Files that are no documents: kept for seven days for whoever sent them, listed, given back, deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ocrwtf.core.database import new_id
from ocrwtf.core.problems import NotFound
from ocrwtf.files import removing, service
from ocrwtf.files.models import File, Upload
from ocrwtf.files.problems import TooManyFilesKept
from ocrwtf.files.service import Stored
from ocrwtf.users.members import Member
from ocrwtf.users.models import Account, Role
from ocrwtf.users.service import Caller

KEPT: Final = timedelta(days=7)
MOST: Final = 500
MOST_BYTES: Final = 1024**3
"""Of an account: nothing is charged for them, so they must not become somebody's store."""


@dataclass(frozen=True)
class Uploaded:
    upload: Upload
    file: File


def keep(session: Session, caller: Caller, item: Stored, now: datetime) -> Uploaded:
    """The stored object becomes a file of the caller's account.

    Raises
    ------
    TooManyFilesKept.
    """
    # One at a time in this account: else two at once would both be the last that fits.
    session.execute(select(Account.id).where(Account.id == caller.account_id).with_for_update(key_share=True))
    _refuse_too_many(session, item.received.size_bytes, now)
    upload = Upload(
        id=new_id(),
        account_id=caller.account_id,
        user_id=caller.user_id,
        file_id=service.keep(session, caller.account_id, item),
        filename=item.received.filename,
        created_at=now,
        expires_at=now + KEPT,
    )
    session.add(upload)
    session.flush()
    return Uploaded(upload, service.get(session, upload.file_id))


def _refuse_too_many(session: Session, size_bytes: int, now: datetime) -> None:
    together = select(func.count(), func.coalesce(func.sum(File.size_bytes), 0)).join(Upload, Upload.file_id == File.id)
    count, of_all = session.execute(together.where(Upload.expires_at > now)).one()
    if count >= MOST or int(of_all) + size_bytes > MOST_BYTES:
        raise TooManyFilesKept(most=MOST, most_mb=MOST_BYTES // 1024**2)


def listed(session: Session, caller: Caller, limit: int, before: UUID | None, now: datetime) -> list[Uploaded]:
    """The newest first; `before` is the last one already seen. A driver's phone sees its own."""
    wanted = _there(caller, now).order_by(Upload.id.desc()).limit(limit)
    found = session.execute(wanted.where(Upload.id < before) if before else wanted)
    return [Uploaded(upload, file) for upload, file in found]


def get(session: Session, caller: Member, upload_id: UUID, now: datetime) -> Uploaded:
    """Raises NotFound: also for somebody else's, and for one whose time is over."""
    row = session.execute(_there(caller, now).where(Upload.id == upload_id)).one_or_none()
    if not row:
        raise NotFound
    upload, file = row
    return Uploaded(upload, file)


def remove(session: Session, upload_id: UUID) -> None:
    """With its object. Raises NotFound."""
    if not removing.remove(session, upload_id):
        raise NotFound


def _there(caller: Member, now: datetime) -> Select[Upload, File]:
    found = select(Upload, File).join(File, File.id == Upload.file_id).where(Upload.expires_at > now)
    return found.where(Upload.user_id == caller.user_id) if caller.role == Role.DRIVER else found
