"""Proof that who is calling is the person, before what cannot be undone: a session alone may be a lost phone's."""

from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import passwords
from ocrwtf.users.models import LoginSession, User
from ocrwtf.users.problems import LoginHereNeeded, LoginTooOld, NotAllowed, PasswordNeeded, WrongPassword
from ocrwtf.users.service import Caller

FRESH = timedelta(minutes=10)
"""So long a login itself is proof, of who has no password."""

_guesses = Throttle(amount=10, per_seconds=300, name="proof of identity")
"""Per session: who guesses in a stolen one keeps the person waiting in none of the others."""


def require(caller: Caller, password: SecretStr | None) -> str | None:
    """Let the call go on when the password fits, or, of a user who has none, when the login is at most `FRESH` old.

    Gives the hash that the password fitted. Call it before the transaction of the effect: a password is hashed here,
    and tries are counted before that.

    Raises
    ------
    PasswordNeeded, WrongPassword, LoginTooOld; LoginHereNeeded of who has no session; NotAllowed of a phone, whose
    pairing proves nobody; TooManyRequests; ServiceUnavailable (too many passwords are being hashed).
    """
    if caller.session_id is None:
        raise LoginHereNeeded
    with transaction(caller.account_id) as session:
        user = session.get_one(User, caller.user_id)
        is_fresh = _logged_in_just_now(session, caller)
    if user.is_phone:
        raise NotAllowed
    if user.password_hash is not None:
        _check(caller, password, user.password_hash)
    elif not is_fresh:
        raise LoginTooOld(minutes=FRESH // timedelta(minutes=1))
    return user.password_hash


def _check(caller: Caller, password: SecretStr | None, password_hash: str) -> None:
    if not password:
        raise PasswordNeeded
    _guesses.hit(str(caller.session_id))
    if not passwords.verify(password.get_secret_value(), password_hash):
        raise WrongPassword
    _guesses.clear(str(caller.session_id))


def _logged_in_just_now(session: Session, caller: Caller) -> bool:
    fresh = select(LoginSession.id).where(
        LoginSession.id == caller.session_id, LoginSession.created_at > func.now() - FRESH
    )
    return session.scalar(fresh) is not None
