"""Wakes the open streams of an account when something happened there: one LISTEN connection a process."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

import psycopg
import structlog
from anyio import CapacityLimiter
from psycopg.conninfo import make_conninfo

from ocrwtf.core.database import LOOK_THREADS, listen_conninfo
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.events.service import CHANNEL
from ocrwtf.users.service import Caller

_log = structlog.get_logger()

MOST_OF_A_USER: Final = 50
"""Open streams in this process: a person with many tabs and devices has a dozen."""
FULL_RETRY_SECONDS: Final = 30
CHECK_SECONDS: Final = 30.0
"""How often a silent connection is asked whether it still lives."""
RECONNECT_SECONDS: Final = 1.0
_LIVELY: Final = {"connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
_NAME: Final = "ocrwtf events"
"""Of the connection, in pg_stat_activity."""


class Bell:
    """Rings for one stream; a ring while nobody waits is not lost."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Whether it rang within that time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        rung = self._rung.is_set()
        self._rung.clear()
        return rung


class Hub:
    """Lives in one event loop; everything but the constructor is called there."""

    def __init__(self) -> None:
        self.closed = False
        self.lookers = CapacityLimiter(LOOK_THREADS)
        """Streams look in threads of their own, few: however many are open, requests find theirs."""
        self._bells: defaultdict[str, set[Bell]] = defaultdict(set)
        self._open: Counter[str] = Counter()

    @contextmanager
    def bell(self, caller: Caller) -> Iterator[Bell]:
        """A bell that rings whenever something happened in the caller's account, and when the hub closes.

        Raises
        ------
        TooManyRequests: the user has as many streams open as are allowed.
        """
        bell, account, user = Bell(), str(caller.account_id), str(caller.user_id)
        if self._open[user] >= MOST_OF_A_USER:
            raise TooManyRequests(FULL_RETRY_SECONDS)
        self._open[user] += 1
        self._bells[account].add(bell)
        try:
            yield bell
        finally:
            self._forget(account, user, bell)

    def _forget(self, account: str, user: str, bell: Bell) -> None:
        """Leave nothing of who is gone: a process lives longer than its callers."""
        self._open[user] -= 1
        if not self._open[user]:
            del self._open[user]
        self._bells[account].discard(bell)
        if not self._bells[account]:
            del self._bells[account]

    def close(self) -> None:
        """End all streams: the process is asked to end, and would wait for them."""
        self.closed = True
        self._ring_all()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen while the block runs; an absent database is waited for."""
        task = asyncio.create_task(self._listen_always())
        try:
            yield
        finally:
            self.close()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _listen_always(self) -> None:
        away = False
        while True:
            try:
                async with await _connect() as connection:
                    if away:
                        _log.info("events.listening")
                    away = False
                    self._ring_all()  # for what happened while nobody listened
                    await self._listen(connection)
            except psycopg.Error as error:
                if not away:
                    _log.warning("events.not_listening", sqlstate=error.sqlstate)
                away = True
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self, connection: psycopg.AsyncConnection) -> None:
        """Until the connection breaks.

        Raises
        ------
        psycopg.Error
        """
        while True:
            async for notice in connection.notifies(timeout=CHECK_SECONDS):
                for bell in self._bells.get(notice.payload, ()):
                    bell.ring()
            await connection.execute("SELECT 1")

    def _ring_all(self) -> None:
        for bells in self._bells.values():
            for bell in bells:
                bell.ring()


async def _connect() -> psycopg.AsyncConnection:
    conninfo = make_conninfo(listen_conninfo(), application_name=_NAME, **_LIVELY)
    connection = await psycopg.AsyncConnection.connect(conninfo, autocommit=True)
    await connection.execute(f"LISTEN {CHANNEL}")
    return connection
