"""The sessions of a user: where somebody is logged in under this name, and ending that."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.problems import NotFound
from ocrwtf.core.security_log import LogKind
from ocrwtf.users.models import LoginSession
from ocrwtf.users.service import Caller

MOST_SHOWN = 100
"""A program that logs in each time has thousands; a person looks at the latest."""


def listed(session: Session, caller: Caller) -> Sequence[LoginSession]:
    """The caller's own live sessions, the one used last first."""
    live = select(LoginSession).where(LoginSession.user_id == caller.user_id, LoginSession.expires_at > func.now())
    newest = live.order_by(LoginSession.last_used_at.desc(), LoginSession.id.desc())
    return session.scalars(newest.limit(MOST_SHOWN)).all()


def end(session: Session, caller: Caller, session_id: UUID) -> None:
    """End one of the caller's sessions; it may be the one that asks.

    Raises
    ------
    NotFound: there is none, or it is somebody else's, of the same account too.
    """
    own = delete(LoginSession).where(LoginSession.user_id == caller.user_id, LoginSession.id == session_id)
    if session.scalar(own.returning(LoginSession.id)) is None:
        raise NotFound
    security_log.record(session, LogKind.SESSION_ENDED, caller, {"sessionId": session_id})


def end_others(session: Session, caller: Caller) -> None:
    """End all of the caller's sessions but the one that asks."""
    others = delete(LoginSession).where(LoginSession.user_id == caller.user_id, LoginSession.id != caller.session_id)
    if ended := session.scalars(others.returning(LoginSession.id)).all():
        security_log.record(session, LogKind.SESSIONS_ENDED, caller, {"count": len(ended)})
