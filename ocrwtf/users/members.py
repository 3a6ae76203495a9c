"""Who belongs to an account, whether logged in now or not."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ocrwtf.core.problems import NotFound
from ocrwtf.users.models import Role, User


@dataclass(frozen=True)
class Member:
    """Somebody of an account, and what they may do there."""

    user_id: UUID
    account_id: UUID
    role: Role


def member(session: Session, user_id: UUID) -> Member:
    """Of the session's account, with today's role. Raises NotFound: no such user, or one who is blocked."""
    user = session.scalar(select(User).where(User.id == user_id, User.is_active))
    if not user:
        raise NotFound
    return Member(user.id, user.account_id, Role(user.role))
