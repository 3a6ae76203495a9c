"""Who is calling, by what they sent: an access token of ours or of Supabase, the token of a cookie, or an API key."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update
from sqlalchemy.orm import Session

from ocrwtf.core.database import act_for, transaction
from ocrwtf.users import key_addresses, supabase, tokens
from ocrwtf.users.models import ApiKey, LoginSession, Role, Scope, User
from ocrwtf.users.place import place_of
from ocrwtf.users.problems import NotAuthenticated
from ocrwtf.users.service import Caller

USE_IS_NOTED_EVERY = timedelta(minutes=5)


def of_bearer(token: str, address: str = "") -> Caller:
    """Raises NotAuthenticated for what is neither an API key nor an access token; what `supabase.caller_of`
    raises.
    """
    if tokens.is_api_key(token):
        return _of_api_key(token)
    if supabase.is_from_there(token):
        return supabase.caller_of(token, address)
    return _of_session(None, tokens.session_of(token), address)


def of_session_token(token: str, address: str = "") -> Caller:
    """By a session's cookie, used from that address. Raises NotAuthenticated."""
    return _of_session(tokens.hashed(token), None, address)


def _of_session(token_hash: bytes | None, session_id: UUID | None, address: str) -> Caller:
    with transaction() as session:
        found = _session(session, token_hash, session_id)
        if not found:
            raise NotAuthenticated
        caller = _logged_in(found)
        _note_session(session, caller, found.last_used_at, place_of(address))
    return caller


def _of_api_key(key: str) -> Caller:
    with transaction() as session:
        found = _key(session, tokens.hashed(key), None)
        if not found:
            raise NotAuthenticated
        caller = _keyed(found)
        _note_key(session, caller, found.last_used_at)
        if not key_addresses.is_known(caller):
            key_addresses.note(session, caller)
    key_addresses.know(caller)
    return caller


def still_calling(session: Session, caller: Caller) -> Caller | None:
    """The caller with today's role while login or key last, else None. Who only listens does not prolong a login."""
    if caller.key_id:
        found = _key(session, None, caller.key_id)
        return _keyed(found) if found else None
    if caller.until:
        return _until(session, caller, caller.until)
    found = _session(session, None, caller.session_id)
    return _logged_in(found) if found else None


def _until(session: Session, caller: Caller, end: datetime) -> Caller | None:
    """Whose token from elsewhere is good still; it cannot be taken back, a user can."""
    act_for(session, caller.account_id)
    role = session.scalar(select(User.role).where(User.id == caller.user_id, User.is_active))
    return replace(caller, role=Role(role)) if role and datetime.now(UTC) < end else None


def _session(session: Session, token_hash: bytes | None, session_id: UUID | None) -> Row[Any] | None:
    """One that lasts, of a user who is not blocked."""
    found = text("SELECT * FROM find_session(:hash, :id)")
    return session.execute(found, {"hash": token_hash, "id": session_id}).one_or_none()


def _key(session: Session, key_hash: bytes | None, key_id: UUID | None) -> Row[Any] | None:
    """One that is not over, of a user who is not blocked."""
    found = text("SELECT * FROM find_api_key(:hash, :id)")
    return session.execute(found, {"hash": key_hash, "id": key_id}).one_or_none()


def _logged_in(found: Row[Any]) -> Caller:
    return Caller(found.user_id, found.account_id, Role(found.role), found.id)


def _keyed(found: Row[Any]) -> Caller:
    scopes = frozenset(map(Scope, found.scopes))
    return Caller(found.user_id, found.account_id, Role(found.role), None, found.id, scopes, found.limit_per_minute)


def _note_session(session: Session, caller: Caller, last_used_at: datetime, place: str) -> None:
    """A session in use lives on, for as long as it lasts from its last use; written at most every 5 minutes.

    Of the many requests of one page the first writes; the others find that it is done.
    """
    now = datetime.now(UTC)
    if now - last_used_at < USE_IS_NOTED_EVERY:
        return
    act_for(session, caller.account_id)
    unnoted = update(LoginSession).where(
        LoginSession.id == caller.session_id, LoginSession.last_used_at <= last_used_at
    )
    used = {"last_used_at": now, "expires_at": now + LoginSession.lasts} | ({"place": place} if place else {})
    session.execute(unnoted.values(used))


def _note_key(session: Session, caller: Caller, last_used_at: datetime | None) -> None:
    """The same of a key, whose end stays as it was said."""
    now = datetime.now(UTC)
    if last_used_at and now - last_used_at < USE_IS_NOTED_EVERY:
        return
    act_for(session, caller.account_id)
    unnoted = update(ApiKey).where(ApiKey.id == caller.key_id, ApiKey.last_used_at.is_not_distinct_from(last_used_at))
    session.execute(unnoted.values(last_used_at=now))
