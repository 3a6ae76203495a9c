"""Signed addresses that open one file of a conversion without a login, for a while; nothing of them is stored.

A link ends with its time, with its conversion, and with the access of whoever made it, be it a person or an API key.
"""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from ocrwtf.conversions.models import Variant
from ocrwtf.core.problems import NotFound
from ocrwtf.users import signatures

MOST_SECONDS: Final = 7 * 24 * 3600
LEAST_SECONDS: Final = 60
USUAL_SECONDS: Final = 300
_PURPOSE = "conversion links 1"


@dataclass(frozen=True)
class Link:
    """`expires` in seconds since 1970; `key_id` of the API key that made it, if one did."""

    conversion_id: UUID
    account_id: UUID
    user_id: UUID
    variant: Variant
    expires: int
    key_id: UUID | None = None


def path(link: Link) -> str:
    query = {"variant": link.variant, "account": link.account_id, "user": link.user_id}
    made_by = {"key": link.key_id} if link.key_id else {}
    signed = {**query, **made_by, "expires": link.expires, "signature": signatures.signature(_PURPOSE, astuple(link))}
    return f"/api/conversions/{link.conversion_id}/shared?{urlencode(signed)}"


def verified(link: Link, signature: str, now: datetime) -> Link:
    """The same, once it is known to be ours and to last still; nothing else is asked of it before.

    Raises
    ------
    NotFound: whatever is wrong, so that nobody learns what.
    """
    if not signatures.is_ours(signature, _PURPOSE, astuple(link)) or link.expires <= now.timestamp():
        raise NotFound
    return link
