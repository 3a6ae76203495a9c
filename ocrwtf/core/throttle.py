"""How often something may be tried in this process: exactly so often within any window."""

import math
import time

from limits import RateLimitItemPerSecond
from limits.strategies import MovingWindowRateLimiter

from ocrwtf.core.moving_windows import MovingWindows, short_key
from ocrwtf.core.problems import TooManyRequests


class Throttle:
    """At most `amount` hits of one key within any `per_seconds`; refused hits do not count."""

    def __init__(self, amount: int, per_seconds: int) -> None:
        self._item = RateLimitItemPerSecond(amount, per_seconds)
        self._windows = MovingWindows()
        self._limiter = MovingWindowRateLimiter(self._windows)

    def hit(self, *key_parts: str) -> None:
        """Count one try.

        Raises
        ------
        TooManyRequests: the window is full; `retry_after_seconds` is the first whole second at which a try passes.
        """
        key = short_key(*key_parts)
        if self._limiter.hit(self._item, key):
            return
        free_at = self._limiter.get_window_stats(self._item, key).reset_time
        raise TooManyRequests(retry_after_seconds=max(1, math.ceil(free_at - time.time())))

    def clear(self, *key_parts: str) -> None:
        """Forget the tries of this key, as after a login that succeeded."""
        self._limiter.clear(self._item, short_key(*key_parts))
