"""What the security log is told of scans: who deleted them, kept them from clean-ups or no longer, took many of their
contents away, or made a link.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from ocrwtf.core.security_log import Actor, LogKind, record
from ocrwtf.scans import holding, service
from ocrwtf.scans.links import Link
from ocrwtf.users.service import Caller

KINDS: Final[Mapping[str, LogKind]] = {
    "delete": LogKind.DOCUMENTS_DELETED,
    "hold": LogKind.DOCUMENTS_HELD,
    "release": LogKind.DOCUMENTS_RELEASED,
}
"""Of what is done to many at once; the others are not noted."""


def remove(session: Session, caller: Caller, scan_id: UUID) -> None:
    """Delete one, noting who did. Raises NotFound."""
    service.remove(session, caller, scan_id)
    done(session, caller, "delete", [scan_id])


def hold(session: Session, caller: Caller, scan_id: UUID) -> None:
    """Keep one from clean-ups, noting who did. Raises NotFound."""
    if holding.hold(session, caller, scan_id):
        done(session, caller, "hold", [scan_id])


def let_go(session: Session, caller: Caller, scan_id: UUID) -> None:
    """Keep it no longer, noting who did. Raises NotFound."""
    if holding.let_go(session, caller, scan_id):
        done(session, caller, "release", [scan_id])


def done(session: Session, by: Actor, action: str, scan_ids: Sequence[UUID]) -> None:
    """One entry for all that it was done to together; none where it was done to nothing."""
    if scan_ids and action in KINDS:
        record(session, KINDS[action], by, {"count": len(scan_ids), "scanIds": scan_ids})


def exported(session: Session, caller: Caller, scan_ids: Sequence[UUID], form: str) -> None:
    record(session, LogKind.EXPORTED, caller, {"format": form, "count": len(scan_ids), "scanIds": scan_ids})


def link_made(session: Session, caller: Caller, link: Link) -> None:
    """Without the link itself, which is a secret."""
    record(
        session, LogKind.LINK_MADE, caller, {"scanId": link.scan_id, "what": link.what.value, "expires": link.expires}
    )
