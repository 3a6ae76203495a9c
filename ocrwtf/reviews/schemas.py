"""Bodies and answers of reviews."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.reviews.models import MAX_TEXT

Rating = Annotated[int, Field(ge=1, le=5, strict=True)]


class ReviewBody(Body):
    """`text` may be empty."""

    rating: Rating
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT)] = ""


class ReviewAnswer(Answer):
    """A review as everybody sees it: nobody's name is on it. `reply` is the operator's."""

    id: UUID
    rating: int
    text: str
    created_at: AwareDatetime
    edited_at: AwareDatetime | None
    reply: str | None
    replied_at: AwareDatetime | None


class OwnReviewAnswer(Answer):
    """`mayReview`: one may be written, because something has been read; `review` is the caller's own, if there is one.

    `isHidden`: the operator shows it to nobody else.
    """

    may_review: bool
    is_hidden: bool
    review: ReviewAnswer | None


class ReviewList(Answer):
    """`average` of all that are shown, two decimals; `histogram`: how many have 1, 2, 3, 4 and 5."""

    items: list[ReviewAnswer]
    next_cursor: UUID | None
    count: int
    average: float | None
    histogram: list[int]
