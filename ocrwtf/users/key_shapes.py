"""Bodies of requests and answers about API keys."""

from datetime import UTC, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.users.models import ApiKey, Scope


def _to_come(moment: datetime) -> datetime:
    if moment <= datetime.now(UTC):
        raise PydanticCustomError("in_the_past", "a time in the past")
    return moment


def _distinct(scopes: list[Scope]) -> list[Scope]:
    if len(set(scopes)) < len(scopes):
        raise PydanticCustomError("not_distinct", "the same item twice")
    return scopes


class NewKey(Body):
    """`expiresAt` null: until it is revoked. `limitPerMinute` null: no limit of its own."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope)), AfterValidator(_distinct)]
    expires_at: Annotated[AwareDatetime, AfterValidator(_to_come)] | None = None
    limit_per_minute: Annotated[int, Field(ge=1, le=10_000)] | None = None


class KeyAnswer(Answer):
    """`ending` are the key's last four characters; `last_used_at` may be some minutes behind."""

    id: UUID
    name: str
    ending: str
    scopes: list[Scope]
    limit_per_minute: int | None
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    last_used_at: AwareDatetime | None


class NewKeyAnswer(KeyAnswer):
    """`key` is told this once and stored nowhere."""

    key: str

    @classmethod
    def of(cls, row: ApiKey, key: str) -> Self:
        return cls(**KeyAnswer.model_validate(row).model_dump(by_alias=False), key=key)


class KeyList(Answer):
    items: list[KeyAnswer]
