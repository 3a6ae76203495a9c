"""Who is at the other end, also behind proxies of ours: X-Forwarded-For and -Proto, believed from them alone.

The outermost layer, so that every other one sees the right `client` and `scheme` in the scope.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_log = structlog.stdlib.get_logger("ocrwtf.http")
_MOST_HOPS: Final = 20


class ClientAddress:
    """`trusted` are the proxies; with none, no header is believed."""

    def __init__(self, app: ASGIApp, trusted: Sequence[Network] = ()) -> None:
        self._app, self._trusted = app, trusted
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            peer = _address(scope["client"][0]) if self._trusted and scope.get("client") else None
            if peer and self._trusts(peer):
                self._believe(scope, peer)
            elif not self._warned and b"x-forwarded-for" in (name for name, _ in scope["headers"]):
                self._warned = True
                _log.warning("a header X-Forwarded-For is not believed: its sender is not in TRUSTED_PROXIES")
        await self._app(scope, receive, send)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)

    def _believe(self, scope: Scope, peer: Address) -> None:
        headers = Headers(scope=scope)
        client = self._client(peer, ",".join(headers.getlist("x-forwarded-for")))
        scope["client"] = (str(client), 0)
        # Of several the last was written by the proxy that is next to us.
        proto = ",".join(headers.getlist("x-forwarded-proto")).rpartition(",")[2].strip().lower()
        if proto in ("http", "https"):
            is_socket = scope["type"] == "websocket"
            scope["scheme"] = {"http": "ws", "https": "wss"}[proto] if is_socket else proto

    def _client(self, peer: Address, forwarded: str) -> Address:
        """From right to left as long as proxies of ours wrote it: what stands further left anybody can have written."""
        client = peer
        for hop in reversed(forwarded.rsplit(",", _MOST_HOPS)):
            address = _address(hop)
            if address is None:
                break
            client = address
            if not self._trusts(address):
                break
        return client


def _address(text: str) -> Address | None:
    """Also `203.0.113.9:4711` and `[2001:db8::1]:4711`, as some proxies write them; None where there is no address."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


@lru_cache(maxsize=10_000)
def counted_address(host: str) -> str:
    """One name for all addresses that one customer of a provider has: of IPv6 the /64 (RFC 6177), of IPv4 the address.

    Else who has a /64 would have 2⁶⁴ times the tries. An IPv4 address mapped into IPv6 (RFC 4291 §2.5.5.2) is itself.
    """
    try:
        address = ip_address(host)
    except ValueError:  # a local socket has no address
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False))
