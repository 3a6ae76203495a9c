"""HTTP for reviews: one's own, and the list that everybody may read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from ocrwtf.idempotency.once import OnceDep
from ocrwtf.reviews import service
from ocrwtf.reviews.schemas import OwnReviewAnswer, ReviewAnswer, ReviewBody, ReviewList
from ocrwtf.users.auth import OpenSessionDep, SessionDep, StaffDep

router = APIRouter(prefix="/api/reviews", tags=["reviews"])


@router.post("/submit", response_model=ReviewAnswer)
def submit_review(caller: StaffDep, body: ReviewBody, once: OnceDep) -> Response:
    """The caller's only one: a second time it is written anew."""
    with once.transaction() as session:
        review = service.submit(session, caller, body.rating, body.text)
        return once.answered(session, ReviewAnswer.model_validate(review))


@router.get("/mine")
def get_own_review(session: SessionDep, caller: StaffDep) -> OwnReviewAnswer:
    review = service.own(session, caller)
    return OwnReviewAnswer(
        may_review=service.may_review(session, caller),
        is_hidden=bool(review and review.is_hidden),
        review=ReviewAnswer.model_validate(review) if review else None,
    )


@router.delete("/mine", status_code=status.HTTP_204_NO_CONTENT)
def withdraw_review(session: SessionDep, caller: StaffDep) -> None:
    service.withdraw(session, caller)


@router.get("/list")
def list_reviews(
    session: OpenSessionDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: UUID | None = None,
) -> ReviewList:
    """For everybody: the newest first, without names."""
    shown = service.shown(session, limit + 1, cursor)
    items = [ReviewAnswer.model_validate(row) for row in shown.items[:limit]]
    return ReviewList(
        items=items,
        next_cursor=items[-1].id if len(shown.items) > limit else None,
        count=sum(shown.counts),
        average=shown.average,
        histogram=shown.counts,
    )
