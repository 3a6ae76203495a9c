"""Looks at what was sent before any route does: how large it is, and whether it can be read at all."""

import email.message
from collections.abc import Mapping
from typing import Final, Literal
from urllib.parse import unquote_to_bytes

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocrwtf.core.errors import Problem
from ocrwtf.core.http.pace import Paced
from ocrwtf.core.http.strict_json import NotStrictJsonError, check_json
from ocrwtf.core.problems import BodyTooLarge, HeadersTooLarge, MalformedBody, NotFound, TooSlow

MEBIBYTE: Final = 2**20
BODY_LIMIT_BYTES: Final = MEBIBYTE
# Four files of the largest kind, and the form around them.
UPLOAD_PATHS: Final[Mapping[str, int]] = {
    "/api/scans/upload": 210 * MEBIBYTE,
    "/api/conversions": 51 * MEBIBYTE,
    "/api/upload": 51 * MEBIBYTE,
}
MAX_HEADERS: Final = 100
MAX_HEADER_KB: Final = 32
"""Of all together; uvicorn itself closes the connection at 64."""
MAX_FORM_FIELDS: Final = 50
_INLINE_BYTES: Final = 64 * 1024  # a larger JSON body is checked in a thread: 1 MiB takes tens of milliseconds

_Kind = Literal["json", "form", "multipart", "other"]


class Refused(HTTPException):
    """Carries a problem through FastAPI, which turns any other exception of reading a body into a bare 400."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status)
        self.problem = problem


class BodyGuard:
    """JSON and plain forms are read whole and checked; everything else is counted while it streams.

    `upload_paths` maps the beginning of a path (`/api/scans/upload`) to how many bytes a multipart body may have there;
    every other body may have 1 MiB.
    """

    def __init__(self, app: ASGIApp, upload_paths: Mapping[str, int] = UPLOAD_PATHS) -> None:
        self._app = app
        self._upload_paths = upload_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            _check_headers(scope)
            _check_address(scope)
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind = _kind(scope)
        limit_bytes = self._limit_bytes(scope["path"], kind)
        counted = _Counted(Paced(receive, _announced(scope, limit_bytes)), limit_bytes)
        if kind in ("json", "form"):
            body = await _whole(counted)
            await _check(body, kind)
            await self._app(scope, _Replay(body, receive), send)
        else:
            await self._app(scope, counted, send)

    def _limit_bytes(self, path: str, kind: _Kind) -> int:
        if kind != "multipart":
            return BODY_LIMIT_BYTES
        fitting = [start for start in self._upload_paths if path == start or path.startswith(start.rstrip("/") + "/")]
        return self._upload_paths[max(fitting, key=len)] if fitting else BODY_LIMIT_BYTES


class _Counted:
    """`receive`, up to a number of bytes; what a client announces is not trusted."""

    def __init__(self, receive: Receive, limit_bytes: int) -> None:
        self._receive, self._limit_bytes, self._seen_bytes = receive, limit_bytes, 0

    async def __call__(self) -> Message:
        try:
            message = await self._receive()
        except TooSlow as problem:
            raise Refused(problem) from None
        self._seen_bytes += len(message.get("body", b""))
        if self._seen_bytes > self._limit_bytes:
            raise Refused(BodyTooLarge(limit_bytes=self._limit_bytes))
        return message


def _announced(scope: Scope, limit_bytes: int) -> int:
    """How many bytes Content-Length says; 0 when it says nothing. Raises BodyTooLarge, before a byte is read."""
    announced = Headers(scope=scope).get("content-length", "")
    if not announced.isdecimal():
        return 0
    if len(announced) > 18 or int(announced) > limit_bytes:
        raise BodyTooLarge(limit_bytes=limit_bytes)
    return int(announced)


class _Replay:
    """Gives a body that was read already to the application, then whatever the server says next."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _whole(receive: Receive) -> bytes:
    parts, more = list[bytes](), True
    while more:
        try:
            message = await receive()
        except Refused as refused:
            raise refused.problem from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def _check(body: bytes, kind: _Kind) -> None:
    if kind == "form":
        if body.count(b"&") >= MAX_FORM_FIELDS:
            raise MalformedBody
        _check_percent_encoded(body.replace(b"+", b" "))
        return
    try:
        if len(body) > _INLINE_BYTES:
            await run_in_threadpool(check_json, body)
        elif body:
            check_json(body)
    except NotStrictJsonError:
        raise MalformedBody from None


def _check_headers(scope: Scope) -> None:
    headers = scope["headers"]
    if len(headers) > MAX_HEADERS or sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_KB * 1024:
        raise HeadersTooLarge(MAX_HEADERS, MAX_HEADER_KB)


def _check_address(scope: Scope) -> None:
    """No text with a NUL can be stored or found; a path with one leads nowhere."""
    if "\0" in scope["path"]:
        raise NotFound
    _check_percent_encoded(scope["query_string"])


def _check_percent_encoded(text: bytes) -> None:
    plain = unquote_to_bytes(text)
    try:
        plain.decode()  # a surrogate has no UTF-8 either
    except UnicodeDecodeError:
        raise MalformedBody from None
    if b"\0" in plain:
        raise MalformedBody


def _kind(scope: Scope) -> _Kind:
    """By Content-Type, read just as FastAPI reads it, so that nothing is JSON to one and not to the other."""
    given = Headers(scope=scope).get("content-type", "")
    if not given:
        return "other"
    message = email.message.Message()
    message["content-type"] = given
    main, sub = message.get_content_maintype(), message.get_content_subtype()
    if main == "application" and (sub == "json" or sub.endswith("+json")):
        return "json"
    if main == "multipart":
        return "multipart"
    return "form" if (main, sub) == ("application", "x-www-form-urlencoded") else "other"
