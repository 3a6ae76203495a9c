"""Secrets of links that are handed on: made of the row's id and the server's key, so that no row holds one."""

import hmac
from base64 import urlsafe_b64encode
from uuid import UUID

from ocrwtf.users import tokens


def secret_of(kind: str, row_id: UUID) -> str:
    """256 bits that nobody can tell without the server's key; the same each time, so a letter or a list can have it."""
    digest = hmac.digest(tokens.derived_key(kind), row_id.bytes, "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")
