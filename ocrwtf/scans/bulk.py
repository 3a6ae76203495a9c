"""The same for many scans at once: each succeeds or fails by itself, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ocrwtf.core.errors import Problem
from ocrwtf.scans import holding, noted, service
from ocrwtf.scans.models import Scan
from ocrwtf.users.service import Caller

ACTIONS: dict[str, Callable[[Session, Caller, UUID], Any]] = {
    "delete": service.remove,
    "retry": service.retry,
    "hold": holding.hold,
    "release": holding.let_go,
}


@dataclass(frozen=True)
class Outcome:
    scan_id: UUID
    problem: Problem | None
    is_new: bool
    """False where it was so already, or went wrong."""


def run(session: Session, caller: Caller, action: str, scan_ids: list[UUID]) -> list[Outcome]:
    """Do it to each; what one raises undoes that one alone.

    Raises
    ------
    NotForKeys, NotAllowed: of a legal hold, which is the owner's.
    """
    if action in ("hold", "release"):
        holding.only_owners(caller)
    _lock(session, caller, scan_ids)
    outcomes = [_tried(session, caller, action, scan_id) for scan_id in scan_ids]
    noted.done(session, caller, action, [done.scan_id for done in outcomes if done.is_new])
    return outcomes


def _lock(session: Session, caller: Caller, scan_ids: list[UUID]) -> None:
    """Everything that will be locked, in the order in which all requests do: bytes, scans, and the account last.

    One by one, the second scan would be asked for with the account's balance already locked by the first one's
    refund, while somebody who cancels that second scan waits for the balance.
    """
    wanted = service.visible(caller).where(Scan.id.in_(scan_ids))
    for sha256 in sorted(set(session.scalars(wanted.with_only_columns(Scan.sha256)))):
        service.lock_bytes(session, caller.account_id, sha256)
    session.execute(wanted.with_only_columns(Scan.id).order_by(Scan.id).with_for_update())


def _tried(session: Session, caller: Caller, action: str, scan_id: UUID) -> Outcome:
    try:
        with session.begin_nested():
            result = ACTIONS[action](session, caller, scan_id)
    except Problem as problem:
        return Outcome(scan_id, problem, is_new=False)
    return Outcome(scan_id, None, is_new=result is not False)
