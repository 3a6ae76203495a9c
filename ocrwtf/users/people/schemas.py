"""Bodies of requests and answers about the people of an account."""

import unicodedata
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, EmailStr, Field
from pydantic_core import PydanticCustomError

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.users.models import Role
from ocrwtf.users.people.models import Invitation
from ocrwtf.users.schemas import LinkToken, NewPassword, Proof, Username

_LONGEST_NAME = 60


def _name(told: str) -> str:
    """As it is shown: composed (NFC), without control and direction characters, one space between words."""
    visible = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", told))
    clean = " ".join("".join(c for c in visible if unicodedata.category(c)[0] != "C").split())
    if not 1 <= len(clean) <= _LONGEST_NAME:
        raise PydanticCustomError("name_length", "a name of 1 to 60 characters")
    return clean


DisplayName = Annotated[str, Field(max_length=200), AfterValidator(_name)]


class PersonChange(Proof):
    """What is missing or null stays as it is. The proof is needed for the role `owner`."""

    role: Role | None = None
    is_active: bool | None = None


class Transfer(Proof):
    user_id: UUID


class NewInvitation(Body):
    """Without `email` whoever has the link may accept. `label`: for whom it is, shown to the owner alone."""

    role: Literal[Role.STAFF, Role.DRIVER]
    email: Annotated[EmailStr, Field(max_length=254)] | None = None
    label: DisplayName | None = None


class TokenBody(Body):
    """`token` is what stands behind the `=` in the link's fragment."""

    token: LinkToken


class Acceptance(TokenBody):
    """`email` is for an invitation that names none; it may stay out."""

    username: Username
    password: NewPassword
    email: Annotated[EmailStr, Field(max_length=254)] | None = None


class PhoneName(TokenBody):
    """`name` is how the office knows the phone, such as "HP Sutrisno"."""

    name: DisplayName


class PersonAnswer(Answer):
    """`last_used_at` is null when the person is logged in nowhere; it may be some minutes behind."""

    id: UUID
    name: str
    email: str | None
    role: Role
    is_active: bool
    created_at: AwareDatetime
    last_used_at: AwareDatetime | None


class PersonList(Answer):
    items: list[PersonAnswer]


class PhoneAnswer(Answer):
    """`last_used_at` is null when somebody logged out on it: then it has to be paired anew, as another one."""

    id: UUID
    name: str
    created_at: AwareDatetime
    last_used_at: AwareDatetime | None


class PhoneList(Answer):
    items: list[PhoneAnswer]


class InvitationAnswer(Answer):
    """`link` is to be handed on; null when it went by mail, for it proves whose address that is."""

    id: UUID
    role: Role
    email: str | None
    label: str | None
    created_at: AwareDatetime
    expires_at: AwareDatetime
    link: str | None

    @classmethod
    def of(cls, row: Invitation, link: str | None) -> Self:
        return cls(
            id=row.id,
            role=row.role,
            email=row.email,
            label=row.label,
            created_at=row.created_at,
            expires_at=row.expires_at,
            link=link,
        )


class InvitationList(Answer):
    items: list[InvitationAnswer]


class InvitedAnswer(Answer):
    """What who was invited is told before accepting. `email` is null where it may be chosen."""

    invited_by: str
    role: Role
    email: str | None
    expires_at: AwareDatetime


class PairingAnswer(Answer):
    """`qr` is a picture of the link, as a `data:` address; `phone` is there once one was paired."""

    id: UUID
    expires_at: AwareDatetime
    phone: PhoneAnswer | None


class NewPairingAnswer(PairingAnswer):
    link: str
    qr: str


class PairedAnswer(Answer):
    """What a phone is told before it is named: whose account it will belong to."""

    made_by: str
