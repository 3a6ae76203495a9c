"""When to try again, and when to let a server be: plain arithmetic; times are UTC, `chance` is in [0, 1)."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

PAUSES_SECONDS: Final = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 21600, 21600, 21600)
"""After the first, second, … failure of one delivery: some 26 hours in all, the last ones six hours apart."""
LONGEST_SECONDS: Final = 21600
FAILURES_BEFORE_REST: Final = 4
"""Failures in a row, of whatever was to be delivered, after which an endpoint rests."""
RESTS_SECONDS: Final = (10, 30, 60, 120, 300, 600, 1800, 3600)
FAILING_FOR: Final = timedelta(days=5)
"""Then it is switched off."""


def next_attempt(tries: int, now: datetime, chance: float, retry_after: str | None = None) -> datetime | None:
    """When to try again after so many failures; None: not any more.

    Up to a tenth later than said, so that what failed together does not come back together; or as the server asks.
    """
    if tries > len(PAUSES_SECONDS):
        return None
    pause = PAUSES_SECONDS[tries - 1] * (1 + chance / 10)
    return now + timedelta(seconds=max(pause, min(_asked_for(retry_after, now), LONGEST_SECONDS)))


def rests_until(failures: int, now: datetime) -> datetime | None:
    """Until when an endpoint that failed so often in a row is not called, whatever waits for it."""
    if failures < FAILURES_BEFORE_REST:
        return None
    return now + timedelta(seconds=RESTS_SECONDS[min(failures - FAILURES_BEFORE_REST, len(RESTS_SECONDS) - 1)])


def _asked_for(retry_after: str | None, now: datetime) -> float:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3); 0 for none, or one that is not to be understood."""
    if not retry_after:
        return 0
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return int(retry_after)
    try:
        return (parsedate_to_datetime(retry_after) - now).total_seconds()
    except (ValueError, TypeError):
        return 0
