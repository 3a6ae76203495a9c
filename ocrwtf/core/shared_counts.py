"""Counts that all API processes share, in a Valkey or Redis; told apart whether it answers or is lost."""

import threading
from typing import Final

import structlog
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from ocrwtf.core import metrics

log = structlog.get_logger()

FAILURES: Final = (StorageError, OSError, ValueError, TypeError, IndexError)
"""Of the connection, and of answers that are none."""
_PATIENCE_SECONDS: Final = 0.25
"""A request waits no longer; then it is counted here, and so are the next ones without waiting."""
_LOOK_AGAIN_SECONDS: Final = 1.0


class SharedCounts:
    """One server. After the first failure it counts as lost, until it has answered a thread that asks each second."""

    def __init__(self, url: str) -> None:
        """Connects to nothing yet: a server that is away does not keep the API from starting."""
        self._storage = RedisStorage(
            url.replace("valkey", "redis", 1) if url.startswith("valkey") else url,
            key_prefix="ocrwtf",
            wrap_exceptions=True,
            socket_timeout=_PATIENCE_SECONDS,
            socket_connect_timeout=_PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]  # handed on to the client as it is
        )
        self.limiter = MovingWindowRateLimiter(self._storage)
        self.is_lost = False
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watcher: threading.Thread | None = None

    def lose(self, error: Exception) -> None:
        """Note that it failed, once, and look for it from now on."""
        with self._lock:
            if self.is_lost or self._closed.is_set():
                return
            self.is_lost = True
            metrics.REDIS_LOST.inc()
            log.error("limits.redis_lost", error=type(error.__cause__ or error).__name__)
            self._watcher = threading.Thread(target=self._look, name="redis", daemon=True)
            self._watcher.start()

    def close(self) -> None:
        self._closed.set()
        if self._watcher:
            self._watcher.join()
        self.is_lost = True  # whoever counts after that counts in the process
        self._storage.storage.close()

    def _look(self) -> None:
        while not self._closed.wait(_LOOK_AGAIN_SECONDS):
            if self._answers():
                self.is_lost = False
                log.warning("limits.redis_back")
                return

    def _answers(self) -> bool:
        """Whether it counts, which a server that is still loading or may not write does not."""
        try:
            return bool(self._storage.acquire_entry("alive", 1_000, 1))
        except FAILURES:
            return False
