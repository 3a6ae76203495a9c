"""The ledger's table."""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id


class Reason(StrEnum):
    """Why credits moved."""

    SCAN = "scan"
    CONVERSION = "conversion"
    REFUND = "refund"
    REFILL = "refill"
    GRANT = "grant"


ACTIVITIES = sql("credit_entries.reason NOT IN ('refund', 'refill', 'grant')")
"""Entries by which somebody had something done; as text, for with parameters the index would not be used."""


Charged = Literal[Reason.SCAN, Reason.CONVERSION]
"""What is charged for, one at a time."""


class CreditEntry(Base):
    """One movement of credits; never changed and never deleted (the database refuses).

    `reference` is what it was for: scan id and attempt, the day of a refill, a grant's own id. With account and
    reason it is unique, so nothing is charged or refunded twice.
    """

    __tablename__ = "credit_entries"
    __table_args__ = (
        UniqueConstraint("account_id", "reason", "reference"),
        CheckConstraint("reason IN ('scan', 'conversion', 'refund', 'refill', 'grant')", name="known_reason"),
        CheckConstraint("balance >= 0", name="balance_not_negative"),
        Index("ix_credit_entries_account_id_id", "account_id", "id"),
        Index(
            "ix_credit_entries_activities",
            "account_id",
            "created_at",
            postgresql_where=ACTIVITIES,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    amount: Mapped[int]
    balance: Mapped[int]
    reason: Mapped[Reason] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
