"""Bodies of requests and answers about accounts and logins."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, EmailStr, Field, SecretStr, StringConstraints, model_validator

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.users.models import Role
from ocrwtf.users.passwords import MAX_LENGTH, MIN_LENGTH

Username = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{3,50}$")]
"""Without @, so that no username looks like somebody's e-mail."""


class Registration(Body):
    email: Annotated[EmailStr, Field(max_length=254)]
    username: Username
    password: Annotated[SecretStr, Field(min_length=MIN_LENGTH, max_length=MAX_LENGTH)]


class Credentials(Body):
    """`email` or `username`, and the password. A form's `username` may hold either."""

    email: Annotated[str | None, Field(max_length=254)] = None
    username: Annotated[str | None, Field(max_length=254)] = None
    password: Annotated[SecretStr, Field(max_length=1024)]

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        if bool(self.email) == bool(self.username):
            raise ValueError("give either email or username")
        return self

    @property
    def identifier(self) -> str:
        return (self.email or self.username or "").strip()


class UserAnswer(Answer):
    id: UUID
    account_id: UUID
    email: str
    username: str
    role: Role
    email_verified: bool
    locale: str
    time_zone: str
    created_at: AwareDatetime


class LoginAnswer(Answer):
    """`expires_in` is in seconds (RFC 6749 §5.1)."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  the kind of token, not one
    expires_in: int
