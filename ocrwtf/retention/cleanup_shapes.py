"""Bodies of requests and answers about clean-ups."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from ocrwtf.core.schemas import Answer, Body


class PreviewQuery(Body):
    """`at`: what a clean-up now would take, or the next one, at the end of the cycle."""

    at: Literal["now", "next"] = "next"
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: UUID | None = None


class DueDocument(Answer):
    id: UUID
    filename: str
    created_at: AwareDatetime


class PreviewAnswer(Answer):
    """`documents` is how many a clean-up at `due_at` takes, `due_now` how many one now; `items` are they, the oldest
    first.
    """

    next_cleanup_at: AwareDatetime
    next_cleanup_days: int
    due_at: AwareDatetime
    documents: int
    due_now: int
    items: list[DueDocument]
    next_cursor: UUID | None


class CleanupAnswer(Answer):
    """`finished`: false where it goes on by itself. `deletion_id` names the receipt; null when nothing was due."""

    documents: int
    finished: bool
    deletion_id: UUID | None


class SweepAnswer(Answer):
    accounts: int
    documents: int
    finished: bool


class RefillAnswer(Answer):
    accounts: int


class PastCleanup(Answer):
    """`has_receipt`: for 30 days."""

    id: UUID
    due_at: AwareDatetime
    finished_at: AwareDatetime | None
    documents: int
    has_receipt: bool


class PastCleanups(Answer):
    items: list[PastCleanup]
