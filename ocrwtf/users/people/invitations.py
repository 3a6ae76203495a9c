"""Invitations: an owner makes, sees and withdraws them; who has the link joins the account, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import errors
from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import act_for, new_id, transaction
from ocrwtf.core.mail.post import is_set_up, post
from ocrwtf.core.problems import NotFound
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import passwords, service, tokens
from ocrwtf.users.models import User
from ocrwtf.users.people import letters
from ocrwtf.users.people.models import Invitation
from ocrwtf.users.people.problems import AddressHasAccount, AlreadyHere, InvitationOver
from ocrwtf.users.people.schemas import Acceptance, NewInvitation
from ocrwtf.users.people.service import lock_as_owner, make_room
from ocrwtf.users.people.tokens import invitation_token
from ocrwtf.users.place import place_of
from ocrwtf.users.problems import UsernameTaken
from ocrwtf.users.service import Caller, Login

LIFETIME = timedelta(days=7)
_by_address = Throttle(amount=50, per_seconds=300, name="invitation")
_letters = Throttle(amount=30, per_seconds=3600, name="invitation letters")
"""Of one account: they go to whomever somebody names."""
_answers = Throttle(amount=30, per_seconds=3600, name="invitation answers")
"""Of one invitation: an answer tells whether somebody has that username or address."""


@dataclass(frozen=True)
class Invited:
    """An open invitation, and what its inviter is called."""

    row: Invitation
    invited_by: str


def listed(session: Session) -> Sequence[Invitation]:
    """The account's open ones, the newest first."""
    is_open = select(Invitation).where(Invitation.expires_at > func.now())
    return session.scalars(is_open.order_by(Invitation.id.desc())).all()


def token_of(row: Invitation) -> str | None:
    """The secret of its link; None when it left by mail, or when the server's key is another one by now."""
    token = invitation_token(row.id)
    return token if not row.by_mail and tokens.hashed(token) == row.token_hash else None


def make(session: Session, caller: Caller, wanted: NewInvitation) -> Invitation:
    """A new invitation, in place of an open one to the same address, to which its link goes where letters leave.

    Raises
    ------
    NotAllowed, AlreadyHere, TooManyPeople; TooManyRequests of letters.
    """
    email = wanted.email.strip() if wanted.email else None
    by_mail = bool(email) and is_set_up()
    if by_mail:
        _letters.hit(str(caller.account_id))
    lock_as_owner(session, caller)
    if email:
        _take_the_place_of_older(session, email)
    make_room(session, caller)
    row = Invitation(id=new_id(), account_id=caller.account_id, invited_by=caller.user_id, role=wanted.role)
    row.email, row.label, row.by_mail = email, wanted.label, by_mail
    row.token_hash = tokens.hashed(invitation_token(row.id))
    row.expires_at = datetime.now(UTC) + LIFETIME
    session.add(row)
    session.flush()
    session.refresh(row)
    security_log.record(session, LogKind.INVITED, caller, {"invitationId": row.id, "role": str(row.role)})
    if row.by_mail:
        post(session, letters.invitation, account_id=row.account_id, invitation_id=row.id)
    return row


def _take_the_place_of_older(session: Session, email: str) -> None:
    if session.scalar(select(User.id).where(func.lower(User.email) == email.lower())):
        raise AlreadyHere
    session.execute(delete(Invitation).where(func.lower(Invitation.email) == email.lower()))


def withdraw(session: Session, caller: Caller, invitation_id: UUID) -> None:
    """Raises NotAllowed, NotFound."""
    lock_as_owner(session, caller)
    if session.scalar(delete(Invitation).where(Invitation.id == invitation_id).returning(Invitation.id)) is None:
        raise NotFound
    security_log.record(session, LogKind.INVITATION_WITHDRAWN, caller, {"invitationId": invitation_id})


def look(token: str, address: str) -> Invited:
    """What an open invitation says. Raises TooManyRequests, InvitationOver."""
    _by_address.hit(address)
    with transaction() as session:
        row = session.get(Invitation, _found(session, token).id)
        inviter = session.get(User, row.invited_by) if row else None
    if not row or not inviter:
        raise InvitationOver
    return Invited(row, inviter.name)


def accept(body: Acceptance, address: str, device: str, *, refreshable: bool = False) -> Login:
    """Join the account and be logged in. Of many at once one joins; who fails leaves the invitation as it was.

    No transaction is open while the password is hashed, and nothing is hashed for a wrong token.

    Raises
    ------
    TooManyRequests, InvitationOver, ServiceUnavailable, UsernameTaken, AddressHasAccount.
    """
    token = body.token.get_secret_value()
    invited = look(token, address)
    _answers.hit(str(invited.row.id))
    password_hash = passwords.hash_password(body.password.get_secret_value())
    with transaction() as session:
        found = _found(session, token)
        user = _joined(session, found, body, password_hash)
    return service.open_session(
        user.account_id, user.id, password_hash, device, place_of(address), refreshable=refreshable
    )


def _found(session: Session, token: str) -> Row[Any]:
    """Its id and account; the session is the account's from here on."""
    found = session.execute(text("SELECT * FROM find_invitation(:hash)"), {"hash": tokens.hashed(token)}).one_or_none()
    if not found:
        raise InvitationOver
    act_for(session, found.account_id)
    return found


def _joined(session: Session, found: Row[Any], body: Acceptance, password_hash: str) -> User:
    """The invitation's row is taken away first: who comes second waits here, and finds none."""
    row = session.scalar(delete(Invitation).where(Invitation.id == found.id).returning(Invitation))
    if not row:
        raise InvitationOver
    user = User(account_id=found.account_id, role=row.role, username=body.username, password_hash=password_hash)
    user.email = row.email or (body.email.strip() if body.email else None)
    user.email_verified = row.by_mail
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise _taken(error) from error
    joined = {"invitationId": row.id, "role": str(row.role)}
    security_log.record(session, LogKind.INVITATION_ACCEPTED, Somebody(user.account_id, user.id), joined)
    return user


def _taken(error: IntegrityError) -> UsernameTaken | AddressHasAccount:
    violation = error.orig
    is_address = isinstance(violation, errors.UniqueViolation) and violation.diag.constraint_name == "uq_users_email"
    return AddressHasAccount() if is_address else UsernameTaken()
