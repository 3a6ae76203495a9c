"""Links that were made: listed, revoked, and looked up before one opens anything."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ocrwtf.core.problems import NotFound
from ocrwtf.scans import service
from ocrwtf.scans.links import Link, What, members
from ocrwtf.scans.models import Correction, Kind, Scan, ScanLink
from ocrwtf.users.members import Member


def link_id(link: Link) -> UUID:
    """Of what it says: a link that is made again for the same request is the same one."""
    return uuid5(link.scan_id, "\n".join(map(str, members(link))))


def keep(session: Session, link: Link) -> None:
    """From now on it opens what it says; those of the scan that are over are forgotten."""
    session.execute(delete(ScanLink).where(ScanLink.scan_id == link.scan_id, ScanLink.expires_at <= func.now()))
    of = {"scan_id": link.scan_id, "account_id": link.account_id, "user_id": link.user_id, "key_id": link.key_id}
    row = {"id": link_id(link), "what": link.what, "page": link.page, **of}
    new = insert(ScanLink).values(**row, expires_at=datetime.fromtimestamp(link.expires, UTC))
    if session.scalar(new.on_conflict_do_nothing().returning(ScanLink.id)):
        session.add(_noted(link.account_id, link.scan_id, link.user_id, new=_called(link.what, link.page)))


def refuse_revoked(session: Session, link: Link) -> None:
    """Raises NotFound: it was revoked, or went with its scan."""
    if session.get(ScanLink, link_id(link)) is None:
        raise NotFound


def listed(session: Session, caller: Member, scan_id: UUID) -> Sequence[ScanLink]:
    """Those of the scan that still open something, the newest first.

    Raises
    ------
    NotFound.
    """
    if not session.scalar(service.visible(caller).with_only_columns(Scan.id).where(Scan.id == scan_id)):
        raise NotFound
    alive = select(ScanLink).where(ScanLink.scan_id == scan_id, ScanLink.expires_at > func.now())
    return session.scalars(alive.order_by(ScanLink.created_at.desc(), ScanLink.id)).all()


def revoke(session: Session, caller: Member, scan_id: UUID, revoked_id: UUID) -> None:
    """It opens nothing any more, at once.

    Raises
    ------
    NotFound.
    """
    gone = delete(ScanLink).where(ScanLink.scan_id == scan_id, ScanLink.id == revoked_id)
    link = session.execute(gone.returning(ScanLink.what, ScanLink.page)).one_or_none()
    if not link:
        raise NotFound
    session.add(_noted(caller.account_id, scan_id, caller.user_id, old=_called(link.what, link.page)))


def _called(what: str, page: int) -> str:
    return f"{what} {page}" if what == What.PAGE else str(what)


def _noted(account_id: UUID, scan_id: UUID, user_id: UUID, **what: str) -> Correction:
    return Correction(kind=Kind.LINK, account_id=account_id, scan_id=scan_id, user_id=user_id, **what)
