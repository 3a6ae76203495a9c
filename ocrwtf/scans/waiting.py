"""What waits in an account's documents, as figures that many documents do not slow down: each has an index."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ocrwtf.scans.models import NEEDS_REVIEW, NOT_BACK, Scan


@dataclass(frozen=True)
class Waiting:
    """`doubts`: words and fields in doubt, of `to_review` documents; `not_back`: delivery notes without recipient."""

    to_review: int
    doubts: int
    not_back: int


def waiting(session: Session, account_id: UUID) -> Waiting:
    doubts = func.coalesce(func.sum(Scan.doubtful_words + Scan.doubtful_fields), 0)
    review = session.execute(select(func.count(), doubts).where(Scan.account_id == account_id, NEEDS_REVIEW)).one()
    not_back = session.scalar(select(func.count()).where(Scan.account_id == account_id, NOT_BACK))
    return Waiting(int(review[0]), int(review[1]), not_back or 0)
