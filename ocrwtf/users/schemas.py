"""Bodies of requests and answers about accounts and logins."""

from functools import cache
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, EmailStr, Field, SecretStr, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.users.models import LoginSession, Role
from ocrwtf.users.passwords import MAX_LENGTH, MIN_LENGTH, is_common

Username = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{3,50}$")]
"""Without @, so that no username looks like somebody's e-mail."""


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_time_zone(name: str) -> str:
    if name not in _time_zones():
        raise PydanticCustomError("time_zone", "no known time zone")
    return name


TimeZone = Annotated[str, Field(max_length=50), AfterValidator(_known_time_zone)]


def _uncommon(password: SecretStr) -> SecretStr:
    if is_common(password.get_secret_value()):
        raise PydanticCustomError("common_password", "a common password")
    return password


NewPassword = Annotated[SecretStr, Field(min_length=MIN_LENGTH, max_length=MAX_LENGTH), AfterValidator(_uncommon)]


Password = Annotated[SecretStr, Field(max_length=1024)]
"""One that is compared, not set."""


LinkToken = Annotated[SecretStr, Field(max_length=128)]
"""What stands behind the # of a link of ours, after the =."""


class Proof(Body):
    """`password` is the caller's own; who has none must have logged in within the last 10 minutes."""

    password: Password | None = None


class Registration(Body):
    email: Annotated[EmailStr, Field(max_length=254)]
    username: Username
    password: NewPassword


class FirstRun(Registration):
    """`token` is what stands behind `#awal=` in the link that the terminal shows."""

    token: LinkToken


class ProfileChange(Body):
    """What is missing or null stays as it is. `time_zone` is an IANA name such as Asia/Jakarta."""

    locale: Literal["id", "en"] | None = None
    time_zone: TimeZone | None = None
    username: Username | None = None


class Named(Body):
    """Says who is meant. A form's `username` may hold either."""

    email: Annotated[str | None, Field(max_length=254)] = None
    username: Annotated[str | None, Field(max_length=254)] = None

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        if bool(self.email) == bool(self.username):
            raise ValueError("give either email or username")
        return self

    @property
    def identifier(self) -> str:
        return (self.email or self.username or "").strip()


class Credentials(Named):
    """`email` or `username`, and the password. A form's `username` may hold either."""

    password: Password


class UserAnswer(Answer):
    """`name` is what the user is called: of a driver's phone, which has neither e-mail nor username, its own."""

    id: UUID
    account_id: UUID
    name: str
    email: str | None
    username: str | None
    is_phone: bool
    has_password: bool
    role: Role
    email_verified: bool
    locale: Literal["id", "en"]
    time_zone: str
    created_at: AwareDatetime


class WhoAnswer(Answer):
    """`user` is null when nobody is logged in."""

    user: UserAnswer | None


class RefreshBody(Body):
    refresh_token: Annotated[SecretStr, Field(max_length=200)]


class LoginAnswer(Answer):
    """`expires_in` is in seconds (RFC 6749 §5.1); `refresh_token` is null for a browser, which has its cookie."""

    access_token: str
    refresh_token: str | None
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  the kind of token, not one
    expires_in: int


class SessionAnswer(Answer):
    """`device` is empty when nothing is known of it; `current` is the session that asks.

    `place` is the network that it was used from last, such as "203.0.113.x"; empty when that is not known.
    """

    id: UUID
    created_at: AwareDatetime
    last_used_at: AwareDatetime
    device: str
    place: str
    current: bool

    @classmethod
    def of(cls, row: LoginSession, current_id: UUID | None) -> Self:
        return cls(
            id=row.id,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            device=row.device,
            place=row.place,
            current=row.id == current_id,
        )


class SessionList(Answer):
    items: list[SessionAnswer]
