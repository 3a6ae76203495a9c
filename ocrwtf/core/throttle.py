"""How often something may be tried: exactly so often within any window, at all API processes together with Redis."""

import math
import time

from limits import RateLimitItemPerSecond
from limits.strategies import MovingWindowRateLimiter

from ocrwtf.core.moving_windows import MovingWindows, short_key
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.shared_counts import FAILURES, SharedCounts

_shared: list[SharedCounts] = []
"""At most one; throttles are made before anybody knows the settings."""


def share(counts: SharedCounts | None) -> None:
    """From now on throttles with a name count there while it answers; None: in this process alone."""
    _shared[:] = [counts] if counts else []


class Throttle:
    """At most `amount` hits of one key within any `per_seconds`; refused hits do not count.

    `name` tells throttles apart where several processes count together; one without a name counts here.
    """

    def __init__(self, amount: int, per_seconds: int, name: str = "") -> None:
        self._item = RateLimitItemPerSecond(amount, per_seconds, namespace=f"throttle {name}")
        self._is_shared = bool(name)
        self._windows = MovingWindows()
        self._here = MovingWindowRateLimiter(self._windows)

    def hit(self, *key_parts: str) -> None:
        """Count one try. It may ask over the network, so it has no place in an event loop or a transaction.

        Raises
        ------
        TooManyRequests: the window is full; `retry_after_seconds` is the first whole second at which a try passes.
        """
        key = short_key(*key_parts)
        if counts := self._counts():
            try:
                self._hit(counts.limiter, key)
            except FAILURES as error:
                counts.lose(error)
            else:
                return
        self._hit(self._here, key)

    def clear(self, *key_parts: str) -> None:
        """Forget the tries of this key, as after a login that succeeded."""
        key = short_key(*key_parts)
        self._here.clear(self._item, key)
        if counts := self._counts():
            try:
                counts.limiter.clear(self._item, key)
            except FAILURES as error:
                counts.lose(error)

    def _counts(self) -> SharedCounts | None:
        return next((counts for counts in _shared if self._is_shared and not counts.is_lost), None)

    def _hit(self, limiter: MovingWindowRateLimiter, key: str) -> None:
        if limiter.hit(self._item, key):
            return
        free_at = limiter.get_window_stats(self._item, key).reset_time
        raise TooManyRequests(retry_after_seconds=max(1, math.ceil(free_at - time.time())))
