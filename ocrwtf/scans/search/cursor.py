"""Where a list goes on, as text that callers hand back without looking into it."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Cursor:
    """The last scan that was given, and the tier of the query it was found in (0 in a list without a query)."""

    before: UUID
    tier: int = 0

    def encoded(self) -> str:
        return base64.urlsafe_b64encode(bytes([self.tier]) + self.before.bytes).decode().rstrip("=")


def decoded(text: str) -> Cursor:
    """Raises ValueError for what is none of ours."""
    try:
        content = base64.b64decode(text.encode("ascii") + b"=", altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("no cursor") from error
    if len(content) != 17:
        raise ValueError("no cursor")
    return Cursor(UUID(bytes=content[1:]), content[0])
