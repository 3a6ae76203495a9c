"""Proof that who is calling is the person, before what cannot be undone: a session alone may be a lost phone's."""

from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Problem, Wording
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import passwords
from ocrwtf.users.models import LoginSession, User
from ocrwtf.users.problems import NotForKeys
from ocrwtf.users.service import Caller

FRESH = timedelta(minutes=10)
"""So long a login itself is proof, of who has no password."""

_guesses = Throttle(amount=10, per_seconds=300)
"""Per session: who guesses in a stolen one keeps the person waiting in none of the others."""


class PasswordNeeded(Problem):
    status = 403
    title = Wording("Kata sandi diperlukan", "The password is needed")
    detail = Wording(
        "Langkah ini perlu bukti bahwa ini memang Anda. Kirim kata sandi Anda sekali lagi.",
        "This step needs proof that it is you. Send your password once more.",
    )


class WrongPassword(Problem):
    """403, not 401: the session is good, and a browser that is told otherwise would log out."""

    status = 403
    title = Wording("Kata sandi salah", "Wrong password")
    detail = Wording(
        "Kata sandi ini bukan kata sandi Anda, jadi tidak ada yang diubah. Periksa, lalu coba lagi.",
        "This is not your password, so nothing was changed. Check it and try again.",
    )


class LoginTooOld(Problem):
    status = 403
    title = Wording("Perlu masuk ulang", "A fresh login is needed")
    detail = Wording(
        "Langkah ini perlu bukti bahwa ini memang Anda. Keluar, masuk lagi, lalu ulangi dalam {minutes} menit.",
        "This step needs proof that it is you. Log out, log in again and repeat it within {minutes} minutes.",
    )


def require(caller: Caller, password: SecretStr | None) -> None:
    """Let the call go on when the password fits, or, of a user who has none, when the login is at most `FRESH` old.

    Call it before the transaction of the effect: a password is hashed here, and tries are counted before that.

    Raises
    ------
    PasswordNeeded, WrongPassword, LoginTooOld; NotForKeys of an API key; TooManyRequests; ServiceUnavailable (too many
    passwords are being hashed).
    """
    if caller.session_id is None:
        raise NotForKeys
    with transaction(caller.account_id) as session:
        password_hash = session.scalar(select(User.password_hash).where(User.id == caller.user_id))
        is_fresh = password_hash is None and _logged_in_just_now(session, caller)
    if password_hash is not None:
        _check(caller, password, password_hash)
    elif not is_fresh:
        raise LoginTooOld(minutes=FRESH // timedelta(minutes=1))


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
