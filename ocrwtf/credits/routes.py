"""HTTP for credits."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from ocrwtf.credits import quotes, service
from ocrwtf.credits.schemas import (
    BalanceAnswer,
    EntryAnswer,
    HistoryAnswer,
    QuoteAnswer,
    QuoteBody,
    QuotedLineAnswer,
)
from ocrwtf.users.auth import SessionDep, StaffDep

router = APIRouter(prefix="/api/credits", tags=["credits"])


@router.get("", response_model=BalanceAnswer)
def get_credits(session: SessionDep, caller: StaffDep) -> service.Balance:
    return service.balance(session, caller.account_id)


@router.get("/history")
def list_credit_entries(
    session: SessionDep,
    caller: StaffDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: UUID | None = None,
) -> HistoryAnswer:
    entries = service.history(session, caller.account_id, limit + 1, cursor)
    items = [EntryAnswer.model_validate(entry) for entry in entries[:limit]]
    return HistoryAnswer(items=items, next_cursor=items[-1].id if len(entries) > limit else None)


@router.post("/quote")
def quote(session: SessionDep, caller: StaffDep, body: QuoteBody) -> QuoteAnswer:
    """What so many scans and conversions would cost, and whether the balance is enough. Nothing is charged or kept."""
    found = quotes.quoted(session, caller.account_id, [(line.job, line.count) for line in body.items])
    return QuoteAnswer(
        cost=found.cost,
        credits=found.credits,
        left=found.left,
        short=found.short,
        next_refill_at=found.next_refill_at,
        items=[QuotedLineAnswer.model_validate(line) for line in found.lines],
    )
