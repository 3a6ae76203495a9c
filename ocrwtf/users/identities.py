"""Who a user is elsewhere: found by issuer and subject, never by e-mail; made, linked and unlinked here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from pydantic import EmailStr, TypeAdapter, ValidationError
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Language
from ocrwtf.core.problems import AccountDeleted, NotFound
from ocrwtf.core.security_log import LogKind
from ocrwtf.users import service
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.identity_problems import EmailMissing, LastWayIn
from ocrwtf.users.models import Role, User
from ocrwtf.users.problems import AlreadyRegistered, RegistrationClosed
from ocrwtf.users.service import Caller

_EMAIL: TypeAdapter[str] = TypeAdapter(EmailStr)
_MOST_EMAIL = 254
_first_calls = Lock()
"""A page asks for several things at once: the first of its requests is counted, the others find what it made."""


class TakenError(Exception):
    """The identity is another user's."""


@dataclass(frozen=True)
class Whose:
    """The user that an identity belongs to; a blocked one too."""

    user_id: UUID
    account_id: UUID
    role: Role
    is_active: bool


@dataclass(frozen=True)
class Outsider:
    """Somebody as an issuer knows them. `email` is None unless it can be one; whose it is, `email_verified` says.
    `logged_in_at`: there; None just now.
    """

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    logged_in_at: datetime | None = None


def email_in(value: object) -> str | None:
    """What an issuer says is the e-mail, if it can be one."""
    if not isinstance(value, str) or len(value) > _MOST_EMAIL:
        return None
    try:
        return _EMAIL.validate_python(value)
    except ValidationError:
        return None


def known(who: Outsider) -> Whose | None:
    """Whose it is, over all accounts."""
    with transaction() as session:
        return _found(session, who)


def _found(session: Session, who: Outsider) -> Whose | None:
    found = text("SELECT * FROM find_identity(:issuer, :subject)")
    row = session.execute(found, {"issuer": who.issuer, "subject": who.subject}).one_or_none()
    return Whose(row.user_id, row.account_id, Role(row.role), row.is_active) if row else None


def found_or_made(who: Outsider, address: str, language: Language = "id") -> Whose:
    """The same; who comes for the first time gets an account, which counts as a registration from that address. Of many
    at once the first makes it.

    Raises
    ------
    RegistrationClosed; EmailMissing; AlreadyRegistered: a user has this e-mail, which proves nothing about who comes;
    AccountDeleted: and they have not logged in anew since; TooManyRequests.
    """
    with _first_calls:
        with transaction() as session:
            if found := _found(session, who):
                return found
            _email_of_newcomer(session, who)
        service.count_registration(address)
        with transaction() as session:
            _wait_for_turn(session, who)
            return _found(session, who) or _made(session, who, language)


def _wait_for_turn(session: Session, who: Outsider) -> None:
    name = f"identity {who.issuer} {who.subject}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _email_of_newcomer(session: Session, who: Outsider) -> str:
    if settings().registration == "closed":
        raise RegistrationClosed
    _refuse_left(session, who)
    if not who.email:
        raise EmailMissing
    if service.login_of(session, who.email):
        raise AlreadyRegistered
    return who.email


def _refuse_left(session: Session, who: Outsider) -> None:
    """A page that is open still goes on asking with what it has: nobody wants a new account by that."""
    if who.logged_in_at is None:
        return
    asked = text("SELECT identity_left_at(:issuer, :subject)")
    left_at = session.scalar(asked, {"issuer": who.issuer, "subject": who.subject})
    if left_at and who.logged_in_at <= left_at:
        raise AccountDeleted


def _made(session: Session, who: Outsider, language: Language) -> Whose:
    email = _email_of_newcomer(session, who)
    user = service.add_owner(session, email, service.username_for(email), None)
    user.email_verified, user.locale = who.email_verified, language
    _add(session, user.account_id, user.id, who)
    return Whose(user.id, user.account_id, Role(user.role), is_active=True)


def _add(session: Session, account_id: UUID, user_id: UUID, who: Outsider) -> None:
    known = {"issuer": who.issuer, "subject": who.subject, "email": who.email}
    session.add(Identity(account_id=account_id, user_id=user_id, **known))
    session.flush()


def link(caller: Caller, who: Outsider) -> None:
    """Let the caller sign in as that identity too; nothing happens where it is linked already.

    Raises
    ------
    TakenError.
    """
    with transaction(caller.account_id) as session:
        _wait_for_turn(session, who)
        found = _found(session, who)
        if found is None:
            _add(session, caller.account_id, caller.user_id, who)
            security_log.record(session, LogKind.IDENTITY_LINKED, caller)
        elif found.user_id != caller.user_id:
            raise TakenError


def listed(session: Session, caller: Caller) -> Sequence[Identity]:
    own = select(Identity).where(Identity.user_id == caller.user_id)
    return session.scalars(own.order_by(Identity.created_at, Identity.id)).all()


def unlink(session: Session, caller: Caller, identity_id: UUID, usable_issuers: set[str]) -> None:
    """Forget one of the caller's identities. `usable_issuers`: by which somebody can sign in here today.

    Raises
    ------
    NotFound; LastWayIn: no password and no other identity of use is left.
    """
    user = session.scalars(select(User).where(User.id == caller.user_id).with_for_update()).one()
    own = listed(session, caller)
    if identity_id not in [each.id for each in own]:
        raise NotFound
    others = [each for each in own if each.id != identity_id and each.issuer in usable_issuers]
    if not user.password_hash and not others:
        raise LastWayIn
    session.execute(delete(Identity).where(Identity.id == identity_id))
    security_log.record(session, LogKind.IDENTITY_UNLINKED, caller)
