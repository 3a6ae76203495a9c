"""What an owner can ask about people: see them, give roles, block, remove, hand the account on; and leaving it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnExpressionArgument, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.problems import NotFound
from ocrwtf.core.security_log import Actor, LogKind
from ocrwtf.users import links
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.letter_tables import KnownDevice
from ocrwtf.users.models import Account, ApiKey, LoginSession, Role, User
from ocrwtf.users.people.models import Invitation, Pairing
from ocrwtf.users.people.problems import LastOwner, NotYourself, PersonBlocked, PhoneStaysDriver, TooManyPeople
from ocrwtf.users.people.schemas import PersonChange
from ocrwtf.users.problems import NotAllowed
from ocrwtf.users.service import Caller, end_sessions

MOST_PEOPLE = 500
"""People, phones and open invitations of an account: a fleet, and a list that a screen can show whole."""


@dataclass(frozen=True)
class Seen:
    """A user of the account, and when the newest of the user's logins and keys was used last."""

    user: User
    last_used_at: datetime | None


def listed(session: Session, caller: Caller, *, phones: bool = False) -> list[Seen]:
    """The account's people, or its phones; the caller first, then by when they came."""
    users = _here(User.is_phone.is_(phones))
    rows = session.scalars(users.order_by((User.id == caller.user_id).desc(), User.id)).all()
    used = _last_uses(session, [row.id for row in rows])
    return [Seen(row, used.get(row.id)) for row in rows]


def seen(session: Session, user: User) -> Seen:
    return Seen(user, _last_uses(session, [user.id]).get(user.id))


def change(session: Session, caller: Caller, user_id: UUID, wanted: PersonChange) -> User:
    """Another role, blocked, or let in again. For the role of an owner the caller has proved to be who it is.

    Raises
    ------
    NotAllowed (the caller's own role was changed meanwhile), NotFound, PhoneStaysDriver, LastOwner, PersonBlocked,
    NotYourself.
    """
    lock_as_owner(session, caller)
    user = found(session, user_id)
    if wanted.is_active is not None:
        if user.id == caller.user_id and not wanted.is_active:
            raise NotYourself
        set_active(session, user, active=wanted.is_active, by=caller)
    if wanted.role:
        _give_role(session, user, wanted.role)
        security_log.record(session, LogKind.ROLE_CHANGED, caller, {"userId": user.id, "role": wanted.role.value})
    session.flush()
    return user


def set_active(session: Session, user: User, *, active: bool, by: Actor) -> None:
    """Under the account's lock. Who is blocked is logged out at once; keys are refused as long as it lasts."""
    user.is_active = active
    session.flush()  # before the sessions: one that is being opened is there by then, or is refused
    kind = LogKind.USER_UNBLOCKED if active else LogKind.USER_BLOCKED
    security_log.record(session, kind, by, {"userId": user.id})
    if not active:
        end_sessions(session, user.id)
        _withdraw_links(session, user.id)


def _give_role(session: Session, user: User, role: Role) -> None:
    if user.is_phone and role != Role.DRIVER:
        raise PhoneStaysDriver
    if role == Role.OWNER and not user.is_active:
        raise PersonBlocked
    if user.role == Role.OWNER != role:
        _keep_an_owner(session, user)
        _withdraw_links(session, user.id)
    user.role = role


def remove(session: Session, caller: Caller, user_id: UUID) -> None:
    """Out of the account for good, with all logins and keys. What the user made stays, and so does the name on it.

    Raises
    ------
    NotAllowed, NotFound, NotYourself.
    """
    lock_as_owner(session, caller)
    user = found(session, user_id)
    if user.id == caller.user_id:
        raise NotYourself
    send_away(session, user, caller)


def leave(session: Session, caller: Caller) -> None:
    """Remove oneself. Raises LastOwner; NotAllowed of a phone, which the office takes out."""
    lock_account(session, caller.account_id)
    user = found(session, caller.user_id)
    if user.is_phone:
        raise NotAllowed
    if user.role == Role.OWNER:
        _keep_an_owner(session, user)
    send_away(session, user, caller)


