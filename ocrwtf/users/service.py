"""What people can ask of accounts: register, log in and out, know who they are."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core import security_log
from ocrwtf.core.database import act_for, new_id, transaction
from ocrwtf.core.growing_pause import GrowingPause
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import addresses, credentials, passwords, refresh, tokens
from ocrwtf.users.members import Member
from ocrwtf.users.models import Account, LoginSession, Role, Scope, User
from ocrwtf.users.place import place_of
from ocrwtf.users.problems import AlreadyRegistered, RegistrationClosed, WrongCredentials
from ocrwtf.users.schemas import Registration

_by_name = Throttle(amount=10, per_seconds=300, name="login name")
_by_name_anywhere = GrowingPause(free=20, per_seconds=300, longest_seconds=60)
"""More than one address may try: nobody alone can make others wait."""
_registrations = Throttle(amount=20, per_seconds=3600, name="registrations")
_by_address = Throttle(amount=50, per_seconds=300, name="login address")
"""Higher: a fleet behind one mobile address logs in too. Never cleared, else an own account would reset it."""


@dataclass(frozen=True)
class Caller(Member):
    """Who is calling: known once a token, cookie or key has been checked.

    A person has a session and may do what the role says; a program's key has none, and its scopes on top of that.
    `limit_per_minute` is the key's own, counted where all requests are. Who comes with a token from elsewhere has
    neither session nor key; `until` is when that token ends, `logged_in_at` when its user logged in there, if that is
    said.
    """

    session_id: UUID | None
    key_id: UUID | None = None
    scopes: frozenset[Scope] | None = None
    limit_per_minute: int | None = None
    until: datetime | None = None
    logged_in_at: datetime | None = None


class Known(Protocol):
    """A user that was found by a name or an identity."""

    @property
    def user_id(self) -> UUID: ...

    @property
    def account_id(self) -> UUID: ...


@dataclass(frozen=True)
class Login:
    """A program's login has a refresh token; a browser's, for which the cookie is enough, has none."""

    account_id: UUID
    user_id: UUID
    access_token: str
    session_token: str
    refresh_token: str | None


def register(session: Session, registration: Registration, address: str) -> User:
    """A new account with its owner. An address may try so often only: every account brings its own daily credits.

    Raises
    ------
    RegistrationClosed, TooManyRequests, ServiceUnavailable, AlreadyRegistered.
    """
    if settings().registration == "closed":
        raise RegistrationClosed
    count_registration(address)
    password = registration.password.get_secret_value()
    user = create_owner(session, registration.email, registration.username, password)
    addresses.post_link(session, user)
    return user


def count_registration(address: str) -> None:
    """Raises TooManyRequests."""
    _registrations.hit(address)


def create_owner(session: Session, email: str, username: str, password: str) -> User:
    """The same whatever the setting says: the owner of the machine may always make accounts.

    The address and the name are unique over all accounts; the index decides, so two at once cannot both win.
    """
    return add_owner(session, email, username, passwords.hash_password(password))


def add_owner(
    session: Session, email: str, username: str, password_hash: str | None, how: LogKind = LogKind.REGISTERED
) -> User:
    """Without a hash the owner has no password and comes in by an identity. Raises AlreadyRegistered."""
    account = Account(id=new_id())
    act_for(session, account.id)
    session.add(account)
    session.flush()
    user = User(
        account_id=account.id, role=Role.OWNER, email=email.strip(), username=username, password_hash=password_hash
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyRegistered from error
    security_log.record(session, how, Somebody(account.id, user.id))
    return user


def anybody_is_registered(session: Session) -> bool:
    """Whether there is any user, of whatever account."""
    return bool(session.scalar(text("SELECT any_user_exists()")))


def username_for(email: str) -> str:
    """A username from an e-mail's local part, with a random end so that it is free."""
    local = "".join(c for c in email.partition("@")[0] if c.isascii() and (c.isalnum() or c in "._-"))
    return f"{local[:40]}-{secrets.token_hex(3)}"


