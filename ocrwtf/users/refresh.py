"""Refresh tokens: each is good once, and an old one that comes back ends its login (RFC 9700 §4.14.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import act_for, transaction
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.users import tokens
from ocrwtf.users.models import LoginSession, RefreshToken
from ocrwtf.users.problems import RefreshRefused

log = structlog.get_logger()

GRACE = timedelta(seconds=10)
"""For parallel requests, and for a client that never got the answer."""
LIFETIME = timedelta(days=30)
"""From the login on, however often it was refreshed."""


@dataclass(frozen=True)
class Refreshed:
    access_token: str
    refresh_token: str


def first(session: Session, login: LoginSession) -> str:
    """The first token of a login, whose row is there already."""
    return _keep(session, login, tokens.new_refresh_token())


def refreshed(token: str) -> Refreshed:
    """New tokens for this one, which is used up by that.

    Who sends a used one within `GRACE`, while its successor is unused, gets the same successor again: fifty requests at
    once all go on. Later it is taken for stolen, and the login ends for whoever has its tokens.

    Raises
    ------
    RefreshRefused: not ours, used up, or its login has ended.
    """
    with transaction() as session:
        found = _found(session, token)
        login = _locked(session, found) if found else None
        new = _exchanged(session, login, token) if login else None
    if not new:
        raise RefreshRefused  # outside: the end of a login is to be committed
    return new


def _found(session: Session, token: str) -> Row[Any] | None:
    """Account and session of a token, used or not, of a login that lasts."""
    found = text("SELECT * FROM find_refresh_token(:hash)")
    return session.execute(found, {"hash": tokens.hashed(token)}).one_or_none()


def _locked(session: Session, found: Row[Any]) -> LoginSession | None:
    """One refresh of a login at a time."""
    act_for(session, found.account_id)
    return session.scalar(select(LoginSession).where(LoginSession.id == found.session_id).with_for_update())


def _exchanged(session: Session, login: LoginSession, token: str) -> Refreshed | None:
    """None, and the login is over, for a token that was used before."""
    now = session.scalars(select(func.clock_timestamp())).one()  # the database's clock, after the wait for the lock
    if now - login.created_at > LIFETIME:
        return None
    row = _row(session, login.id, token)
    if not row:
        return None
    successor = tokens.successor_of(token)
    if row.used_at is None:
        row.used_at = now
        _keep(session, login, successor)
    elif now - row.used_at > GRACE or not _is_unused(session, login.id, successor):
        log.warning("refresh_token.reused", session_id=str(login.id), user_id=str(login.user_id))
        session.execute(delete(LoginSession).where(LoginSession.id == login.id))
        about = {"userId": login.user_id, "sessionId": login.id}
        security_log.record(session, LogKind.REFRESH_REUSED, Somebody(login.account_id), about)
        return None
    return _refreshed(login, successor, now)


def _refreshed(login: LoginSession, successor: str, now: datetime) -> Refreshed:
    login.last_used_at, login.expires_at = now, now + login.lasts
    return Refreshed(tokens.issue_access_token(login.user_id, login.id, now), successor)


def _row(session: Session, session_id: UUID, token: str) -> RefreshToken | None:
    own = select(RefreshToken).where(RefreshToken.session_id == session_id)
    return session.scalar(own.where(RefreshToken.token_hash == tokens.hashed(token)))


def _is_unused(session: Session, session_id: UUID, token: str) -> bool:
    row = _row(session, session_id, token)
    return row is not None and row.used_at is None


def _keep(session: Session, login: LoginSession, token: str) -> str:
    row = RefreshToken(account_id=login.account_id, session_id=login.id, token_hash=tokens.hashed(token))
    session.add(row)
    session.flush()
    return token
