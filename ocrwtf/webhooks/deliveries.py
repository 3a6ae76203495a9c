"""The log of what each webhook was told, and telling it again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from ocrwtf.core.database import new_id
from ocrwtf.core.problems import NotFound
from ocrwtf.events import service as events_service
from ocrwtf.events.models import Event, EventKind
from ocrwtf.webhooks.models import DeliveryStatus, WebhookDelivery, WebhookEndpoint
from ocrwtf.webhooks.problems import WebhookIsOff

AGAIN = {"status": DeliveryStatus.PENDING, "tries": 0, "next_attempt_at": func.now()}
"""As if it had just happened; what was tried before stays in the log."""


@dataclass(frozen=True)
class Told:
    delivery: WebhookDelivery
    event: Event


def listed(
    session: Session, webhook_id: UUID, limit: int, before: UUID | None, status: DeliveryStatus | None
) -> list[Told]:
    """Of one webhook, the newest first; `before` is the last one already seen."""
    wanted = _of(webhook_id).order_by(WebhookDelivery.id.desc()).limit(limit)
    if before:
        wanted = wanted.where(WebhookDelivery.id < before)
    if status:
        wanted = wanted.where(WebhookDelivery.status == status)
    return [Told(delivery, event) for delivery, event in session.execute(wanted)]


def get(session: Session, webhook_id: UUID, delivery_id: UUID) -> Told:
    """Raises NotFound."""
    row = session.execute(_of(webhook_id).where(WebhookDelivery.id == delivery_id)).one_or_none()
    if not row:
        raise NotFound
    delivery, event = row
    return Told(delivery, event)


def send_test(session: Session, webhook: WebhookEndpoint) -> Told:
    """Tell this webhook alone `webhook.test`, at once, whatever it is usually told.

    Raises
    ------
    WebhookIsOff.
    """
    _wake(webhook)
    event = events_service.record(session, webhook.account_id, EventKind.WEBHOOK_TEST, {"webhookId": str(webhook.id)})
    delivery = WebhookDelivery(id=new_id(), account_id=webhook.account_id, endpoint_id=webhook.id, event_id=event)
    session.add(delivery)
    session.flush()
    return get(session, webhook.id, delivery.id)


def replay(session: Session, webhook: WebhookEndpoint, delivery_id: UUID) -> Told:
    """Tell one thing again, taken or not; the receiver knows it by its id.

    Raises
    ------
    NotFound, WebhookIsOff.
    """
    _wake(webhook)
    mine = update(WebhookDelivery).where(WebhookDelivery.endpoint_id == webhook.id, WebhookDelivery.id == delivery_id)
    session.execute(mine.values(AGAIN))
    return get(session, webhook.id, delivery_id)


def replay_failed(session: Session, webhook: WebhookEndpoint, since: datetime) -> int:
    """Tell again all that was given up since then; how many that are. Raises WebhookIsOff."""
    _wake(webhook)
    given_up = update(WebhookDelivery).where(
        WebhookDelivery.endpoint_id == webhook.id,
        WebhookDelivery.status == DeliveryStatus.FAILED,
        WebhookDelivery.created_at >= since,
    )
    return len(session.scalars(given_up.values(AGAIN).returning(WebhookDelivery.id)).all())


def _wake(webhook: WebhookEndpoint) -> None:
    """Somebody waits for it: it rests no more."""
    if not webhook.is_active:
        raise WebhookIsOff
    webhook.paused_until = None


def _of(webhook_id: UUID) -> Select[WebhookDelivery, Event]:
    joined = select(WebhookDelivery, Event).join(Event, Event.id == WebhookDelivery.event_id)
    return joined.where(WebhookDelivery.endpoint_id == webhook_id).execution_options(populate_existing=True)
