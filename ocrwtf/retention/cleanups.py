"""What people can ask about clean-ups: what comes, what would go now, what went."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from ocrwtf.core.problems import NotFound
from ocrwtf.retention.models import Deletion, DeletionKind
from ocrwtf.retention.problems import ReceiptOver
from ocrwtf.scans.due import counted, due
from ocrwtf.scans.models import Scan
from ocrwtf.users import cycle
from ocrwtf.users import service as users_service
from ocrwtf.users.service import Caller

_PAST = 12


@dataclass(frozen=True)
class Preview:
    next_cleanup_at: datetime
    due_at: datetime
    documents: int
    due_now: int
    scans: list[Scan]


def preview(
    session: Session, caller: Caller, now: datetime, *, is_next: bool, limit: int, after: UUID | None
) -> Preview:
    """Exactly what a clean-up takes, now or at the end of the cycle, by the same query; `after` is the last one seen.

    Raises
    ------
    NotFound: no such document.
    """
    joined_at = users_service.joined_at(session, caller.account_id)
    boundary = cycle.next_boundary(joined_at, now)
    at = boundary if is_next else now
    found = due(joined_at, at).limit(limit)
    if after:
        last = session.execute(select(Scan.created_at, Scan.id).where(Scan.id == after)).one_or_none()
        if not last:
            raise NotFound
        found = found.where(tuple_(Scan.created_at, Scan.id) > tuple_(last.created_at, last.id))
    documents = counted(session, joined_at, at)
    due_now = counted(session, joined_at, now)
    return Preview(boundary, at, documents, due_now, list(session.scalars(found)))


def past(session: Session) -> list[Deletion]:
    """The last clean-ups, the newest first."""
    own = select(Deletion).where(Deletion.kind == DeletionKind.CYCLE)
    return list(session.scalars(own.order_by(Deletion.started_at.desc()).limit(_PAST)))


def receipt(session: Session, deletion_id: UUID) -> dict[str, Any] | None:
    """That of a clean-up; None while it goes on.

    Raises
    ------
    NotFound; ReceiptOver: its 30 days are over.
    """
    deletion = session.scalar(select(Deletion).where(Deletion.id == deletion_id))
    if not deletion:
        raise NotFound
    if not deletion.receipt and deletion.finished_at:
        raise ReceiptOver
    found: dict[str, Any] | None = json.loads(deletion.receipt) if deletion.receipt else None
    return found
