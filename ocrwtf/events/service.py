"""Recording what happened, and looking at what happened since: for whom, in which order, from where on."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from ocrwtf.core.database import act_for, new_id
from ocrwtf.events.models import Event, EventCounter, EventKind
from ocrwtf.users import callers
from ocrwtf.users.models import Role
from ocrwtf.users.problems import NotAuthenticated
from ocrwtf.users.service import Caller

CHANNEL = "ocrwtf_events"
"""Of LISTEN and NOTIFY; the payload is the account's id. The trigger of migration 0005 has the same name in it."""
BATCH = 200
"""Events that one look gives at most."""
_NUMBER = re.compile(r"[0-9]{1,18}")

Data = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """What a caller is told: an event, or `hello` and `reset`, which say where the caller stands."""

    id: int
    event: str
    data: Data


@dataclass(frozen=True)
class Sight:
    """What one look found, from where on to look next time, and whether there was no more to see."""

    position: int
    messages: list[Message]
    is_all: bool


def record(session: Session, account_id: UUID, kind: EventKind, data: Data, user_id: UUID | None = None) -> UUID:
    """Something happened, if and when this transaction commits; nothing is locked for it before the commit. Its id.

    `user_id` is whose capture it is about: the only user among drivers who is told. `data` is sent as it is, but for
    an `error` of code and parameters, which is worded for each reader.
    """
    event_id = new_id()
    row = {"id": event_id, "account_id": account_id, "kind": kind, "user_id": user_id, "data": data}
    session.execute(insert(Event).values(row))
    return event_id


def record_many(session: Session, account_id: UUID, kind: EventKind, news: Sequence[tuple[Data, UUID | None]]) -> None:
    """The same of many things in this order, each with whose capture it is about.

    They are numbered at once, not at the end: half the work, but from here on whoever records something of the account
    waits for this transaction. So it comes last.
    """
    columns = {
        "ids": [new_id() for _ in news],
        "users": [user_id for _, user_id in news],
        "texts": [json.dumps(data) for data, _ in news],
    }
    session.execute(_MANY, {"account_id": account_id, "kind": kind, "many": len(news), **columns})
    session.execute(select(func.pg_notify(CHANNEL, str(account_id))))


_MANY = text("""
    WITH counted AS (
        INSERT INTO event_counters AS counter (account_id, sequence) VALUES (:account_id, :many)
        ON CONFLICT (account_id) DO UPDATE SET sequence = counter.sequence + :many
        RETURNING counter.sequence - :many AS before)
    INSERT INTO events (id, account_id, kind, user_id, data, sequence)
    SELECT one.id, :account_id, :kind, one.user_id, CAST(one.data AS jsonb), counted.before + one.place
    FROM counted, unnest(CAST(:ids AS uuid[]), CAST(:users AS uuid[]), CAST(:texts AS text[]))
        WITH ORDINALITY AS one (id, user_id, data, place)
""")


def record_once(session: Session, account_id: UUID, kind: EventKind, data: Data) -> None:
    """The same, in place of what this transaction has recorded of that kind before."""
    before = update(Event).where(Event.account_id == account_id, Event.kind == kind, Event.sequence.is_(None))
    if not session.scalar(before.values(data=data).returning(Event.id)):
        record(session, account_id, kind, data)


def start(session: Session, caller: Caller, last_event_id: str | None) -> tuple[int, list[Message]]:
    """From where on to look, and what to say first.

    Without a last id `hello`, and all that comes after now. After an id all that came after it, as long as we have it
    still; else `reset`: what the client knows may be out of date, and it has to load anew.
    """
    latest = current(session, caller.account_id)
    if not last_event_id:
        return latest, [_standing("hello", latest)]
    known = int(last_event_id) if _NUMBER.fullmatch(last_event_id) else None
    if known is None or known > latest or _kept(session, caller, known, latest) < latest - known:
        return latest, [_standing("reset", latest)]
    return known, []


def look(session: Session, caller: Caller, position: int) -> Sight:
    """What happened after that position, in order; one batch of it.

    For a session without an account: the caller is looked up anew, for the login may have ended or the role changed.

    Raises
    ------
    NotAuthenticated: the login has ended.
    """
    now = callers.still_calling(session, caller)
    if not now:
        raise NotAuthenticated
    act_for(session, now.account_id)
    latest = current(session, now.account_id)
    if latest <= position:
        return Sight(position, [], is_all=True)
    # Up to the number that was read before: a driver is not told of all, and must come forward all the same.
    found = select(Event).where(Event.account_id == now.account_id, Event.sequence > position)
    found = found.where(Event.sequence <= latest)
    if now.role == Role.DRIVER:
        found = found.where(Event.user_id == now.user_id)
    messages = [
        Message(row.sequence or 0, row.kind, row.data)
        for row in session.scalars(found.order_by(Event.sequence).limit(BATCH))
    ]
    is_all = len(messages) < BATCH
    return Sight(latest if is_all else messages[-1].id, messages, is_all=is_all)


def _standing(event: str, latest: int) -> Message:
    return Message(latest, event, {"sequence": latest})


def current(session: Session, account_id: UUID) -> int:
    """The number of the account's last event; all up to it are committed and seen by the next statement."""
    found = select(EventCounter.sequence).where(EventCounter.account_id == account_id)
    return session.scalar(found) or 0


def _kept(session: Session, caller: Caller, after: int, until: int) -> int:
    """How many events of those we have still; numbers have no gaps, so it tells whether one was deleted."""
    kept = select(func.count()).where(Event.account_id == caller.account_id)
    return session.scalar(kept.where(Event.sequence > after, Event.sequence <= until)) or 0
