"""Signed addresses that open one file of a scan without a login, for a while; their signature is stored nowhere.

A link ends with its time, with its scan, with the access of whoever made it, be it a person or an API key, and when it
is revoked (see `kept_links`).
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from ocrwtf.core.problems import NotFound
from ocrwtf.users import tokens

MOST_SECONDS = 7 * 24 * 3600
LEAST_SECONDS = 60
USUAL_SECONDS = 300
_PURPOSE = "file links 1"


class What(StrEnum):
    """What a link opens."""

    ORIGINAL = "original"
    PDF = "document.pdf"
    PAGE = "page"


@dataclass(frozen=True)
class Link:
    """`page` is a number where a page's picture is meant, else 0; `expires` in seconds since 1970; `key_id` of the API
    key that made it, if one did.
    """

    scan_id: UUID
    account_id: UUID
    user_id: UUID
    what: What
    page: int
    expires: int
    key_id: UUID | None = None


def path(link: Link) -> str:
    query = {"what": link.what, "page": link.page, "account": link.account_id, "user": link.user_id}
    made_by = {"key": link.key_id} if link.key_id else {}
    signed = {**query, **made_by, "expires": link.expires, "signature": _signature(link)}
    return f"/api/files/{link.scan_id}?{urlencode(signed)}"


def verified(link: Link, signature: str, now: datetime) -> Link:
    """The same, once it is known to be ours and to last still; nothing else is asked of it before.

    Raises
    ------
    NotFound: whatever is wrong, so that nobody learns what.
    """
    is_ours = hmac.compare_digest(_signature(link).encode(), signature.encode("utf-8", "replace"))
    if not is_ours or link.expires <= now.timestamp():
        raise NotFound
    return link


def said(link: Link) -> str:
    """Every member on a line of its own: none of them can have one."""
    members = (link.scan_id, link.account_id, link.user_id, link.what, link.page, link.expires, link.key_id)
    return "\n".join(map(str, members))


def _signature(link: Link) -> str:
    """HMAC with SHA-256 (RFC 2104) over all that it says."""
    digest = hmac.digest(tokens.derived_key(_PURPOSE), said(link).encode(), sha256)
    return urlsafe_b64encode(digest).decode().rstrip("=")
