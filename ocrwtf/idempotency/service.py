"""A key has one effect: begun in a short transaction of its own, finished in that of the effect, else given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ocrwtf.core.database import new_id, transaction
from ocrwtf.idempotency.models import IdempotentRequest
from ocrwtf.idempotency.problems import IdempotencyKeyReused, RequestInFlight

LOCK = timedelta(seconds=60)
"""After which a request that was never finished (its process was killed) may be taken over by the next try."""
KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Asked:
    """One request: whose key, where it was sent, and what it said. `caller_id` is a user's, or an API key's."""

    account_id: UUID
    user_id: UUID
    caller_id: UUID
    method: str
    route: str
    key_hash: bytes
    fingerprint: bytes


@dataclass(frozen=True)
class Reply:
    """What was answered; `body` is None where it is made anew each time."""

    status: int
    location: str | None
    body: bytes | None


@dataclass(frozen=True)
class Begun:
    """A request that is to be carried out now (no reply yet), or was before."""

    account_id: UUID
    request_id: UUID
    claim: UUID
    began_at: datetime
    reply: Reply | None = None


def begin(asked: Asked) -> Begun:
    """Claim the key, committed at once so that others see it; or find what was answered to it.

    Raises
    ------
    RequestInFlight, IdempotencyKeyReused.
    """
    with transaction(asked.account_id) as session:
        now = session.scalars(select(func.clock_timestamp())).one()
        if begun := _inserted(session, asked, now):
            return begun
        known = session.scalar(_at(asked).with_for_update())
        if not known:
            raise RequestInFlight  # given up between the two statements: the next try is the first again
        return _again(session, known, asked, now)


def _inserted(session: Session, asked: Asked, now: datetime) -> Begun | None:
    row = _fresh(asked, now)
    new = insert(IdempotentRequest).values(id=new_id(), **row)
    done = session.execute(new.on_conflict_do_nothing().returning(IdempotentRequest.id)).scalar_one_or_none()
    return Begun(asked.account_id, done, row["claim"], now) if done else None


def _fresh(asked: Asked, now: datetime) -> dict[str, Any]:
    """The columns of a request that begins."""
    return {**vars(asked), "claim": uuid4(), "created_at": now, "locked_until": now + LOCK}


def _at(asked: Asked) -> Select[IdempotentRequest]:
    row = IdempotentRequest
    own = select(row).where(row.account_id == asked.account_id, row.caller_id == asked.caller_id)
    return own.where(row.method == asked.method, row.route == asked.route, row.key_hash == asked.key_hash)


def _again(session: Session, known: IdempotentRequest, asked: Asked, now: datetime) -> Begun:
    is_free = known.status is None and known.locked_until <= now
    is_over = known.created_at + KEPT <= now and (is_free or known.status is not None)
    if not is_over:
        if known.fingerprint != asked.fingerprint:
            raise IdempotencyKeyReused
        if known.status is not None:
            reply = Reply(known.status, known.location, known.body)
            return Begun(known.account_id, known.id, known.claim, known.created_at, reply)
        if not is_free:
            raise RequestInFlight
    row = _fresh(asked, now)
    emptied: dict[str, Any] = {"status": None, "location": None, "body": None, "scan_ids": []}
    session.execute(update(IdempotentRequest).where(IdempotentRequest.id == known.id).values(**row, **emptied))
    return Begun(asked.account_id, known.id, row["claim"], now)


def finish(session: Session, begun: Begun, reply: Reply, scan_ids: Sequence[UUID]) -> None:
    """Keep the reply, in the transaction of the effect: both are there or neither.

    Raises
    ------
    RequestInFlight: another try took it over meanwhile; the effect must not be committed.
    """
    own = update(IdempotentRequest).where(
        IdempotentRequest.id == begun.request_id, IdempotentRequest.claim == begun.claim
    )
    done = own.values(**vars(reply), scan_ids=list(scan_ids)).returning(IdempotentRequest.id)
    if session.scalar(done) is None:
        raise RequestInFlight


def give_up(begun: Begun) -> None:
    """It had no effect: the next try is the first again. Of one that was finished or taken over nothing changes."""
    with transaction(begun.account_id) as session:
        own = delete(IdempotentRequest).where(
            IdempotentRequest.id == begun.request_id,
            IdempotentRequest.claim == begun.claim,
            IdempotentRequest.status.is_(None),
        )
        session.execute(own)
