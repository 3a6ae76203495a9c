"""Proof that who is calling is the person, before what cannot be undone: a session alone may be a lost phone's."""

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.security_log import LogKind
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import passwords
from ocrwtf.users.models import LoginSession, User
from ocrwtf.users.problems import (
    LoginElsewhereTooOld,
    LoginTooOld,
    NotAllowed,
    NotForKeys,
    PasswordNeeded,
    WrongPassword,
)
from ocrwtf.users.service import Caller

FRESH = timedelta(minutes=10)
"""So long a login itself is proof, of who has no password."""

_guesses = Throttle(amount=10, per_seconds=300, name="proof of identity")
"""Per session: who guesses in a stolen one keeps the person waiting in none of the others. Tokens from elsewhere have
none and count together, for their user.
"""


def require(caller: Caller, password: SecretStr | None) -> str | None:
    """Let the call go on when the password fits, or, of a user who has none, when the login is at most `FRESH` old.

    Gives the hash that the password fitted. Call it before the transaction of the effect: a password is hashed here,
    and tries are counted before that.

    Raises
    ------
    PasswordNeeded, WrongPassword, LoginTooOld; LoginElsewhereTooOld of a token from elsewhere, also when it does not
    say how old its login is; NotForKeys; NotAllowed of a phone, whose pairing proves nobody; TooManyRequests;
    ServiceUnavailable (too many passwords are being hashed).
    """
    if caller.key_id:
        raise NotForKeys
    with transaction(caller.account_id) as session:
        user = session.get_one(User, caller.user_id)
        is_fresh = _logged_in_just_now(session, caller)
    if user.is_phone:
        raise NotAllowed
    if user.password_hash is not None:
        _check(caller, password, user.password_hash)
    elif not is_fresh:
        too_old = LoginTooOld if caller.session_id else LoginElsewhereTooOld
        raise too_old(minutes=FRESH // timedelta(minutes=1))
    return user.password_hash


def _check(caller: Caller, password: SecretStr | None, password_hash: str) -> None:
    if not password:
        raise PasswordNeeded
    guesser = str(caller.session_id or caller.user_id)
    _guesses.hit(guesser)
    if not passwords.verify(password.get_secret_value(), password_hash):
        security_log.record_failure(LogKind.PROOF_FAILED, caller)
        raise WrongPassword
    _guesses.clear(guesser)


def _logged_in_just_now(session: Session, caller: Caller) -> bool:
    if caller.session_id is None:  # the issuer's clock, as it is ours that says when the token ends
        return caller.logged_in_at is not None and datetime.now(UTC) - caller.logged_in_at < FRESH
    fresh = select(LoginSession.id).where(
        LoginSession.id == caller.session_id, LoginSession.created_at > func.now() - FRESH
    )
    return session.scalar(fresh) is not None
