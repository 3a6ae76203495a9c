"""Signed addresses that open one file of a scan without a login, for a while; their signature is stored nowhere.

A link ends with its time, with its scan, with the access of whoever made it, be it a person or an API key, and when it
is revoked (see `kept_links`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from ocrwtf.core.problems import NotFound
from ocrwtf.users import signatures

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
    signed = {**query, **made_by, "expires": link.expires, "signature": signatures.signature(_PURPOSE, members(link))}
    return f"/api/files/{link.scan_id}?{urlencode(signed)}"


def verified(link: Link, signature: str, now: datetime) -> Link:
    """The same, once it is known to be ours and to last still; nothing else is asked of it before.

    Raises
    ------
    NotFound: whatever is wrong, so that nobody learns what.
    """
    if not signatures.is_ours(signature, _PURPOSE, members(link)) or link.expires <= now.timestamp():
        raise NotFound
    return link


def members(link: Link) -> tuple[object, ...]:
    """All that it says; none of them can have a line's end."""
    return (link.scan_id, link.account_id, link.user_id, link.what, link.page, link.expires, link.key_id)
