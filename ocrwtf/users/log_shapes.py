"""The security log on the wire."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from ocrwtf.core.origin import OriginKind
from ocrwtf.core.schemas import Answer, Body
from ocrwtf.core.security_log import LogKind


class LogFilter(Body):
    """`userId`: who did it, or whom it is about."""

    kind: LogKind | None = None
    user_id: UUID | None = None


class LogQuery(LogFilter):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: UUID | None = None


class Named(Answer):
    """`name` is null of a person or key that is there no more."""

    id: UUID
    name: str | None


class LogEntryAnswer(Answer):
    """One line. `user` and `key` are who did it; `about` is the person whom it is about, where that is another one.

    `address` (of IPv6 the /64) is null and `device` empty where `source` is not the network.
    """

    id: UUID
    kind: LogKind
    at: AwareDatetime
    source: OriginKind
    address: str | None
    device: str
    user: Named | None
    key: Named | None
    about: Named | None
    detail: dict[str, Any]


class LogPage(Answer):
    items: list[LogEntryAnswer]
    next_cursor: UUID | None
