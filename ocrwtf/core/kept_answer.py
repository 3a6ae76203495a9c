"""What another server said and seldom changes: asked for rarely, by one at a time, and good for a day without it."""

import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from ocrwtf.core.outbound import OutboundError

T = TypeVar("T")

FRESH_SECONDS: Final = 600.0
STALE_SECONDS: Final = 24 * 3600.0
PAUSE_SECONDS: Final = 30.0
"""Between two tries, whatever came of the first: a server in trouble is left alone, and nobody can make us ask more."""


class AwayError(Exception):
    """There is no answer, neither a new one nor one that is still good."""


class KeptAnswer(Generic[T]):
    def __init__(self, fetch: Callable[[], T], clock: Callable[[], float] = time.monotonic) -> None:
        """`fetch` raises OutboundError where it gets nothing usable."""
        self._fetch, self._clock = fetch, clock
        self._kept: tuple[T, float] | None = None
        self._tried_at: float | None = None
        self._asking = threading.Lock()

    def get(self, *, renew: bool = False) -> T:
        """The answer. `renew`: what is kept lacks something, so ask though it is fresh, unless that was just done.

        While one thread asks, others take what is kept; only where there is nothing yet they wait for it.

        Raises
        ------
        AwayError.
        """
        if renew or self._age() > FRESH_SECONDS:
            self._renew()
        if self._kept is None or self._age() > STALE_SECONDS:
            raise AwayError
        return self._kept[0]

    def _age(self) -> float:
        return self._clock() - self._kept[1] if self._kept else float("inf")

    def _renew(self) -> None:
        if not self._asking.acquire(blocking=self._age() > STALE_SECONDS):
            return
        try:
            if self._tried_at is not None and self._clock() - self._tried_at < PAUSE_SECONDS:
                return
            self._tried_at = self._clock()
            self._kept = (self._fetch(), self._clock())
        except OutboundError:
            pass  # logged where it was asked; what is kept stays
        finally:
            self._asking.release()
