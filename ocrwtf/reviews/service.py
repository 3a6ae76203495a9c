"""Writing and taking back one's own review; what everybody is shown; what the operator does to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ocrwtf.credits import activity
from ocrwtf.reviews.models import Review
from ocrwtf.reviews.problems import NotUsedYet
from ocrwtf.users.service import Caller


@dataclass(frozen=True)
class Shown:
    """A piece of what everybody is shown, the newest first, and what all of it comes to; `counts` by rating, 1 to 5."""

    items: Sequence[Row[Any]]
    counts: list[int]

    @property
    def average(self) -> float | None:
        total = sum(self.counts)
        return round(sum(n * count for n, count in enumerate(self.counts, 1)) / total, 2) if total else None


def own(session: Session, caller: Caller) -> Review | None:
    return session.scalar(select(Review).where(Review.user_id == caller.user_id))


def may_review(session: Session, caller: Caller) -> bool:
    """Whether something was done for the account that was not given back: who only registered has seen nothing."""
    return activity.anything_kept(session, caller.account_id)


def submit(session: Session, caller: Caller, rating: int, words: str) -> Review:
    """Write the caller's review, or write it anew: of many at once there is one in the end. A hidden one stays hidden.

    Raises
    ------
    NotUsedYet.
    """
    if not may_review(session, caller):
        raise NotUsedYet
    said = {"rating": rating, "text": words}
    new = insert(Review).values(account_id=caller.account_id, user_id=caller.user_id, **said)
    session.execute(new.on_conflict_do_update(index_elements=["user_id"], set_=said | {"edited_at": func.now()}))
    return session.scalars(select(Review).where(Review.user_id == caller.user_id)).one()


def withdraw(session: Session, caller: Caller) -> None:
    """Take the caller's own review away; no error when there is none."""
    session.execute(delete(Review).where(Review.user_id == caller.user_id))


def shown(session: Session, limit: int, before: UUID | None) -> Shown:
    """Reviews of all accounts that are not hidden; `before` is the id of the last one already seen."""
    items = session.execute(text("SELECT * FROM shown_reviews(:before, :most)"), {"before": before, "most": limit})
    return Shown(items.all(), list(session.scalars(text("SELECT unnest(review_counts())"))))


def moderate(session: Session, review_id: UUID, *, hidden: bool | None = None, reply: str | None = None) -> bool:
    """For the command line: hide or show a review, answer it ("" takes the answer back). False when there is none."""
    values = {"review": review_id, "hidden": hidden, "answer": reply}
    return session.scalar(text("SELECT moderate_review(:review, :hidden, :answer)"), values) is not None


def everything(session: Session) -> Sequence[Row[Any]]:
    """For the command line: all reviews, hidden ones too, the newest first."""
    return session.execute(text("SELECT * FROM all_reviews()")).all()
