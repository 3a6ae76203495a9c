"""Devices that a user has logged in from: a login from another one is told by a letter."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ocrwtf.core.database import new_id, transaction
from ocrwtf.core.mail.post import is_set_up, post
from ocrwtf.users import letters
from ocrwtf.users.letter_tables import KnownDevice
from ocrwtf.users.service import Login


def note(login: Login, mark: bytes, device: str, place: str) -> None:
    """The login came from there. The first device of a user gets no letter: it is that of the newcomer."""
    with transaction(login.account_id) as session:
        if _is_known(session, login.user_id, mark):
            return
        is_first = session.scalar(select(KnownDevice.id).where(KnownDevice.user_id == login.user_id).limit(1)) is None
        device_id = _added(session, login, mark, device, place)
        if device_id and not is_first and is_set_up():
            post(session, letters.new_device, account_id=login.account_id, device_id=device_id)


def _is_known(session: Session, user_id: UUID, mark: bytes) -> bool:
    own = update(KnownDevice).where(KnownDevice.user_id == user_id, KnownDevice.mark == mark)
    return session.scalar(own.values(last_seen_at=func.now()).returning(KnownDevice.id)) is not None


def _added(session: Session, login: Login, mark: bytes, device: str, place: str) -> UUID | None:
    """None when a login at the same moment has added it."""
    own = {"id": new_id(), "account_id": login.account_id, "user_id": login.user_id}
    row = insert(KnownDevice).values(**own, mark=mark, device=device, network=place)
    return session.scalar(row.on_conflict_do_nothing().returning(KnownDevice.id))
