"""API keys: an owner makes, sees and revokes those of the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import new_id
from ocrwtf.core.problems import NotFound
from ocrwtf.core.security_log import LogKind
from ocrwtf.users import tokens
from ocrwtf.users.key_shapes import NewKey
from ocrwtf.users.models import Account, ApiKey
from ocrwtf.users.problems import TooManyKeys
from ocrwtf.users.service import Caller

MOST_KEYS = 50
"""Of an account, expired ones among them: enough for a key a program, and a list that a person can look through."""


@dataclass(frozen=True)
class Made:
    """A new key: `plain` is shown this once and kept nowhere."""

    row: ApiKey
    plain: str


def listed(session: Session) -> Sequence[ApiKey]:
    """All of the account, the newest first."""
    return session.scalars(select(ApiKey).order_by(ApiKey.id.desc())).all()


def make(session: Session, caller: Caller, wanted: NewKey) -> Made:
    """A key that acts for the caller, within these scopes.

    Raises
    ------
    TooManyKeys.
    """
    # One at a time in this account: else two at once would both be the last that fits.
    session.execute(select(Account.id).where(Account.id == caller.account_id).with_for_update())
    if session.scalars(select(func.count()).select_from(ApiKey)).one() >= MOST_KEYS:
        raise TooManyKeys(most=MOST_KEYS)
    plain = tokens.new_api_key()
    row = ApiKey(
        id=new_id(),
        account_id=caller.account_id,
        user_id=caller.user_id,
        name=wanted.name,
        key_hash=tokens.hashed(plain),
        ending=plain[-4:],
        scopes=[scope.value for scope in wanted.scopes],
        limit_per_minute=wanted.limit_per_minute,
        expires_at=wanted.expires_at,
    )
    session.add(row)
    session.flush()
    session.refresh(row)
    security_log.record(session, LogKind.KEY_MADE, caller, {"keyId": row.id, "ending": row.ending})
    return Made(row, plain)


def revoke(session: Session, caller: Caller, key_id: UUID) -> None:
    """End a key of the account at once. Raises NotFound."""
    ending = session.scalar(delete(ApiKey).where(ApiKey.id == key_id).returning(ApiKey.ending))
    if ending is None:
        raise NotFound
    security_log.record(session, LogKind.KEY_REVOKED, caller, {"keyId": key_id, "ending": ending})
