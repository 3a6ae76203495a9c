"""Asks servers of others over HTTP: bounded in time and size, never redirected; not for use inside a transaction."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import anyio
import httpx2
import structlog

log = structlog.get_logger()

MOST_BYTES: Final = 64 * 1024
STEP_SECONDS: Final = 3.0
"""For the connection, and for each read of the answer."""
_ALWAYS: Final = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "ocrwtf"}


class OutboundError(Exception):
    """No usable answer came; `why` is a word for the log, never something that was received."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ask(
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = STEP_SECONDS,
) -> dict[str, Any]:
    """The JSON object at an address, or the one that a form is answered with; all of it within `seconds`.

    For a thread without an event loop. What went wrong is logged with the server's name alone: addresses and answers
    hold codes and tokens.

    Raises
    ------
    OutboundError.
    """
    try:
        return _object(anyio.run(_received, url, form, headers or {}, seconds))
    except OutboundError as error:
        log.warning("outbound.failed", host=urlsplit(url).netloc, why=error.why)
        raise


async def _received(url: str, form: Mapping[str, str] | None, headers: Mapping[str, str], seconds: float) -> bytes:
    method = "GET" if form is None else "POST"
    try:
        with anyio.fail_after(seconds):  # a server that sends a byte a second keeps every read short
            async with (
                httpx2.AsyncClient(timeout=STEP_SECONDS, follow_redirects=False) as client,
                client.stream(method, url, data=form, headers=_ALWAYS | dict(headers)) as answer,
            ):
                return await _small(answer)
    except TimeoutError as error:
        raise OutboundError("too slow") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
        raise OutboundError(type(error).__name__) from error


async def _small(answer: httpx2.Response) -> bytes:
    if answer.status_code != 200:
        raise OutboundError(f"status {answer.status_code}")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise OutboundError("packed, though asked for plain")
    content = bytearray()
    async for part in answer.aiter_raw(8192):
        content += part
        if len(content) > MOST_BYTES:
            raise OutboundError("too large")
    return bytes(content)


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise OutboundError("no JSON") from error
    if not isinstance(found, dict):
        raise OutboundError("no JSON object")
    return found
