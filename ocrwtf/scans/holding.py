"""Legal hold: no clean-up takes the document, however old it is, until it is let go."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from ocrwtf.core.problems import NotFound
from ocrwtf.events.models import EventKind
from ocrwtf.scans import service
from ocrwtf.scans.models import Scan
from ocrwtf.scans.news import changed, tell
from ocrwtf.users.models import Role
from ocrwtf.users.problems import NotAllowed, NotForKeys
from ocrwtf.users.service import Caller


def only_owners(caller: Caller) -> None:
    """What the account must not lose is its owner's to say, in person.

    Raises
    ------
    NotForKeys, NotAllowed.
    """
    if caller.scopes is not None:
        raise NotForKeys
    if caller.role != Role.OWNER:
        raise NotAllowed


def hold(session: Session, caller: Caller, scan_id: UUID) -> bool:
    """False where it was held already. Raises NotFound."""
    return _set(session, caller, scan_id, is_held=True)


def let_go(session: Session, caller: Caller, scan_id: UUID) -> bool:
    """False where nobody held it. Raises NotFound."""
    return _set(session, caller, scan_id, is_held=False)


def _set(session: Session, caller: Caller, scan_id: UUID, *, is_held: bool) -> bool:
    other = update(Scan).where(Scan.id == scan_id, Scan.legal_hold != is_held)
    if scan := changed(session, other.values(legal_hold=is_held, version=Scan.version + 1)):
        tell(session, EventKind.SCAN_CHANGED, scan)
        return True
    if not session.scalar(service.visible(caller).where(Scan.id == scan_id).with_only_columns(Scan.id)):
        raise NotFound
    return False
