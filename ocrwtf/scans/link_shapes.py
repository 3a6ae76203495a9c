"""Bodies of requests and answers about signed links."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.scans.links import LEAST_SECONDS, MOST_SECONDS, What


class LinkBody(Body):
    """`page` is the number of the page whose picture is meant, else 1; `expiresIn` in seconds, at most seven days, else
    five minutes.
    """

    what: What
    page: Annotated[int, Field(ge=1, le=10_000)] | None = None
    expires_in: Annotated[int, Field(ge=LEAST_SECONDS, le=MOST_SECONDS)] | None = None


class LinkAnswer(Answer):
    """An address that opens without a login until then. It is shown here alone; `id` is for revoking it."""

    id: UUID
    url: str
    expires_at: AwareDatetime


class KeptLinkAnswer(Answer):
    """A link that still opens something; its address is known to whoever was given it. `page` is of a page's picture;
    `byKey`: a program made it, with an API key of that user.
    """

    id: UUID
    what: What
    page: int | None
    created_at: AwareDatetime
    expires_at: AwareDatetime
    username: str | None
    by_key: bool


class KeptLinkList(Answer):
    items: list[KeptLinkAnswer]


class LinkQuery(BaseModel):
    """What stands in a link's address, as text: whatever is wrong with it, there is nothing, and no error says why."""

    what: str = ""
    page: str = ""
    account: str = ""
    user: str = ""
    key: str = ""
    expires: str = ""
    signature: str = ""
