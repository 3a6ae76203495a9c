"""A pause that grows while somebody keeps trying one name from many places, and never becomes a lock."""

import math
import threading
import time
from collections import OrderedDict, deque

from ocrwtf.core.problems import TooManyRequests

_SWEEP_EVERY_HITS = 1_000
_MAX_TRUSTED = 100_000


class GrowingPause:
    """`free` tries of one name within `per_seconds`; each further one waits 1, 2, 4 … `longest_seconds` after the last.

    A place from which the name was used rightly does not wait: else whoever keeps trying would keep its owner out.
    """

    def __init__(self, free: int, per_seconds: float, longest_seconds: float) -> None:
        self._free, self._per_seconds, self._longest_seconds = free, per_seconds, longest_seconds
        self._tries: dict[str, deque[float]] = {}
        self._trusted: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = threading.Lock()
        self._hits = 0

    def hit(self, name: str, place: str) -> None:
        """Count one try of the name.

        Raises
        ------
        TooManyRequests: the pause lasts; a refused try is not counted and does not lengthen it.
        """
        with self._lock:
            if (name, place) in self._trusted:
                return
            now = time.time()
            self._sweep_now_and_then(now)
            tries = self._recent(name, now)
            left = self._pause_seconds(len(tries)) - (now - tries[-1]) if tries else 0
            if left > 0:
                raise TooManyRequests(retry_after_seconds=math.ceil(left))
            tries.append(now)

    def trust(self, name: str, place: str) -> None:
        """From now on the name is not kept waiting there; of very many places the oldest are forgotten."""
        with self._lock:
            self._trusted[name, place] = None
            self._trusted.move_to_end((name, place))
            if len(self._trusted) > _MAX_TRUSTED:
                self._trusted.popitem(last=False)

    def _pause_seconds(self, tries: int) -> float:
        over = tries - self._free
        return min(2.0 ** min(over, 30), self._longest_seconds) if over >= 0 else 0

    def _recent(self, name: str, now: float) -> deque[float]:
        tries = self._tries.setdefault(name, deque())
        while tries and tries[0] <= now - self._per_seconds:
            tries.popleft()
        return tries

    def _sweep_now_and_then(self, now: float) -> None:
        """Drop names whose tries are all too old: who tries ever new names takes memory for one window only."""
        self._hits += 1
        if self._hits % _SWEEP_EVERY_HITS == 0:
            for name in list(self._tries):
                if not self._recent(name, now):
                    del self._tries[name]
