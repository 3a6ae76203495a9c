"""Bodies and answers about credits."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.credits.models import Charged, Reason


class BalanceAnswer(Answer):
    """`scanCost` and `conversionCost` in credits a document and a deck."""

    credits: int
    daily_credits: int
    next_refill_at: AwareDatetime
    scan_cost: int
    conversion_cost: int


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


class QuoteLine(Body):
    job: Charged
    count: Annotated[int, Field(ge=1, le=10_000, strict=True)]


class QuoteBody(Body):
    items: Annotated[list[QuoteLine], Field(min_length=1, max_length=20)]


class QuotedLineAnswer(Answer):
    """`cost` is `count` × `each`."""

    job: Charged
    count: int
    each: int
    cost: int


class QuoteAnswer(Answer):
    """`left` after it, `short` what is missing for it; one of them is 0. A document that is there already costs nothing
    when it is sent: that is found out from its bytes.
    """

    cost: int
    credits: int
    left: int
    short: int
    next_refill_at: AwareDatetime
    items: list[QuotedLineAnswer]
