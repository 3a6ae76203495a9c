"""What an owner can ask at the end: delete the account, and see how far that is and what the receipt says."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog
from pydantic import SecretStr
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from ocrwtf.core.admission import Places
from ocrwtf.core.database import AWAY, new_id, transaction
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.events import service as events_service
from ocrwtf.retention import leaving
from ocrwtf.retention.models import Deletion, DeletionKind
from ocrwtf.retention.problems import NotConfirmed, ReceiptOver
from ocrwtf.users import proof_of_identity, tokens
from ocrwtf.users.models import Account, ApiKey, LoginSession, User
from ocrwtf.users.service import Caller

log = structlog.get_logger()

ANSWER_WITHIN_SECONDS = 20.0
"""So long the answer waits for the end of a deletion; then it goes on without it."""
_deleting = Places("deleting accounts", 2)


@dataclass(frozen=True)
class Left:
    """`token` opens the receipt, which is None as long as the deletion goes on."""

    token: str
    receipt: str | None


def delete_account(caller: Caller, username: str, password: SecretStr | None) -> Left:
    """The point of no return is one transaction: from its commit on nobody of the account is let in and nothing is
    added to it. What is there goes batch by batch; whoever is killed meanwhile, the worker goes on with it.

    Raises
    ------
    Problem: what `proof_of_identity.require` raises; NotConfirmed.
    """
    proof_of_identity.require(caller, password)
    token, deletion_id = tokens.new_session_token(), new_id()
    with transaction(caller.account_id) as session:
        _close(session, caller, username)
        session.add(
            Deletion(
                id=deletion_id,
                account_id=caller.account_id,
                kind=DeletionKind.ACCOUNT,
                due_at=datetime.now(UTC),
                token_hash=tokens.hashed(token),
            )
        )
    log.info("account.leaving", account_id=str(caller.account_id))
    return Left(token, _at_once(caller.account_id, deletion_id))


def _close(session: Session, caller: Caller, username: str) -> None:
    """Nobody gets in any more, streams end, and nothing is added.

    People first, then the account: whoever logs in holds the user's row and asks for the account's. FOR UPDATE on the
    account waits for all that have added something and are not committed yet.
    """
    people = session.scalars(select(User).order_by(User.id).with_for_update()).all()
    if not any(one.id == caller.user_id and one.username == username for one in people):
        raise NotConfirmed
    for logins in (LoginSession, ApiKey):  # refresh tokens go with their sessions
        session.execute(delete(logins).where(logins.account_id == caller.account_id))
    session.execute(update(User).where(User.account_id == caller.account_id).values(is_active=False))
    session.scalars(select(Account.id).where(Account.id == caller.account_id).with_for_update()).one()
    session.execute(update(Account).where(Account.id == caller.account_id).values(left_at=func.now()))
    notify = text("SELECT pg_notify(:channel, :account_id)")
    session.execute(notify, {"channel": events_service.CHANNEL, "account_id": str(caller.account_id)})


def _at_once(account_id: UUID, deletion_id: UUID) -> str | None:
    """The receipt, if it takes no longer than an answer may; else the schedule goes on, from where this stopped."""
    try:
        with _deleting.taken():
            return leaving.finish(account_id, deletion_id, ANSWER_WITHIN_SECONDS)
    except (ServiceUnavailable, *AWAY) as error:
        log.warning("account.leaving_later", account_id=str(account_id), error=type(error).__name__)
        return None


def receipt(token: str) -> str | None:
    """The receipt of a deletion; None while it goes on.

    Raises
    ------
    ReceiptOver: no such token, or the receipt is forgotten.
    """
    with transaction() as session:
        found = session.execute(
            text("SELECT * FROM find_deletion(:hash)"), {"hash": tokens.hashed(token)}
        ).one_or_none()
    if not found:
        raise ReceiptOver
    with transaction(found.account_id) as session:
        deletion = session.get_one(Deletion, found.deletion_id)
    if deletion.finished_at and not deletion.receipt:
        raise ReceiptOver
    return deletion.receipt
