"""uvicorn's HTTP/1.1 with patience for the head of a request: a connection that never finishes one is closed."""

import asyncio
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 10.0


class PatientProtocol(H11Protocol):
    """uvicorn itself waits for ever for a first head, and for one of which a byte has come. Bodies are paced inside."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def data_received(self, data: bytes) -> None:
        if self._head_timer is None and self._awaits_head():
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)
        super().data_received(data)
        if not self._awaits_head():
            self._forget_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_timer()
        super().connection_lost(exc)

    def _awaits_head(self) -> bool:
        if self.transport.get_protocol() is not self:  # a WebSocket has taken over
            return False
        return self.cycle is None or self.cycle.response_complete

    def _give_up(self) -> None:
        self._head_timer = None
        if self._awaits_head():
            self.transport.close()

    def _forget_timer(self) -> None:
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None
