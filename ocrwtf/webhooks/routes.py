"""HTTP for webhooks; the owner's alone. Their secrets are in two answers and nowhere else."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from ocrwtf.core.http.language import LanguageDep
from ocrwtf.idempotency.once import OnceDep
from ocrwtf.users.auth import OwnerDep, SessionDep
from ocrwtf.webhooks import deliveries, message, sending, service, signing
from ocrwtf.webhooks.deliveries import Told
from ocrwtf.webhooks.models import TOLD, DeliveryStatus, WebhookEndpoint
from ocrwtf.webhooks.schemas import (
    AttemptAnswer,
    DeliveryAnswer,
    DeliveryList,
    NewWebhookAnswer,
    ReplayAnswer,
    ReplayBody,
    RotateBody,
    WebhookAnswer,
    WebhookBody,
    WebhookChanges,
    WebhookList,
)

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"])


@router.get("")
def list_webhooks(session: SessionDep, _caller: OwnerDep) -> WebhookList:
    return WebhookList(items=[WebhookAnswer.of(row) for row in service.listed(session)], available=list(TOLD))


@router.post("", status_code=status.HTTP_201_CREATED)
def create_webhook(
    session: SessionDep, caller: OwnerDep, language: LanguageDep, body: WebhookBody, response: Response
) -> NewWebhookAnswer:
    """Tells that address what happens in the account from now on. The answer has the secret, which is not shown again;
    errors in what is sent are worded in the language of this request.
    """
    made = service.make(session, caller, body, language)
    response.headers["Location"] = f"/api/webhooks/{made.id}"
    return _with_secret(made)


@router.get("/{webhook_id}")
def get_webhook(session: SessionDep, _caller: OwnerDep, webhook_id: UUID) -> WebhookAnswer:
    return WebhookAnswer.of(service.get(session, webhook_id))


@router.patch("/{webhook_id}")
def change_webhook(session: SessionDep, caller: OwnerDep, webhook_id: UUID, body: WebhookChanges) -> WebhookAnswer:
    return WebhookAnswer.of(service.change(session, caller, webhook_id, body))


@router.delete("/{webhook_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_webhook(session: SessionDep, caller: OwnerDep, webhook_id: UUID) -> None:
    """With its log; it is told nothing from now on."""
    service.remove(session, caller, webhook_id)


@router.post("/{webhook_id}/secret")
def change_webhook_secret(
    session: SessionDep, caller: OwnerDep, webhook_id: UUID, body: RotateBody
) -> NewWebhookAnswer:
    """A new secret. What is sent is signed with both for 24 hours, unless the old one is to end at once."""
    return _with_secret(service.rotate(session, caller, webhook_id, datetime.now(UTC), end_old=body.end_old_now))


def _with_secret(webhook: WebhookEndpoint) -> NewWebhookAnswer:
    secret = signing.secret_of(webhook.id, webhook.secret_version)
    return NewWebhookAnswer(webhook=WebhookAnswer.of(webhook), secret=secret)


@router.post("/{webhook_id}/test", status_code=status.HTTP_202_ACCEPTED, response_model=DeliveryAnswer)
def send_test_to_webhook(_caller: OwnerDep, webhook_id: UUID, once: OnceDep) -> Response:
    """Sends it `webhook.test`; what came of that stands in its deliveries within seconds."""
    with once.transaction() as session:
        webhook = service.locked(session, webhook_id)
        answer = _told(webhook, deliveries.send_test(session, webhook))
        return once.answered(session, answer, 202, location=_path(answer))


@router.get("/{webhook_id}/deliveries")
def list_deliveries(
    session: SessionDep,
    _caller: OwnerDep,
    webhook_id: UUID,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: UUID | None = None,
    state: Annotated[DeliveryStatus | None, Query(alias="status")] = None,
) -> DeliveryList:
    """What it was told in the last seven days and is to be told, the newest first."""
    webhook = service.get(session, webhook_id)
    found = deliveries.listed(session, webhook_id, limit + 1, cursor, state)
    more = found[limit - 1].delivery.id if len(found) > limit else None
    return DeliveryList(items=[_told(webhook, told) for told in found[:limit]], next_cursor=more)


@router.get("/{webhook_id}/deliveries/{delivery_id}")
def get_delivery(
    session: SessionDep,
    _caller: OwnerDep,
    webhook_id: UUID,
    delivery_id: UUID,
) -> DeliveryAnswer:
    return _told(service.get(session, webhook_id), deliveries.get(session, webhook_id, delivery_id))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=DeliveryAnswer,
)
def replay_delivery(_caller: OwnerDep, webhook_id: UUID, delivery_id: UUID, once: OnceDep) -> Response:
    """Sends it again, taken or not, with the same `webhook-id`."""
    with once.transaction() as session:
        webhook = service.locked(session, webhook_id)
        answer = _told(webhook, deliveries.replay(session, webhook, delivery_id))
        return once.answered(session, answer, 202, location=_path(answer))


@router.post("/{webhook_id}/replay", status_code=status.HTTP_202_ACCEPTED, response_model=ReplayAnswer)
def replay_failed_deliveries(_caller: OwnerDep, webhook_id: UUID, body: ReplayBody, once: OnceDep) -> Response:
    """Sends again all that was given up since then, such as while a server was away."""
    with once.transaction() as session:
        webhook = service.locked(session, webhook_id)
        count = deliveries.replay_failed(session, webhook, body.since)
        return once.answered(session, ReplayAnswer(count=count), 202)


def _told(webhook: WebhookEndpoint, told: Told) -> DeliveryAnswer:
    delivery = told.delivery
    return DeliveryAnswer(
        id=delivery.id,
        message_id=sending.message_id(delivery.id),
        webhook_id=webhook.id,
        event=told.event.kind,
        status=delivery.status,
        attempts=[AttemptAnswer.model_validate(attempt) for attempt in delivery.attempts],
        next_attempt_at=delivery.next_attempt_at,
        created_at=delivery.created_at,
        payload=message.payload(told.event, webhook.language),
    )


def _path(answer: DeliveryAnswer) -> str:
    return f"/api/webhooks/{answer.webhook_id}/deliveries/{answer.id}"
