"""What an account's people had done, by the ledger: it knows of work whose documents are deleted by now."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from ocrwtf.credits.models import ACTIVITIES, CreditEntry, Reason

Moments = Sequence[datetime]


def between(session: Session, account_id: UUID, moments: Moments) -> list[int]:
    """How many activities there were from each moment to the next; one number less than moments.

    An activity is something that was asked for: each charge, of 0 credits too, and also if it was given back later. One
    count for each stretch: the index answers them, where grouping would look at each row.
    """
    mine = select(func.count()).where(CreditEntry.account_id == account_id, ACTIVITIES)
    counts = [
        mine.where(CreditEntry.created_at >= start, CreditEntry.created_at < end).scalar_subquery()
        for start, end in pairwise(moments)
    ]
    return list(session.execute(select(*counts)).one())


def anything_kept(session: Session, account_id: UUID) -> bool:
    """Whether there is an activity whose charge was not given back."""
    back = aliased(CreditEntry)
    refunded = exists().where(
        back.account_id == account_id, back.reason == Reason.REFUND, back.reference == CreditEntry.reference
    )
    kept = select(CreditEntry.id).where(CreditEntry.account_id == account_id, ACTIVITIES, ~refunded)
    return session.scalar(select(kept.exists())) or False
