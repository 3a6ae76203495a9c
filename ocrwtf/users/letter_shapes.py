"""Bodies of requests about passwords and addresses."""

from typing import Annotated

from pydantic import EmailStr, Field, SecretStr

from ocrwtf.core.schemas import Body
from ocrwtf.users.schemas import Named, NewPassword

LinkToken = Annotated[SecretStr, Field(max_length=128)]
"""What stands behind the # of a letter's link, after the =."""


class Forgotten(Named):
    """`email` or `username`."""


class PasswordReset(Body):
    token: LinkToken
    password: NewPassword


class EmailProof(Body):
    token: LinkToken


class PasswordChange(Body):
    """`keep_api_keys`: those that the caller made go on; without it they end with the old password."""

    old_password: Annotated[SecretStr, Field(max_length=1024)]
    new_password: NewPassword
    keep_api_keys: bool = False


class EmailChange(Body):
    """`password`: the present one."""

    email: Annotated[EmailStr, Field(max_length=254)]
    password: Annotated[SecretStr, Field(max_length=1024)]
