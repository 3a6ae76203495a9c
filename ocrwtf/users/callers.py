"""Who is calling, by what they sent: an access token or the token of a session cookie."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from ocrwtf.core.database import act_for, transaction
from ocrwtf.users import tokens
from ocrwtf.users.models import LoginSession, Role
from ocrwtf.users.problems import NotAuthenticated
from ocrwtf.users.service import Caller

USE_IS_NOTED_EVERY = timedelta(minutes=5)


def of_access_token(token: str) -> Caller:
    """Raises NotAuthenticated for a token that is not ours or expired, and when its session has ended."""
    return _caller(None, tokens.session_of(token))


def of_session_token(token: str) -> Caller:
    return _caller(tokens.hashed(token), None)


def _caller(token_hash: bytes | None, session_id: UUID | None) -> Caller:
    with transaction() as session:
        found = session.execute(
            text("SELECT * FROM find_session(:hash, :id)"), {"hash": token_hash, "id": session_id}
        ).one_or_none()
        if not found:
            raise NotAuthenticated
        caller = Caller(found.user_id, found.account_id, Role(found.role), found.id)
        _note_use(session, caller, found.last_used_at)
    return caller


def still_calling(session: Session, caller: Caller) -> Caller | None:
    """The caller with today's role while the login lasts, else None. Who only listens does not prolong it."""
    found = session.execute(text("SELECT * FROM find_session(NULL, :id)"), {"id": caller.session_id}).one_or_none()
    return Caller(found.user_id, found.account_id, Role(found.role), found.id) if found else None


def _note_use(session: Session, caller: Caller, last_used_at: datetime) -> None:
    """A session in use lives on: 30 days from its last use, written at most every 5 minutes.

    Of the many requests of one page the first writes; the others find that it is done.
    """
    now = datetime.now(UTC)
    if now - last_used_at < USE_IS_NOTED_EVERY:
        return
    act_for(session, caller.account_id)
    unnoted = update(LoginSession).where(
        LoginSession.id == caller.session_id, LoginSession.last_used_at <= last_used_at
    )
    session.execute(unnoted.values(last_used_at=now, expires_at=now + tokens.SESSION_LIFETIME))