def log_in(identifier: str, password: str, address: str, device: str = "", *, refreshable: bool = False) -> Login:
    """Check name and password and open a session, to be shown under the name of that device.

    Attempts are counted before the work, per address, per name from an address and per name, so that parallel
    guesses count too; a success clears its own name. Who guesses from one address keeps nobody waiting elsewhere;
    guesses from many make a name wait, but not where it has logged in before. No transaction is open while the password
    is hashed.

    Raises
    ------
    TooManyRequests, ServiceUnavailable (too many log in at once), WrongCredentials (the same for an unknown name, a
    wrong password and a blocked user), EmailNotVerified (after the right password alone).
    """
    _by_address.hit(address)
    name = identifier.lower()
    _by_name.hit(name, address)
    _by_name_anywhere.hit(name, address)  # last: a try that is refused above must not make others wait
    with transaction() as session:
        found = login_of(session, identifier)
    fits = passwords.verify(password, found.password_hash if found else None)
    if not found or not fits or not found.is_active:
        note_failure(found, "blocked" if fits else "password")
        raise WrongCredentials
    _by_name.clear(name, address)
    _by_name_anywhere.trust(name, address)
    addresses.require_verified(found.account_id, found.user_id)
    password_hash = credentials.renewed(found.account_id, found.user_id, password, found.password_hash)
    place = place_of(address)
    return open_session(found.account_id, found.user_id, password_hash, device, place, refreshable=refreshable)


def note_failure(found: Known | None, reason: str) -> None:
    """In the security log. For an unknown name the same work, for an account that is not there: else the time would
    tell.
    """
    about: dict[str, UUID | str] = {"userId": found.user_id if found else new_id(), "reason": reason}
    account_id = found.account_id if found else new_id()
    security_log.record_failure(LogKind.SIGN_IN_FAILED, Somebody(account_id), about)


def login_of(session: Session, identifier: str) -> Row[Any] | None:
    """Who has this e-mail or username, over all accounts: user_id, account_id, password_hash, is_active."""
    return session.execute(text("SELECT * FROM find_login(:name)"), {"name": identifier}).one_or_none()


def open_session(
    account_id: UUID,
    user_id: UUID,
    password_hash: str | None = None,
    device: str = "",
    place: str = "",
    *,
    refreshable: bool = False,
    lasts: timedelta = tokens.SESSION_LIFETIME,
) -> Login:
    """Raises WrongCredentials when the user is blocked, or `password_hash`, if given, is the user's no more."""
    now = datetime.now(UTC)
    token = tokens.new_session_token()
    login = LoginSession(
        id=new_id(),
        account_id=account_id,
        user_id=user_id,
        token_hash=tokens.hashed(token),
        expires_at=now + lasts,
        device=device,
        place=place,
        lasts=lasts,
    )
    with transaction(account_id) as session:
        if not _locked_with(session, user_id, password_hash):
            raise WrongCredentials
        session.add(login)
        session.flush()
        refresh_token = refresh.first(session, login) if refreshable else None
        security_log.record(session, LogKind.SIGN_IN, Somebody(account_id, user_id), {"sessionId": login.id})
    return Login(account_id, user_id, tokens.issue_access_token(user_id, login.id, now), token, refresh_token)


def _locked_with(session: Session, user_id: UUID, password_hash: str | None) -> bool:
    """Whether the user may log in, still with this password if there is one; until the session is committed neither the
    password can change, nor anybody block the user or end sessions.
    """
    found = select(User.id).where(User.id == user_id, User.is_active)
    if password_hash:
        found = found.where(User.password_hash == password_hash)
    return session.scalar(found.with_for_update(read=True)) is not None


def log_out(session: Session, caller: Caller) -> None:
    """End the session: its cookie and its access tokens are refused from now on."""
    session.execute(delete(LoginSession).where(LoginSession.id == caller.session_id))
    security_log.record(session, LogKind.SIGN_OUT, caller)


def me(session: Session, caller: Caller) -> User:
    return session.get_one(User, caller.user_id)


def end_sessions(session: Session, user_id: UUID) -> None:
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))


def usernames(session: Session, user_ids: set[UUID]) -> dict[UUID, str]:
    """Names of users of the account, those who were removed too, for showing who did something."""
    name = func.coalesce(User.username, User.display_name)
    rows = session.execute(select(User.id, name.label("name")).where(User.id.in_(user_ids))).all()
    return {row.id: row.name for row in rows}


def joined_at(session: Session, account_id: UUID) -> datetime:
    return session.scalars(select(Account.joined_at).where(Account.id == account_id)).one()
