"""What an owner can do with webhooks: make, change, remove, give a new secret, see what was told, tell it again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ocrwtf.core import security_log
from ocrwtf.core.database import new_id
from ocrwtf.core.errors import Language
from ocrwtf.core.problems import NotFound
from ocrwtf.core.security_log import LogKind
from ocrwtf.events import service as events_service
from ocrwtf.events.models import EventKind
from ocrwtf.users.models import Account
from ocrwtf.users.service import Caller
from ocrwtf.webhooks import address, sending
from ocrwtf.webhooks.models import WebhookEndpoint
from ocrwtf.webhooks.problems import TooManyWebhooks
from ocrwtf.webhooks.schemas import WebhookBody, WebhookChanges

MOST: Final = 10
"""Of an account: each is called for everything that happens there."""
OLD_SECRET_FOR: Final = timedelta(hours=24)


def listed(session: Session) -> Sequence[WebhookEndpoint]:
    return session.scalars(select(WebhookEndpoint).order_by(WebhookEndpoint.id)).all()


def get(session: Session, webhook_id: UUID) -> WebhookEndpoint:
    """Of the session's account. Raises NotFound."""
    found = session.get(WebhookEndpoint, webhook_id)
    if not found:
        raise NotFound
    return found


def make(session: Session, caller: Caller, wanted: WebhookBody, language: Language) -> WebhookEndpoint:
    """It is told what happens from now on.

    Raises
    ------
    WebhookAddressRefused, TooManyWebhooks.
    """
    url = address.checked(wanted.url)
    # One at a time in this account: else two at once would both be the last that fits.
    session.execute(select(Account.id).where(Account.id == caller.account_id).with_for_update(key_share=True))
    if session.scalars(select(func.count()).select_from(WebhookEndpoint)).one() >= MOST:
        raise TooManyWebhooks(most=MOST)
    made = WebhookEndpoint(
        id=new_id(),
        account_id=caller.account_id,
        url=url,
        kinds=_stored(wanted.events),
        description=wanted.description,
        language=language,
        position=events_service.current(session, caller.account_id),
    )
    session.add(made)
    session.flush()
    session.refresh(made)
    _note(session, LogKind.WEBHOOK_MADE, caller, made)
    return made


def change(session: Session, caller: Caller, webhook_id: UUID, wanted: WebhookChanges) -> WebhookEndpoint:
    """Whatever it was failing with counts no more: it is tried at once.

    Raises
    ------
    NotFound, WebhookAddressRefused.
    """
    webhook = locked(session, webhook_id)
    if wanted.url is not None:
        webhook.url = address.checked(wanted.url)
    if "events" in wanted.model_fields_set:
        webhook.kinds = _stored(wanted.events)
    if wanted.description is not None:
        webhook.description = wanted.description
    if wanted.is_active is not None:
        _switch(session, webhook, on=wanted.is_active)
    webhook.failures, webhook.failing_since, webhook.paused_until = 0, None, None
    _note(session, LogKind.WEBHOOK_CHANGED, caller, webhook)
    return webhook


def _switch(session: Session, webhook: WebhookEndpoint, *, on: bool) -> None:
    if on and not webhook.is_active:
        webhook.position = events_service.current(session, webhook.account_id)
    webhook.is_active, webhook.why_stopped = on, None


def remove(session: Session, caller: Caller, webhook_id: UUID) -> None:
    """With the log of what it was told. Raises NotFound."""
    _note(session, LogKind.WEBHOOK_DELETED, caller, locked(session, webhook_id))
    session.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id))


def rotate(session: Session, caller: Caller, webhook_id: UUID, now: datetime, *, end_old: bool) -> WebhookEndpoint:
    """A new secret; the one before it signs too for a day, unless it is to end. Raises NotFound."""
    webhook = locked(session, webhook_id)
    webhook.secret_version += 1
    webhook.old_secret_until = None if end_old else now + OLD_SECRET_FOR
    _note(session, LogKind.WEBHOOK_SECRET_CHANGED, caller, webhook)
    return webhook


def locked(session: Session, webhook_id: UUID) -> WebhookEndpoint:
    """The same, to be changed by nobody else until the transaction ends. Raises NotFound."""
    if not (found := sending.locked(session, webhook_id)):
        raise NotFound
    return found


def _stored(events: list[EventKind] | None) -> list[str] | None:
    return [str(kind) for kind in events] if events is not None else None


def _note(session: Session, kind: LogKind, caller: Caller, webhook: WebhookEndpoint) -> None:
    host = urlsplit(webhook.url).netloc[:100]
    security_log.record(session, kind, caller, {"webhookId": webhook.id, "host": host})
