"""Lets the pages of named other origins call the API (CORS), with a token and never with our cookie."""

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept-Language, Idempotency-Key, Last-Event-ID, "
    "X-Request-ID",
    "Access-Control-Max-Age": "600",
}
_EXPOSED: Final = "Content-Disposition, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"


class CrossOrigin:
    """`origins` are compared whole. Pages of others, and of `null`, are not let read any answer by their browsers."""

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        self._app, self._origins = app, frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._origins or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        allowed = {"Access-Control-Allow-Origin": origin} if origin in self._origins else {}
        if allowed and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await Response(status_code=204, headers=allowed | _PREFLIGHT | {"Vary": "Origin"})(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.add_vary_header("Origin")
                answer.update(allowed | ({"Access-Control-Expose-Headers": _EXPOSED} if allowed else {}))
            await send(message)

        await self._app(scope, receive, send_with_headers)
