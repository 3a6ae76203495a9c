"""Tables of webhooks and of what each was told."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id
from ocrwtf.core.errors import Language
from ocrwtf.events.models import EventKind

_ONLY_LIVE: Final = {EventKind.SCAN_PROGRESS, EventKind.CONVERSION_PROGRESS, EventKind.WEBHOOK_TEST}
TOLD: Final = tuple(kind for kind in EventKind if kind not in _ONLY_LIVE)
"""What a webhook can be told; progress is for who looks at a screen."""
MAX_URL: Final = 500
MAX_DESCRIPTION: Final = 100


class WhyStopped(StrEnum):
    """`gone`: the server answered 410; `failing`: it has not taken anything for days."""

    GONE = "gone"
    FAILING = "failing"


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookEndpoint(Base):
    """Where to send what happens. `kinds` None: all of `TOLD`. `language` is that of errors in what is sent.

    `position` is the last event that was looked at for it. `failures` counts those in a row; after some the endpoint
    rests until `paused_until`. The secret follows from `id` and `secret_version`; the one before it signs too until
    `old_secret_until`.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(MAX_URL))
    kinds: Mapped[list[str] | None] = mapped_column(ARRAY(String(40)))
    description: Mapped[str] = mapped_column(String(MAX_DESCRIPTION))
    language: Mapped[Language] = mapped_column(String(2))
    secret_version: Mapped[int] = mapped_column(default=1)
    old_secret_until: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    why_stopped: Mapped[WhyStopped | None] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WebhookDelivery(Base):
    """One event for one endpoint; goes with either. `attempts` lists each try: `at`, `status`, `why`, `seconds`.

    `tries` counts those since it was last asked for: a replay begins anew.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "event_id"),
        Index("ix_webhook_deliveries_endpoint_id_id", "endpoint_id", "id"),
        Index(
            "ix_webhook_deliveries_waiting",
            "endpoint_id",
            "next_attempt_at",
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    status: Mapped[DeliveryStatus] = mapped_column(String(10), default=DeliveryStatus.PENDING)
    tries: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    next_attempt_at: Mapped[datetime | None] = mapped_column(server_default=func.now())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
