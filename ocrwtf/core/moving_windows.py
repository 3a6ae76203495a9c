"""Exact moving windows in this process's memory, as a storage of the `limits` library."""

import hashlib
import json
import threading
import time
from collections import deque
from typing import Final

from limits.storage import MemoryStorage

_SWEEP_EVERY_TRIES: Final = 1_000


class MovingWindows(MemoryStorage):
    """The library's storage with windows of our own: times of the last tries by key. Memory is that of one
    window, for keys without a recent try are dropped.

    The library's start a thread for every hundredth of a second in which they are used, walk over all keys there, keep
    the names of keys for ever, and drop the lock of a key while others may still wait on it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._times: dict[str, deque[float]] = {}
        self._expiry: dict[str, int] = {}
        self._lock = threading.Lock()
        self._tries = 0

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Whether `amount` more fit into the window of `expiry` seconds; if so they are counted."""
        with self._lock:
            now = time.time()
            self._sweep_now_and_then(now)
            times = self._recent(key, expiry, now)
            if len(times) + amount > limit:
                return False
            times.extend([now] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002
        """When the oldest try that still counts was made, and how many count."""
        with self._lock:
            now = time.time()
            times = self._recent(key, expiry, now) if key in self._times else ()
            return (times[0], len(times)) if times else (now, 0)

    def clear(self, key: str) -> None:
        with self._lock:
            self._times.pop(key, None)

    def _recent(self, key: str, expiry: int, now: float) -> deque[float]:
        self._expiry[key] = expiry
        times = self._times.setdefault(key, deque())
        while times and times[0] <= now - expiry:
            times.popleft()
        return times

    def _sweep_now_and_then(self, now: float) -> None:
        self._tries += 1
        if self._tries % _SWEEP_EVERY_TRIES == 0:
            for key in list(self._expiry):
                if not self._times.get(key) or self._times[key][-1] <= now - self._expiry[key]:
                    self._times.pop(key, None)
                    del self._expiry[key]


def short_key(*parts: str) -> str:
    """One short name for the parts: `("a/b", "c")` and `("a", "b/c")` differ, and long input takes no memory."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
