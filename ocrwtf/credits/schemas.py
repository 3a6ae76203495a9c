"""Answers about credits."""

from uuid import UUID

from pydantic import AwareDatetime

from ocrwtf.core.schemas import Answer
from ocrwtf.credits.models import Reason


class BalanceAnswer(Answer):
    credits: int
    daily_credits: int
    next_refill_at: AwareDatetime


class EntryAnswer(Answer):
    """One movement; `balance` is what was left after it."""

    id: UUID
    amount: int
    balance: int
    reason: Reason
    reference: str
    created_at: AwareDatetime


class HistoryAnswer(Answer):
    items: list[EntryAnswer]
    next_cursor: UUID | None
