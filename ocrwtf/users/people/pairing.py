"""Drivers' phones: a screen shows a QR code, the phone that scans it gets a name and captures for the account."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text, update
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import act_for, new_id, transaction
from ocrwtf.core.problems import NotFound
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import service, tokens
from ocrwtf.users.models import Role, User
from ocrwtf.users.people.models import Pairing
from ocrwtf.users.people.problems import PairingOver
from ocrwtf.users.people.service import Seen, found, make_room, seen, send_away
from ocrwtf.users.place import place_of
from ocrwtf.users.service import Caller, Login

LIFETIME = timedelta(minutes=10)
PHONE_LASTS = timedelta(days=180)
"""From its last use: a phone in a drawer over the holidays is still the same one, and nobody there has a password."""
_by_address = Throttle(amount=50, per_seconds=300, name="pairing")


def make(session: Session, caller: Caller) -> tuple[Pairing, str]:
    """A new pairing and its secret, which is told this once. Raises TooManyPeople."""
    make_room(session, caller)
    token = tokens.new_session_token()
    row = Pairing(
        id=new_id(),
        account_id=caller.account_id,
        made_by=caller.user_id,
        token_hash=tokens.hashed(token),
        expires_at=datetime.now(UTC) + LIFETIME,
    )
    session.add(row)
    session.flush()
    return row, token


def state(session: Session, caller: Caller, pairing_id: UUID) -> tuple[Pairing, Seen | None]:
    """The caller's own pairing, and the phone that has used it. Raises NotFound."""
    row = session.scalar(select(Pairing).where(Pairing.id == pairing_id, Pairing.made_by == caller.user_id))
    if not row:
        raise NotFound
    phone = session.get(User, row.phone_id) if row.phone_id else None
    return row, seen(session, phone) if phone else None


def withdraw(session: Session, caller: Caller, pairing_id: UUID) -> None:
    """The code is off the screen, so nobody is to use a picture of it. Raises NotFound."""
    own = delete(Pairing).where(Pairing.id == pairing_id, Pairing.made_by == caller.user_id)
    if session.scalar(own.returning(Pairing.id)) is None:
        raise NotFound


def look(token: str, address: str) -> str:
    """What somebody who shows that code is called. Raises TooManyRequests, PairingOver."""
    _by_address.hit(address)
    with transaction() as session:
        row = session.get(Pairing, _found(session, token).id)
        maker = session.get(User, row.made_by) if row else None
    if not maker:
        raise PairingOver
    return maker.name


def pair(token: str, name: str, address: str, device: str, *, refreshable: bool = False) -> Login:
    """Make the phone a driver of the account, under that name, and log it in. Of many at once one is paired.

    Raises
    ------
    TooManyRequests, PairingOver.
    """
    _by_address.hit(address)
    with transaction() as session:
        phone = _paired(session, _found(session, token), name)
    return service.open_session(
        phone.account_id,
        phone.id,
        device=device,
        place=place_of(address),
        refreshable=refreshable,
        lasts=PHONE_LASTS,
    )


def unpair(session: Session, caller: Caller, phone_id: UUID) -> None:
    """It is refused from now on; what it captured stays, under its name. Raises NotFound."""
    phone = found(session, phone_id)
    if not phone.is_phone:
        raise NotFound
    send_away(session, phone, caller)


def _found(session: Session, token: str) -> Row[Any]:
    """Its id and account; the session is the account's from here on."""
    known = session.execute(text("SELECT * FROM find_pairing(:hash)"), {"hash": tokens.hashed(token)}).one_or_none()
    if not known:
        raise PairingOver
    act_for(session, known.account_id)
    return known


def _paired(session: Session, known: Row[Any], name: str) -> User:
    """One statement uses the code up: who comes second waits for the first, finds it used, and its phone is undone."""
    phone = User(id=new_id(), account_id=known.account_id, role=Role.DRIVER, is_phone=True, display_name=name)
    session.add(phone)
    session.flush()
    unused = update(Pairing).where(Pairing.id == known.id, Pairing.phone_id.is_(None), Pairing.expires_at > func.now())
    if session.scalar(unused.values(phone_id=phone.id).returning(Pairing.id)) is None:
        raise PairingOver
    maker = session.scalar(select(Pairing.made_by).where(Pairing.id == known.id))
    security_log.record(session, LogKind.DEVICE_PAIRED, Somebody(known.account_id, maker), {"userId": phone.id})
    return phone
