"""What one caller is told, for as long as the caller listens and the login lasts."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final, TypeVar

from anyio import to_thread

from ocrwtf.core.database import AWAY, transaction
from ocrwtf.events import service
from ocrwtf.events.hub import Bell, Hub
from ocrwtf.events.service import Message, Sight
from ocrwtf.users.problems import NotAuthenticated
from ocrwtf.users.service import Caller

T = TypeVar("T")

HEARTBEAT_SECONDS: Final = 15.0
"""At least so often a stream looks whether the login lasts; whoever is told nothing else gets a sign of life."""


class Stream:
    """One caller's messages. The bell has to ring from before the start, else what happens meanwhile comes late."""

    def __init__(self, hub: Hub, bell: Bell, caller: Caller) -> None:
        self._hub, self._bell, self._caller = hub, bell, caller
        self._first: list[Message] = []
        self._position = 0

    async def start(self, last_event_id: str | None) -> None:
        """Find out from where on to tell; whatever is wrong can still be answered with a problem."""

        def find() -> tuple[int, list[Message]]:
            with transaction(self._caller.account_id) as session:
                return service.start(session, self._caller, last_event_id)

        self._position, self._first = await self._in_thread(find)

    async def told(self) -> AsyncIterator[Message | None]:
        """Ends when the login does, or the process; None is a sign of life."""
        for message in self._first:
            yield message
        with suppress(NotAuthenticated):
            while not self._hub.closed:
                sight = await self._look()
                for message in sight.messages:
                    yield message
                if sight.is_all and not await self._bell.wait(HEARTBEAT_SECONDS):
                    yield None

    async def _look(self) -> Sight:
        """What is new; nothing while the database is away, for which the hub waits, and rings when it is back."""

        def look() -> Sight:
            with transaction() as session:
                return service.look(session, self._caller, self._position)

        try:
            sight = await self._in_thread(look)
        except AWAY:
            return Sight(self._position, [], is_all=True)
        self._position = sight.position
        return sight

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await to_thread.run_sync(work, limiter=self._hub.lookers)
