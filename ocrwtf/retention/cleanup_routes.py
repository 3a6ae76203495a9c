"""HTTP for clean-ups: one's own by hand, everybody's and the daily refill by whoever has the secret of the schedule."""

import hmac
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from ocrwtf.config import settings
from ocrwtf.core import security_log
from ocrwtf.core.database import transaction
from ocrwtf.core.security_log import LogKind
from ocrwtf.credits import refills
from ocrwtf.retention import cleanups, cycles
from ocrwtf.retention.cleanup_shapes import (
    CleanupAnswer,
    DueDocument,
    PastCleanup,
    PastCleanups,
    PreviewAnswer,
    PreviewQuery,
    RefillAnswer,
    SweepAnswer,
)
from ocrwtf.retention.problems import CleanupSwitchedOff, WrongCleanupSecret
from ocrwtf.retention.schemas import ReceiptAnswer, ReceiptMembers
from ocrwtf.users.auth import OwnerDep, SessionDep

router = APIRouter(prefix="/api", tags=["retention"])

ANSWER_WITHIN_SECONDS = 20.0


@router.get("/cleanup/preview")
def preview_cleanup(caller: OwnerDep, query: Annotated[PreviewQuery, Query()]) -> PreviewAnswer:
    """What the next clean-up takes, or one now would; the oldest first."""
    now = cycles.now()
    with transaction(caller.account_id) as session:
        found = cleanups.preview(
            session, caller, now, is_next=query.at == "next", limit=query.limit + 1, after=query.cursor
        )
        items = [DueDocument.model_validate(scan) for scan in found.scans[: query.limit]]
    return PreviewAnswer(
        next_cleanup_at=found.next_cleanup_at,
        next_cleanup_days=-((now - found.next_cleanup_at) // timedelta(days=1)),
        due_at=found.due_at,
        documents=found.documents,
        due_now=found.due_now,
        items=items,
        next_cursor=items[-1].id if len(found.scans) > query.limit else None,
    )


@router.post("/cleanup/execute")
def execute_cleanup(caller: OwnerDep) -> CleanupAnswer:
    """Delete now what is due already; the schedule would within the hour."""
    done = cycles.clean(caller.account_id, cycles.now(), ANSWER_WITHIN_SECONDS)
    if not done:
        return CleanupAnswer(documents=0, finished=True, deletion_id=None)
    documents = int(done.counts.get("scans", 0))
    with transaction(caller.account_id) as session:
        security_log.record(session, LogKind.DOCUMENTS_DELETED, caller, {"count": documents, "deletionId": done.id})
    return CleanupAnswer(documents=documents, finished=done.finished_at is not None, deletion_id=done.id)


@router.get("/cleanup/receipts")
def list_cleanups(session: SessionDep, caller: OwnerDep) -> PastCleanups:  # noqa: ARG001  it is the owner who asks
    """The last twelve clean-ups."""
    items = [
        PastCleanup(
            id=one.id,
            due_at=one.due_at,
            finished_at=one.finished_at,
            documents=int(one.counts.get("scans", 0)),
            has_receipt=one.receipt is not None,
        )
        for one in cleanups.past(session)
    ]
    return PastCleanups(items=items)


@router.get("/cleanup/receipts/{deletion_id}")
def get_cleanup_receipt(session: SessionDep, caller: OwnerDep, deletion_id: UUID) -> ReceiptAnswer:  # noqa: ARG001  as above
    found = cleanups.receipt(session, deletion_id)
    return ReceiptAnswer(receipt=ReceiptMembers.model_validate(found) if found else None)


def has_the_secret(request: Request) -> None:
    """Whoever runs a schedule elsewhere brings `CLEANUP_SECRET` as a bearer token.

    Raises
    ------
    CleanupSwitchedOff, WrongCleanupSecret.
    """
    secret = settings().cleanup_secret
    if not secret:
        raise CleanupSwitchedOff
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    fits = hmac.compare_digest(token.strip().encode(), secret.get_secret_value().encode())
    if scheme.lower() != "bearer" or not fits:
        raise WrongCleanupSecret


BySecret = Depends(has_the_secret)


@router.post("/cleanup/daily-credit-reset", dependencies=[BySecret])
def refill_all_credits() -> RefillAnswer:
    """Once a day in `CREDITS_TIMEZONE` for each account, however often it is asked for."""
    return RefillAnswer(accounts=refills.everybody())


@router.post("/cleanup/monthly-cleanup", dependencies=[BySecret])
def clean_up_everybody() -> SweepAnswer:
    """What is due in any account. `finished` is false where it takes longer than an answer may: ask again, or let the
    built-in schedule go on.
    """
    swept = cycles.everybody(cycles.now(), ANSWER_WITHIN_SECONDS)
    return SweepAnswer(accounts=swept.accounts, documents=swept.documents, finished=swept.is_all)
