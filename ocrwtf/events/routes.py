"""HTTP for events: one stream a caller, as Server-Sent Events or over a WebSocket."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any, Final

from anyio import create_task_group
from fastapi import APIRouter, Depends, Header, Query, WebSocket, WebSocketDisconnect
from fastapi.requests import HTTPConnection
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from ocrwtf.core.errors import Language
from ocrwtf.core.http.language import LanguageDep
from ocrwtf.events.stream import Stream
from ocrwtf.events.wording import worded
from ocrwtf.users.auth import CallerDep

router = APIRouter(tags=["events"])

RETRY_MILLISECONDS: Final = 2000
"""After which a browser comes back to a stream that has ended."""
_MEDIA_TYPE: Final = "text/event-stream"
_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Events without end.", "content": {_MEDIA_TYPE: {"schema": {"type": "string"}}}}
}
_UNBUFFERED: Final = {"X-Accel-Buffering": "no"}
_GOING_AWAY, _LOGIN_ENDED = 1001, 4401


async def get_stream(connection: HTTPConnection, caller: CallerDep) -> AsyncIterator[Stream]:
    """Kept until the answer has ended, however it ends."""
    hub = connection.app.state.hub
    with hub.bell(caller) as bell:
        yield Stream(hub, bell, caller)


StreamDep = Annotated[Stream, Depends(get_stream)]


@router.get("/api/events", response_class=StreamingResponse, responses=_STREAM)
async def events(
    stream: StreamDep, language: LanguageDep, last_event_id: Annotated[str | None, Header()] = None
) -> StreamingResponse:
    """What happens in the account from now on, or all that happened after `Last-Event-ID` first.

    Begins with `hello` (load your lists after it, and you miss nothing) or, when what came after that id is no more to
    be had, with `reset` (load anew). A driver is told of own captures only.
    """
    await stream.start(last_event_id)
    return StreamingResponse(_as_sse(stream, language), media_type=_MEDIA_TYPE, headers=_UNBUFFERED)


async def _as_sse(stream: Stream, language: Language) -> AsyncIterator[bytes]:
    yield format_sse_event(retry=RETRY_MILLISECONDS)
    async for message in stream.told():
        if message:
            data = _json(worded(message.data, language))
            yield format_sse_event(id=str(message.id), event=message.event, data_str=data)
        else:
            yield format_sse_event(comment="")


@router.websocket("/ws")
async def socket(
    socket: WebSocket,
    stream: StreamDep,
    language: LanguageDep,
    last_event_id: Annotated[str | None, Query(alias="lastEventId")] = None,
) -> None:
    """The same as text messages `{"id", "event", "data"}`; the server's own pings are the signs of life."""
    await stream.start(last_event_id)
    await socket.accept()
    async with create_task_group() as both:

        async def end_with_client() -> None:
            await _until_gone(socket)
            both.cancel_scope.cancel()

        both.start_soon(end_with_client)
        with suppress(WebSocketDisconnect):
            await _tell(socket, stream, language)
        both.cancel_scope.cancel()


async def _tell(socket: WebSocket, stream: Stream, language: Language) -> None:
    async for message in stream.told():
        if message:
            data = worded(message.data, language)
            await socket.send_text(_json({"id": message.id, "event": message.event, "data": data}))
    await socket.close(_GOING_AWAY if socket.app.state.hub.closed else _LOGIN_ENDED)


async def _until_gone(socket: WebSocket) -> None:
    """Whatever the client says is not listened to."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
