"""Places for slow work, so that it never holds all threads that serve requests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from ocrwtf.core.problems import ServiceUnavailable

log = structlog.get_logger()

WAIT_SECONDS = 2.0
RETRY_AFTER_SECONDS = 3


class Places:
    """So many callers at once; one more waits for a short while, and all others are told to come back.

    At most one waits, because waiting holds a thread too. The places and the waiters of all kinds of work must be fewer
    than the 40 threads of a process (that many connections has its pool as well).
    """

    def __init__(self, work: str, count: int, *, one_waits: bool = True) -> None:
        """`work` names it in the log."""
        self._work, self._one_waits = work, one_waits
        self.threads = count + one_waits
        """Held at most: one a place, and the one that waits."""
        self._free = threading.BoundedSemaphore(count)
        self._waiting = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A place, given back on leaving.

        Raises
        ------
        ServiceUnavailable: none got free in time.
        """
        if not (self._free.acquire(blocking=False) or self._had_by_waiting()):
            log.warning("overloaded", work=self._work)
            raise ServiceUnavailable(RETRY_AFTER_SECONDS)
        try:
            yield
        finally:
            self._free.release()

    def _had_by_waiting(self) -> bool:
        if not self._one_waits or not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._free.acquire(timeout=WAIT_SECONDS)
        finally:
            self._waiting.release()
