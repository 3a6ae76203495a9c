"""The outer layers of every request, from outside: request id and access log, security headers, last catch.

Pure ASGI, so contexts, streams and disconnects reach the application as the server sent them.
"""

import re
import time
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

import structlog
import uuid_utils
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocrwtf.core import metrics, origin
from ocrwtf.core.errors import Problem
from ocrwtf.core.http.client_address import counted_address
from ocrwtf.core.http.problem_answer import problem_answer
from ocrwtf.core.problems import InternalError

_log = structlog.stdlib.get_logger("ocrwtf.http")

_REQUESTS: Final = ("http", "websocket")
_ANSWERS: Final = ("http.response.start", "websocket.http.response.start")
"""Of a request, and of a WebSocket's handshake that is refused."""
_INTERNAL_ERROR: Final = 1011  # RFC 6455 §7.4.1
CLIENT_GONE: Final = 499  # nginx's number for a caller who left before the answer; only in the log
_CLIENT_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ASKED_BY_MACHINES: Final = ("/health", "/ready", "/metrics")
"""Every few seconds; only a refusal is worth a line."""

_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Camera and place are what a delivery is captured with; no frame or foreign page gets them.
    "Permissions-Policy": "camera=(self), geolocation=(self)",
}
# A page of ours brings a policy for its own scripts, an immutable asset its own caching.
_UNLESS_SET: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_ONE_YEAR_SECONDS: Final = 31_536_000
RawHeader = tuple[bytes, bytes]


def _raw(headers: Mapping[str, str]) -> list[RawHeader]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_RAW_ALWAYS: Final = _raw(_ALWAYS)
_RAW_UNLESS_SET: Final = _raw(_UNLESS_SET)
_STRICT_TRANSPORT: Final = (b"strict-transport-security", b"max-age=%d; includeSubDomains" % _ONE_YEAR_SECONDS)
_REPLACED: Final = frozenset((*(name for name, _ in _RAW_ALWAYS), _STRICT_TRANSPORT[0], b"server"))


class RequestContext:
    """Gives each request its id and, when it ends, its line in the log.

    Notes live in the scope's `state`, which is `request.state` to a route, for a context variable set in a thread does
    not come back: `request_id`, `problem`, and `account_id`, `user_id` once who calls has put them there.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in _REQUESTS:
            await self._app(scope, receive, send)
            return
        request_id = str(uuid_utils.uuid7())
        scope.setdefault("state", {})["request_id"] = request_id
        with (
            structlog.contextvars.bound_contextvars(request_id=request_id, **_client_id(scope)),
            origin.acting_from(_origin(scope)),
        ):
            watch = _Watch(request_id, receive, send)
            started = time.perf_counter()
            try:
                await self._app(scope, watch.receive, watch.send)
            finally:
                _write_access_line(scope, watch.status, time.perf_counter() - started)


class _Watch:
    """Sees the status go by, or the client leave before there was one, and adds the id to the answer."""

    def __init__(self, request_id: str, receive: Receive, send: Send) -> None:
        self.status: int | None = None
        self._request_id, self._receive, self._send = request_id, receive, send

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] in ("http.disconnect", "websocket.disconnect") and self.status is None:
            self.status = CLIENT_GONE
        return message

    async def send(self, message: Message) -> None:
        if message["type"] in _ANSWERS:
            self.status = self.status or message["status"]
        elif message["type"] == "websocket.accept":
            self.status = HTTPStatus.SWITCHING_PROTOCOLS
        if message["type"] in (*_ANSWERS, "websocket.accept"):
            message["headers"] = [*message.get("headers", ()), (b"x-request-id", self._request_id.encode())]
        await self._send(message)


def _origin(scope: Scope) -> origin.Origin:
    """For the security log: services know no request."""
    address = counted_address(scope["client"][0] if scope.get("client") else "")
    return origin.Origin(origin.OriginKind.NETWORK, address, Headers(scope=scope).get("user-agent", ""))


def _client_id(scope: Scope) -> dict[str, str]:
    """The caller's own X-Request-ID for our log, if it is harmless; it never becomes ours."""
    given = Headers(scope=scope).get("x-request-id", "")
    return {"client_request_id": given} if _CLIENT_ID.fullmatch(given) else {}


def _write_access_line(scope: Scope, status: int | None, seconds: float) -> None:
    notes = scope.get("state", {})
    metrics.requested(scope.get("method", "GET"), route_template(scope), status or CLIENT_GONE, seconds)
    if scope["path"] in _ASKED_BY_MACHINES and status == HTTPStatus.OK:
        return
    known = {name: str(notes[name]) for name in ("account_id", "user_id", "problem") if notes.get(name)}
    _log.info(
        "request",
        method=scope.get("method", "GET")[:16],  # a WebSocket begins with one
        route=route_template(scope),
        status=status,
        ms=round(seconds * 1000, 1),
        **known,
    )


def route_template(scope: Scope) -> str:
    """`/api/scans/{scan_id}`, never the address itself, which holds ids and tokens; `-` when no route matched."""
    # FastAPI keeps a route's address with its router's prefix here, and the bare one in `route`.
    included = scope.get("fastapi", {}).get("effective_route_context")
    for route in (included, scope.get("route")):
        if path := getattr(route, "path_format", None) or getattr(route, "path", None):
            return str(path)
    return "-"


class SecurityHeaders:
    """Puts the same headers on every answer, whoever wrote it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in _REQUESTS:
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] in _ANSWERS:
                is_https = scope["scheme"] in ("https", "wss")
                message["headers"] = _secured(message.get("headers", ()), is_https=is_https)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _secured(headers: Iterable[RawHeader], *, is_https: bool) -> list[RawHeader]:
    """In one pass over the raw headers: this is done for every answer."""
    kept = [header for header in headers if header[0].lower() not in _REPLACED]
    given = {name.lower() for name, _ in kept}
    kept += _RAW_ALWAYS
    kept += [header for header in _RAW_UNLESS_SET if header[0] not in given]
    if is_https:
        kept.append(_STRICT_TRANSPORT)
    return kept


class LastCatch:
    """Answers what nothing else caught: the cause goes to the log, to the caller only the request id.

    Starlette's own catch stands outside all added layers; its answer would have none of our headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in _REQUESTS:
            await self._app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] in (*_ANSWERS, "websocket.accept")
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Problem as raised:
            problem = raised
        except Exception:  # noqa: BLE001  the API's one place for what nobody foresaw
            _log.exception("unexpected error", route=route_template(scope))
            problem = InternalError()
        else:
            return
        if not started:
            await problem_answer(scope, problem)(scope, receive, send)
        else:
            await _cut(scope, send)


async def _cut(scope: Scope, send: Send) -> None:
    """End what has begun, so that half an answer is not taken for a whole one; of HTTP the server does it itself."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _INTERNAL_ERROR})
