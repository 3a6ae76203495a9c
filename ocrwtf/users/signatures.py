"""Signatures of addresses that we gave out ourselves: each kind of address has a key of its own."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from ocrwtf.users import tokens


def signature(purpose: str, members: Iterable[object]) -> str:
    """HMAC with SHA-256 (RFC 2104) over every member, each on a line of its own: none of them can have one."""
    message = "\n".join(map(str, members)).encode()
    digest = hmac.digest(tokens.derived_key(purpose), message, sha256)
    return urlsafe_b64encode(digest).decode().rstrip("=")


def is_ours(given: str, purpose: str, members: Iterable[object]) -> bool:
    return hmac.compare_digest(signature(purpose, members).encode(), given.encode("utf-8", "replace"))
