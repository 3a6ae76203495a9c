"""Bodies and answers about webhooks."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ocrwtf.core.schemas import Answer, Body, UtcTime
from ocrwtf.core.strangers import Trouble
from ocrwtf.events.models import EventKind
from ocrwtf.webhooks.models import MAX_DESCRIPTION, MAX_URL, TOLD, DeliveryStatus, WebhookEndpoint, WhyStopped


def _tellable(kinds: list[EventKind]) -> list[EventKind]:
    if set(kinds) - set(TOLD):
        raise PydanticCustomError("enum", "not an event for webhooks", {"expected": ", ".join(TOLD)})
    if len(set(kinds)) < len(kinds):
        raise PydanticCustomError("not_distinct", "the same item twice")
    return kinds


Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_URL)]
Events = Annotated[list[EventKind], Field(min_length=1, max_length=len(TOLD)), AfterValidator(_tellable)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_DESCRIPTION)]


class WebhookBody(Body):
    """`events` null: all that there are, and those that are added later."""

    url: Url
    events: Events | None = None
    description: Description = ""


class WebhookChanges(Body):
    """What is not there stays; `events` null: all. `isActive` true: from what happens next on; what happened meanwhile
    is not told.
    """

    url: Url | None = None
    events: Events | None = None
    description: Description | None = None
    is_active: bool | None = None


class RotateBody(Body):
    """`endOldNow`: for a secret that others have; else the old one signs too for 24 hours more."""

    end_old_now: bool = False


class WebhookAnswer(Answer):
    """`whyStopped`: `gone` (the server answered 410) or `failing` (it took nothing for five days).

    `failingSince`: nothing was taken since then; `pausedUntil`: it rests until then.
    """

    id: UUID
    url: str
    events: list[EventKind] | None
    description: str
    is_active: bool
    why_stopped: WhyStopped | None
    failing_since: AwareDatetime | None
    paused_until: AwareDatetime | None
    delivered_at: AwareDatetime | None
    old_secret_until: AwareDatetime | None
    created_at: AwareDatetime

    @classmethod
    def of(cls, row: WebhookEndpoint) -> Self:
        kinds = [EventKind(kind) for kind in row.kinds] if row.kinds is not None else None
        known = {name: getattr(row, name) for name in WebhookAnswer.model_fields if name != "events"}
        return cls(**known, events=kinds)


class NewWebhookAnswer(Answer):
    """`secret` is told now and after it is changed, and is not shown again."""

    webhook: WebhookAnswer
    secret: str


class WebhookList(Answer):
    """`available`: the events that a webhook can be told."""

    items: list[WebhookAnswer]
    available: list[EventKind]


class AttemptAnswer(Answer):
    """One try: `status` that was answered, or `why` there was none."""

    at: UtcTime
    status: int | None
    why: Trouble | None
    seconds: float


class DeliveryAnswer(Answer):
    """`payload` is what is sent; `messageId` goes with it as `webhook-id`, the same at each try."""

    id: UUID
    message_id: str
    webhook_id: UUID
    event: EventKind
    status: DeliveryStatus
    attempts: list[AttemptAnswer]
    next_attempt_at: AwareDatetime | None
    created_at: AwareDatetime
    payload: dict[str, Any]


class DeliveryList(Answer):
    items: list[DeliveryAnswer]
    next_cursor: UUID | None


class ReplayBody(Body):
    """All that was given up since then is sent again; at most the last seven days are kept."""

    since: AwareDatetime


class ReplayAnswer(Answer):
    count: int
