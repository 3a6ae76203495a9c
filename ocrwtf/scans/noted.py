"""What the security log is told of scans: who deleted them, took many of their contents away, or made a link."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from ocrwtf.core.security_log import Actor, LogKind, record
from ocrwtf.scans import service
from ocrwtf.scans.links import Link
from ocrwtf.users.service import Caller


def remove(session: Session, caller: Caller, scan_id: UUID) -> None:
    """Delete one, noting who did. Raises NotFound."""
    service.remove(session, caller, scan_id)
    deleted(session, caller, [scan_id])


def deleted(session: Session, by: Actor, scan_ids: Sequence[UUID]) -> None:
    """One entry for all that went together; none where nothing did."""
    if scan_ids:
        record(session, LogKind.DOCUMENTS_DELETED, by, {"count": len(scan_ids), "scanIds": scan_ids})


def exported(session: Session, caller: Caller, scan_ids: Sequence[UUID], form: str) -> None:
    record(session, LogKind.EXPORTED, caller, {"format": form, "count": len(scan_ids), "scanIds": scan_ids})


def link_made(session: Session, caller: Caller, link: Link) -> None:
    """Without the link itself, which is a secret."""
    record(
        session, LogKind.LINK_MADE, caller, {"scanId": link.scan_id, "what": link.what.value, "expires": link.expires}
    )
