"""How long a body may take to come: who sends hardly anything is not waited for."""

from asyncio import timeout
from typing import Final

import anyio
from starlette.types import Message, Receive

from ocrwtf.core.problems import TooSlow

STRETCH_SECONDS: Final = 10.0
STRETCH_BYTES: Final = 10_000
"""In every stretch at least so many bytes, which is 1 kB/s; only an end comes with fewer."""
TOTAL_SECONDS: Final = 120.0
BYTES_PER_SECOND: Final = 32 * 1024
"""What announces its size may take longer than the total where it needs to at this pace, as over mobile networks."""


class Paced:
    """`receive` that waits only so long. Only waiting counts: a busy server is not the sender's fault."""

    def __init__(self, receive: Receive, announced_bytes: int = 0) -> None:
        self._receive = receive
        self._left_seconds = max(TOTAL_SECONDS, announced_bytes / BYTES_PER_SECOND)
        self._stretch_seconds, self._missing_bytes = STRETCH_SECONDS, STRETCH_BYTES
        self._is_whole = False

    async def __call__(self) -> Message:
        """The next message; once the body is whole, whenever it comes.

        Raises
        ------
        TooSlow
        """
        if self._is_whole:
            return await self._receive()
        started = anyio.current_time()
        try:
            async with timeout(min(self._stretch_seconds, self._left_seconds)):
                message = await self._receive()
        except TimeoutError:
            raise TooSlow from None
        self._note(message, anyio.current_time() - started)
        return message

    def _note(self, message: Message, waited_seconds: float) -> None:
        self._is_whole = not message.get("more_body", False)
        self._left_seconds -= waited_seconds
        self._stretch_seconds -= waited_seconds
        self._missing_bytes -= len(message.get("body", b""))
        if self._missing_bytes <= 0:
            self._stretch_seconds, self._missing_bytes = STRETCH_SECONDS, STRETCH_BYTES
