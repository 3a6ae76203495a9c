"""Tables of conversions and of the files that were made."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ocrwtf.conversions.kind import DeckKind
from ocrwtf.core.database import Base, new_id


class ConversionStatus(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (ConversionStatus.PENDING, ConversionStatus.PROCESSING)


class Step(StrEnum):
    """What is done right now, in this order."""

    PREPARING = "preparing"
    CONVERTING = "converting"
    PICTURES = "pictures"


class Variant(StrEnum):
    """Files to download: slides, a page of notes for each, six slides on a page, and the deck made of an outline."""

    SLIDES = "slides"
    NOTES = "notes"
    HANDOUT = "handout"
    DECK = "deck"


PICTURE = "picture"
"""Beside the variants: the small picture of one page."""


class Conversion(Base):
    """One deck or outline on its way to PDF. It and all its files are gone at `expires_at`, to the second.

    `claim` is the fencing token of the worker that converts it. `fonts` are `[name, shown as, is as wide]`.
    """

    __tablename__ = "conversions"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')", name="known_status"),
        CheckConstraint("kind IN ('pptx', 'ppt', 'odp', 'outline')", name="known_kind"),
        Index("ix_conversions_account_id_id", "account_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), index=True)
    kind: Mapped[DeckKind] = mapped_column(String(10))
    filename: Mapped[str] = mapped_column(String(255))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    slide_count: Mapped[int]
    page_count: Mapped[int | None]
    status: Mapped[ConversionStatus] = mapped_column(String(10), default=ConversionStatus.PENDING)
    step: Mapped[Step | None] = mapped_column(String(10))
    pictures_made: Mapped[int] = mapped_column(default=0)
    claim: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float | None]
    fonts: Mapped[list[Any] | None] = mapped_column(JSONB)
    error_code: Mapped[str | None] = mapped_column(String(50))
    error_params: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    files: Mapped[list["ConversionFile"]] = relationship(passive_deletes=True, order_by="ConversionFile.number")


class ConversionFile(Base):
    """One file that was made: a variant (number 0), or the picture of page `number`."""

    __tablename__ = "conversion_files"

    conversion_id: Mapped[UUID] = mapped_column(ForeignKey("conversions.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
