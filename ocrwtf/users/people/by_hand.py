"""What the owner of the machine does to people, by the command line."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import act_for
from ocrwtf.core.security_log import LogKind, Somebody
from ocrwtf.users import credentials, passwords
from ocrwtf.users.models import User
from ocrwtf.users.people import service
from ocrwtf.users.service import login_of


def account_of(session: Session, identifier: str) -> UUID | None:
    """The account of a user by e-mail or username."""
    found = login_of(session, identifier)
    return found.account_id if found else None


def set_active(session: Session, identifier: str, *, active: bool) -> bool:
    """Let a user in again, or block the user, the last owner too; False when there is no such user."""
    found = login_of(session, identifier)
    if not found:
        return False
    act_for(session, found.account_id)
    service.lock_account(session, found.account_id)
    user = session.scalars(select(User).where(User.id == found.user_id)).one()
    service.set_active(session, user, active=active, by=Somebody(user.account_id))
    return True


def set_password(session: Session, identifier: str, password: str) -> bool:
    """Change a user's password and end all sessions and keys; False when there is no such user.

    A blocked user stays blocked.
    """
    found = login_of(session, identifier)
    if not found:
        return False
    password_hash = passwords.hash_password(password)
    act_for(session, found.account_id)
    credentials.replace(session, found.user_id, password_hash)
    security_log.record(session, LogKind.PASSWORD_CHANGED, Somebody(found.account_id), {"userId": found.user_id})
    return True
