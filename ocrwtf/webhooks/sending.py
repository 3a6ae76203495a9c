"""What there is to send to one endpoint, and what became of it: each a short transaction of its own, before and after.

Whoever is killed in between has sent something that was not written down; it is sent again, with the same id.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ocrwtf.core.database import new_id
from ocrwtf.core.strangers import Reply, Trouble
from ocrwtf.events import service as events_service
from ocrwtf.events.models import Event
from ocrwtf.webhooks import address, message, pace, signing
from ocrwtf.webhooks.models import TOLD, DeliveryStatus, WebhookDelivery, WebhookEndpoint, WhyStopped

BATCH = 1000
GONE = 410


@dataclass(frozen=True)
class Call:
    """All that is needed to make it, outside a transaction."""

    delivery_id: UUID
    url: str
    body: bytes
    headers: dict[str, str]
    may_be_within: bool


@dataclass(frozen=True)
class Outcome:
    """What was answered, or `why` nothing was. `chance` in [0, 1) spreads what is tried again."""

    at: datetime
    seconds: float
    reply: Reply | None
    why: Trouble | None
    chance: float

    @property
    def status(self) -> int | None:
        return self.reply.status if self.reply else None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def message_id(delivery_id: UUID) -> str:
    return f"msg_{delivery_id}"


def note_what_happened(session: Session, endpoint_id: UUID) -> bool:
    """Write down what the endpoint is to be told of what happened since it was last looked at; one batch of it.

    Whether there is more. Two at once do it once: the row is locked, and the position moves with it.
    """
    endpoint = locked(session, endpoint_id)
    if not endpoint or not endpoint.is_active:
        return False
    latest = events_service.current(session, endpoint.account_id)
    reached = min(latest, endpoint.position + BATCH)
    kinds = endpoint.kinds if endpoint.kinds is not None else list(TOLD)
    since = (Event.sequence > endpoint.position, Event.sequence <= reached)
    wanted = select(Event.id).where(*since, Event.kind.in_(kinds)).order_by(Event.sequence)
    rows = [
        {"id": new_id(), "account_id": endpoint.account_id, "endpoint_id": endpoint_id, "event_id": event_id}
        for event_id in session.scalars(wanted)
    ]
    if rows:
        session.execute(insert(WebhookDelivery).on_conflict_do_nothing(), rows)
    endpoint.position = reached
    return reached < latest


def next_call(session: Session, endpoint_id: UUID, now: datetime) -> Call | None:
    """What is due first, in the order in which it happened; None when nothing is, or the endpoint rests or is off."""
    rested = or_(WebhookEndpoint.paused_until.is_(None), WebhookEndpoint.paused_until <= now)
    due = (WebhookDelivery.status == DeliveryStatus.PENDING, WebhookDelivery.next_attempt_at <= now)
    wanted = (
        select(WebhookEndpoint, WebhookDelivery.id, Event)
        .join(WebhookDelivery, WebhookDelivery.endpoint_id == WebhookEndpoint.id)
        .join(Event, Event.id == WebhookDelivery.event_id)
        .where(WebhookEndpoint.id == endpoint_id, WebhookEndpoint.is_active, rested, *due)
        .order_by(Event.sequence)
        .limit(1)
    )
    row = session.execute(wanted).one_or_none()
    if not row:
        return None
    endpoint, delivery_id, event = row
    body = message.body(event, endpoint.language)
    headers = signing.headers(endpoint, message_id(delivery_id), body, now)
    return Call(delivery_id, endpoint.url, body, headers, address.may_be_within(endpoint.url))


def record(session: Session, endpoint_id: UUID, delivery_id: UUID, outcome: Outcome) -> WhyStopped | None:
    """What came of a call; why the endpoint is switched off from now on, if it is.

    Who deleted or changed anything meanwhile is right: a delivery that is gone is not brought back.
    """
    endpoint = locked(session, endpoint_id)
    delivery = session.get(WebhookDelivery, delivery_id, with_for_update=True)
    if not endpoint or not delivery:
        return None
    delivery.attempts = [*delivery.attempts, _attempt(outcome)]
    if outcome.is_taken:
        delivery.status, delivery.next_attempt_at = DeliveryStatus.DELIVERED, None
        endpoint.failures, endpoint.failing_since, endpoint.paused_until = 0, None, None
        endpoint.delivered_at = outcome.at
        return None
    _put_off(delivery, outcome)
    return _failed(endpoint, outcome)


def _attempt(outcome: Outcome) -> dict[str, object]:
    at = outcome.at.isoformat().replace("+00:00", "Z")
    return {"at": at, "status": outcome.status, "why": outcome.why, "seconds": round(outcome.seconds, 3)}


def _put_off(delivery: WebhookDelivery, outcome: Outcome) -> None:
    delivery.tries += 1
    asked = outcome.reply.retry_after if outcome.reply else None
    again = pace.next_attempt(delivery.tries, outcome.at, outcome.chance, asked)
    delivery.next_attempt_at = again
    if not again:
        delivery.status = DeliveryStatus.FAILED


def _failed(endpoint: WebhookEndpoint, outcome: Outcome) -> WhyStopped | None:
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or outcome.at
    endpoint.paused_until = pace.rests_until(endpoint.failures, outcome.at)
    if not endpoint.is_active:
        return None
    if outcome.status == GONE:
        endpoint.why_stopped = WhyStopped.GONE
    elif outcome.at - endpoint.failing_since >= pace.FAILING_FOR:
        endpoint.why_stopped = WhyStopped.FAILING
    endpoint.is_active = endpoint.why_stopped is None
    return endpoint.why_stopped


def locked(session: Session, endpoint_id: UUID) -> WebhookEndpoint | None:
    """Of the session's account, to be changed by nobody else until the transaction ends; None when it is gone."""
    return session.scalar(select(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id).with_for_update())
