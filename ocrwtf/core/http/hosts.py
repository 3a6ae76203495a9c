"""Answers only to names that are ours: else a page elsewhere could rebind its own name to this machine and read all."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from ocrwtf.core.problems import UnknownHost

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class AllowedHosts:
    """`names` as in `ocr.example` or `*.ocr.example`; loopback names always. Without any, every IP address will do.

    A browser never takes an IP address for another site's name, so those need no list.
    """

    def __init__(self, app: ASGIApp, names: Sequence[str] = ()) -> None:
        self._app = app
        self._names = frozenset((*_LOOPBACK, *(name for name in names if not name.startswith("*."))))
        self._endings = tuple(name[1:] for name in names if name.startswith("*."))
        self._any_address = not names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not self._serves(scope):
            raise UnknownHost
        await self._app(scope, receive, send)

    def _serves(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"host"]
        if len(given) != 1:  # RFC 9112 §3.2: exactly one
            return False
        name = _name(given[0].decode("latin-1"))
        return name in self._names or name.endswith(self._endings) or (self._any_address and _is_address(name))


def _name(host: str) -> str:
    """Without port, brackets and the dot of the root."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].rstrip(".").lower()


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
