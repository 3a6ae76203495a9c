"""Bodies of requests and answers about sign-in by others."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from ocrwtf.core.schemas import Answer
from ocrwtf.users.schemas import Proof


class NewIdentity(Proof):
    provider: Literal["google", "oidc"]


class BegunAnswer(Answer):
    """`location` is where the browser goes now."""

    location: str


class IdentityAnswer(Answer):
    """`provider` is null where people cannot sign in by it today; `name` is what it is called all the same."""

    id: UUID
    provider: Literal["google", "oidc"] | None
    name: str
    email: str | None
    created_at: AwareDatetime


class IdentityList(Answer):
    has_password: bool
    items: list[IdentityAnswer]


class ProviderAnswer(Answer):
    """One by which people may sign in: `GET /api/auth/{id}` begins it."""

    id: Literal["google", "oidc"]
    name: str
