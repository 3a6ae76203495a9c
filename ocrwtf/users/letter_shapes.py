"""Bodies of requests about passwords and addresses."""

from typing import Annotated

from pydantic import EmailStr, Field

from ocrwtf.core.schemas import Body
from ocrwtf.users.schemas import LinkToken, Named, NewPassword, Password, Proof


class Forgotten(Named):
    """`email` or `username`."""


class PasswordReset(Body):
    token: LinkToken
    password: NewPassword


class EmailProof(Body):
    token: LinkToken


class PasswordChange(Body):
    """`old_password`: who has none must have logged in within the last 10 minutes. `keep_api_keys`: those that the
    caller made go on; without it they end with the old password.
    """

    old_password: Password | None = None
    new_password: NewPassword
    keep_api_keys: bool = False


class EmailChange(Proof):
    email: Annotated[EmailStr, Field(max_length=254)]
