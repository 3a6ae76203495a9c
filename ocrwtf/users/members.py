"""Who belongs to an account, whether logged in now or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ocrwtf.core.problems import NotFound
from ocrwtf.users.models import ApiKey, Role, User


@dataclass(frozen=True)
class Member:
    """Somebody of an account, and what they may do there."""

    user_id: UUID
    account_id: UUID
    role: Role


def member(session: Session, user_id: UUID, key_id: UUID | None = None) -> Member:
    """Of the session's account, with today's role.

    Raises
    ------
    NotFound: no such user, or one who is blocked; or the API key that acted for the user is revoked or over.
    """
    user = session.scalar(select(User).where(User.id == user_id, User.is_active))
    if not user or (key_id and not _lasts(session, key_id)):
        raise NotFound
    return Member(user.id, user.account_id, Role(user.role))


def owners_with_address(session: Session) -> Sequence[UUID]:
    """Whom letters about the session's account go to."""
    owners = select(User.id).where(User.role == Role.OWNER, User.is_active, User.email.is_not(None))
    return session.scalars(owners).all()


def _lasts(session: Session, key_id: UUID) -> bool:
    not_over = or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.now())
    return session.scalar(select(ApiKey.id).where(ApiKey.id == key_id, not_over)) is not None
