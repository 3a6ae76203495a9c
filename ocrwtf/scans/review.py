"""What waits for a person: how many scans there are of each sort."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import Session

from ocrwtf.scans import service
from ocrwtf.scans.models import NEEDS_REVIEW, UNFINISHED, Scan, Status
from ocrwtf.users.service import Caller


@dataclass(frozen=True)
class Counts:
    all: int
    needs_review: int
    unfinished: int
    failed: int


def counts(session: Session, caller: Caller) -> Counts:
    """Of the scans that the caller may see."""
    sorts = (NEEDS_REVIEW, Scan.status.in_(UNFINISHED), Scan.status == Status.FAILED)
    counted = [func.count().filter(sort) for sort in sorts]
    row = session.execute(service.visible(caller).with_only_columns(func.count(), *counted)).one()
    return Counts(*map(int, row))
