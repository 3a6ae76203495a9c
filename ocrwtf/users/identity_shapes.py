"""Bodies of requests and answers about sign-in by others."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, SecretStr

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.users.passwords import MAX_LENGTH


class NewIdentity(Body):
    """`password` is needed where the user has one."""

    provider: Literal["google", "oidc"]
    password: Annotated[SecretStr | None, Field(max_length=MAX_LENGTH)] = None


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
