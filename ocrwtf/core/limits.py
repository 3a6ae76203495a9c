"""How often something may be tried: an exact moving window in this process's memory."""

import hashlib
import json
import math
import threading
import time
from typing import Final

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ocrwtf.core.problems import TooManyRequests

_SWEEP_EVERY_HITS: Final = 1_000


class Throttle:
    """At most `amount` hits of one key within any `per_seconds`; refused hits do not count.

    One lock stands around every call: the library drops its own lock of a key while others may still wait on it.
    """

    def __init__(self, amount: int, per_seconds: int) -> None:
        self._item = RateLimitItemPerSecond(amount, per_seconds)
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._lock = threading.Lock()
        self._hits = 0

    def hit(self, *key_parts: str) -> None:
        """Count one try.

        Raises
        ------
        TooManyRequests: the window is full; `retry_after_seconds` is the first whole second at which a try passes.
        """
        key = _key(key_parts)
        with self._lock:
            self._sweep_now_and_then()
            if self._limiter.hit(self._item, key):
                return
            free_at = self._limiter.get_window_stats(self._item, key).reset_time
        raise TooManyRequests(retry_after_seconds=max(1, math.floor(free_at - time.time()) + 1))

    def clear(self, *key_parts: str) -> None:
        """Forget the tries of this key, as after a login that succeeded."""
        with self._lock:
            self._limiter.clear(self._item, _key(key_parts))

    def _sweep_now_and_then(self) -> None:
        """Drop keys whose tries have all expired: the library empties them but keeps their names for ever."""
        self._hits += 1
        if self._hits % _SWEEP_EVERY_HITS:
            return
        now = time.time()
        for key, entries in list(self._storage.events.items()):
            if all(entry.expiry < now for entry in entries):
                self._storage.clear(key)


def _key(parts: tuple[str, ...]) -> str:
    """One short name for the parts: `("a/b", "c")` and `("a", "b/c")` differ, and long input takes no memory."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
