"""What an API key may ask for: one table of all routes that take keys. What is not in it, no key may."""

from collections.abc import Mapping
from typing import Final

from ocrwtf.users.models import Scope
from ocrwtf.users.problems import InsufficientScope, NotForKeys
from ocrwtf.users.service import Caller

_READ, _CAPTURE, _WRITE, _ADMIN = Scope.READ, Scope.CAPTURE, Scope.WRITE, Scope.ADMIN

NEEDED: Final[Mapping[tuple[str, str], Scope]] = {
    ("GET", "/api/users/me"): _READ,
    ("GET", "/api/credits"): _READ,
    ("GET", "/api/credits/history"): _READ,
    ("GET", "/api/dashboard/stats"): _READ,
    ("GET", "/api/dashboard/weekly-activity"): _READ,
    ("GET", "/api/events"): _READ,
    ("GET", "/ws"): _READ,
    ("GET", "/api/scans"): _READ,
    ("GET", "/api/scans/counts"): _READ,
    ("GET", "/api/scans/{scan_id}"): _READ,
    ("GET", "/api/scans/{scan_id}/history"): _READ,
    ("GET", "/api/scans/{scan_id}/text"): _READ,
    ("GET", "/api/scans/{scan_id}/original"): _READ,
    ("GET", "/api/scans/{scan_id}/document.pdf"): _READ,
    ("GET", "/api/scans/{scan_id}/export.{form}"): _READ,
    ("GET", "/api/scans/{scan_id}/pages/{number}.webp"): _READ,
    ("GET", "/api/field-memory"): _READ,
    ("GET", "/api/scans/{scan_id}/links"): _READ,
    ("GET", "/api/conversions"): _READ,
    ("GET", "/api/conversions/{conversion_id}"): _READ,
    ("GET", "/api/conversions/{conversion_id}/file"): _READ,
    ("GET", "/api/conversions/{conversion_id}/original"): _READ,
    ("GET", "/api/conversions/{conversion_id}/pages/{number}.webp"): _READ,
    ("GET", "/api/reviews/mine"): _READ,
    ("GET", "/api/files"): _READ,
    ("GET", "/api/files/{file_id}"): _READ,
    ("POST", "/api/upload"): _CAPTURE,
    ("DELETE", "/api/files/{file_id}"): _WRITE,
    ("POST", "/api/credits/quote"): _READ,
    ("POST", "/api/scans/upload"): _CAPTURE,
    ("POST", "/api/conversions"): _WRITE,
    ("POST", "/api/conversions/outlines"): _WRITE,
    ("POST", "/api/conversions/{conversion_id}/links"): _WRITE,
    ("POST", "/api/conversions/{conversion_id}/cancel"): _WRITE,
    ("DELETE", "/api/conversions/{conversion_id}"): _WRITE,
    ("POST", "/api/scans/bulk"): _WRITE,
    ("PATCH", "/api/scans/{scan_id}"): _WRITE,
    ("POST", "/api/scans/{scan_id}/links"): _WRITE,
    ("DELETE", "/api/scans/{scan_id}/links/{link_id}"): _WRITE,
    ("POST", "/api/scans/{scan_id}/fields"): _WRITE,
    ("POST", "/api/scans/{scan_id}/cancel"): _WRITE,
    ("POST", "/api/scans/{scan_id}/retry"): _WRITE,
    ("DELETE", "/api/scans/{scan_id}"): _WRITE,
    ("DELETE", "/api/field-memory/{remembered_id}"): _WRITE,
    ("GET", "/api/webhooks"): _READ,
    ("GET", "/api/webhooks/{webhook_id}"): _READ,
    ("GET", "/api/webhooks/{webhook_id}/deliveries"): _READ,
    ("GET", "/api/webhooks/{webhook_id}/deliveries/{delivery_id}"): _READ,
    ("POST", "/api/webhooks/{webhook_id}/test"): _WRITE,
    ("POST", "/api/webhooks/{webhook_id}/deliveries/{delivery_id}/replay"): _WRITE,
    ("POST", "/api/webhooks/{webhook_id}/replay"): _WRITE,
    ("POST", "/api/webhooks"): _ADMIN,
    ("PATCH", "/api/webhooks/{webhook_id}"): _ADMIN,
    ("DELETE", "/api/webhooks/{webhook_id}"): _ADMIN,
    ("POST", "/api/webhooks/{webhook_id}/secret"): _ADMIN,
    ("PATCH", "/api/field-memory"): _ADMIN,
    ("DELETE", "/api/field-memory"): _ADMIN,
}
"""Nothing about logins, sessions and keys: a key that leaked must not make another way in."""


def check(caller: Caller, method: str, route: str) -> None:
    """Let people pass, and keys where their scopes say so; `route` is a template such as `/api/scans/{scan_id}`.

    Raises
    ------
    NotForKeys, InsufficientScope.
    """
    if caller.scopes is None:
        return
    needed = NEEDED.get((method, route))
    if needed is None:
        raise NotForKeys
    if needed not in caller.scopes:
        raise InsufficientScope(scope=needed.value)