def transfer(session: Session, caller: Caller, user_id: UUID) -> User:
    """Somebody else is the owner, the caller staff, both or neither. Open invitations are the new owner's.

    Raises
    ------
    NotAllowed, NotFound, NotYourself, PhoneStaysDriver, PersonBlocked.
    """
    owner = lock_as_owner(session, caller)
    heir = found(session, user_id)
    if heir.id == owner.id:
        raise NotYourself
    _give_role(session, heir, Role.OWNER)
    session.execute(update(Invitation).where(Invitation.invited_by == owner.id).values(invited_by=heir.id))
    owner.role = Role.STAFF
    security_log.record(session, LogKind.OWNERSHIP_TRANSFERRED, caller, {"userId": heir.id})
    session.flush()
    return heir


def end_all_sessions(session: Session, caller: Caller, user_id: UUID) -> None:
    """Log somebody of the account out everywhere. Raises NotAllowed, NotFound."""
    lock_as_owner(session, caller)
    end_sessions(session, found(session, user_id).id)
    security_log.record(session, LogKind.SESSIONS_ENDED, caller, {"userId": user_id})


def send_away(session: Session, user: User, caller: Caller) -> None:
    """The row stays, with the name alone, for what was made; address and username are free for somebody else."""
    end_sessions(session, user.id)
    session.execute(delete(ApiKey).where(ApiKey.user_id == user.id))
    _withdraw_links(session, user.id)
    links.make_void(session, user.id)
    session.execute(delete(Identity).where(Identity.user_id == user.id))
    session.execute(delete(KnownDevice).where(KnownDevice.user_id == user.id))
    user.display_name, user.username, user.email, user.password_hash = user.name, None, None, None
    user.is_active, user.email_verified, user.removed_at = False, False, func.now()
    security_log.record(session, LogKind.MEMBER_REMOVED, caller, {"userId": user.id})
    session.flush()


def _withdraw_links(session: Session, user_id: UUID) -> None:
    """What somebody who may not any more has handed out is not to be used."""
    session.execute(delete(Invitation).where(Invitation.invited_by == user_id))
    session.execute(delete(Pairing).where(Pairing.made_by == user_id, Pairing.phone_id.is_(None)))


def found(session: Session, user_id: UUID) -> User:
    """Somebody of the account who was not removed. Raises NotFound."""
    user = session.scalar(_here(User.id == user_id))
    if not user:
        raise NotFound
    return user


def lock_as_owner(session: Session, caller: Caller) -> User:
    """One change of people at a time; raises NotAllowed when a change before this one took the role from the caller."""
    lock_account(session, caller.account_id)
    user = session.scalar(_here(User.id == caller.user_id, User.is_active, User.role == Role.OWNER))
    if not user:
        raise NotAllowed
    return user


def make_room(session: Session, caller: Caller) -> None:
    """For one more, under the account's lock. Raises TooManyPeople."""
    lock_account(session, caller.account_id)
    people = session.scalars(select(func.count()).select_from(User).where(User.removed_at.is_(None))).one()
    invited = session.scalars(select(func.count()).select_from(Invitation)).one()
    if people + invited >= MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)


def lock_account(session: Session, account_id: UUID) -> None:
    """Not in the way of what refers to the account, such as an upload: its key stays."""
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))


def _here(*conditions: ColumnExpressionArgument[bool]) -> Select[User]:
    return select(User).where(User.removed_at.is_(None), *conditions)


def _keep_an_owner(session: Session, going: User) -> None:
    another = _here(User.role == Role.OWNER, User.is_active, User.id != going.id)
    if not session.scalar(another.limit(1)):
        raise LastOwner


def _last_uses(session: Session, user_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    logins = select(LoginSession.user_id, LoginSession.last_used_at).where(
        LoginSession.user_id.in_(user_ids), LoginSession.expires_at > func.now()
    )
    keys = select(ApiKey.user_id, ApiKey.last_used_at).where(
        ApiKey.user_id.in_(user_ids), or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.now())
    )
    uses = logins.union_all(keys).subquery()
    newest = select(uses.c.user_id, func.max(uses.c.last_used_at)).group_by(uses.c.user_id)
    return {user_id: at for user_id, at in session.execute(newest) if at}
