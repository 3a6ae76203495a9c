"""The client's address is what proxies of ours say, read from right to left, and nobody else's word."""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import anyio
import pytest
from starlette.types import Receive, Scope, Send

from ocrwtf.core.http.client_address import ClientAddress

PROXIES = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8")]
Lines = Callable[[], list[dict[str, Any]]]


def seen(peer: str, forwarded: list[str], proto: str = "", kind: str = "http") -> tuple[str, str]:
    """Client and scheme, as the application behind the layer sees them."""
    found: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope)

    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    headers += [(b"x-forwarded-proto", proto.encode())] if proto else []
    scheme = "ws" if kind == "websocket" else "http"
    scope: dict[str, Any] = {"type": kind, "client": (peer, 5), "scheme": scheme, "headers": headers}
    layer: Any = ClientAddress(app, PROXIES)
    anyio.run(layer, scope, None, None)
    return found[0]["client"][0], found[0]["scheme"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["6.6.6.6"], "203.0.113.9"),  # not from a proxy of ours
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.9"], "203.0.113.9"),  # the left one is the client's invention
        ("127.0.0.1", ["6.6.6.6", "203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
        ("127.0.0.1", ["10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", ["203.0.113.9, nonsense, 10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", ["", "unknown"], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
        ("::ffff:127.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        ("fd00::1", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["6.6.6.6," * 30_000 + "203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["10.0.0.1," * 30_000 + "10.0.0.2"], "10.0.0.1"),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_proxy(peer: str, forwarded: list[str], client: str) -> None:
    assert seen(peer, forwarded)[0] == client


@pytest.mark.parametrize(
    ("peer", "proto", "kind", "scheme"),
    [
        ("127.0.0.1", "https", "http", "https"),
        ("127.0.0.1", "https", "websocket", "wss"),
        ("127.0.0.1", "http, HTTPS", "http", "https"),
        ("127.0.0.1", "gopher", "http", "http"),
        ("203.0.113.9", "https", "http", "http"),
    ],
)
def test_the_scheme_too_is_believed_from_proxies_only(peer: str, proto: str, kind: str, scheme: str) -> None:
    assert seen(peer, [], proto, kind)[1] == scheme


def test_a_header_that_is_not_believed_is_told_to_the_operator(lines: Lines) -> None:
    seen("203.0.113.9", ["6.6.6.6"])
    assert "TRUSTED_PROXIES" in lines()[0]["event"]
    assert "6.6.6.6" not in str(lines())
