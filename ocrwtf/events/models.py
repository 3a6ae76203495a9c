"""Tables of events and of each account's last number."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id


class EventKind(StrEnum):
    """What can happen; `scan.changed` is all that is not said by the kinds before it."""

    SCAN_CREATED = "scan.created"
    SCAN_PROGRESS = "scan.progress"
    SCAN_COMPLETED = "scan.completed"
    SCAN_FAILED = "scan.failed"
    SCAN_CANCELLED = "scan.cancelled"
    SCAN_CHANGED = "scan.changed"
    SCAN_DELETED = "scan.deleted"
    CONVERSION_CREATED = "conversion.created"
    CONVERSION_PROGRESS = "conversion.progress"
    CONVERSION_COMPLETED = "conversion.completed"
    CONVERSION_FAILED = "conversion.failed"
    CONVERSION_CANCELLED = "conversion.cancelled"
    CONVERSION_DELETED = "conversion.deleted"
    CREDITS_CHANGED = "credits.changed"
    ARCHIVE_CHANGED = "archive.changed"
    CLEANUP_SOON = "cleanup.soon"
    WEBHOOK_TEST = "webhook.test"


class Event(Base):
    """One thing that happened. `user_id` is whose capture it is about; None: not about one capture.

    `sequence` is given by the database when the transaction commits, 1, 2, 3 … for each account, and so in the order
    of the commits; until then, that is for nobody but the transaction itself, it is None.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("account_id", "sequence"),
        Index("ix_events_unnumbered", "account_id", postgresql_where=text("sequence IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[EventKind] = mapped_column(String(40))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


class EventCounter(Base):
    """The number of an account's last event. Written by the trigger `number_event` alone."""

    __tablename__ = "event_counters"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
