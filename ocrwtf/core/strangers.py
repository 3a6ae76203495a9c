"""Posts to servers whose address a user gave: never to one within, never where a redirect leads, bounded in time.

The name is resolved once, all its addresses are checked, and what was checked is what is dialled: a name server that
answers differently the second time is not asked a second time. The certificate is checked against the name.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from socket import SOCK_STREAM
from typing import Final

import anyio
import httpx2
from anyio import getaddrinfo

from ocrwtf.core.public_addresses import all_public

SECONDS: Final = 10.0
"""For all of it: the name, the connection, and the beginning of the answer."""
CONNECT_SECONDS: Final = 3.0
"""For one address: there may be another."""
_MOST_DIALLED: Final = 3


class Trouble(StrEnum):
    """Why no answer came."""

    NO_SUCH_NAME = "no-such-name"
    NOT_PUBLIC = "not-public"
    NOT_REACHED = "not-reached"
    BAD_CERTIFICATE = "bad-certificate"
    TOO_SLOW = "too-slow"
    BROKEN_ANSWER = "broken-answer"


class CallFailed(Exception):  # noqa: N818  it tells what happened
    def __init__(self, why: Trouble) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Reply:
    """The beginning of an answer; what else came was not read."""

    status: int
    retry_after: str | None


def post(url: str, body: bytes, headers: Mapping[str, str], *, may_be_within: bool = False) -> Reply:
    """Post and give what was answered; for a thread without an event loop, and not for use inside a transaction.

    `may_be_within`: who runs the service named this server, so that it may stand in our own network.

    Raises
    ------
    CallFailed.
    """
    return anyio.run(_posted, httpx2.URL(url), body, dict(headers), may_be_within)


async def _posted(url: httpx2.URL, body: bytes, headers: dict[str, str], may_be_within: bool) -> Reply:  # noqa: FBT001
    try:
        with anyio.fail_after(SECONDS):
            addresses = await _resolved(url)
            if not may_be_within and not all_public(addresses):
                raise CallFailed(Trouble.NOT_PUBLIC)
            return await _said_by_first(addresses[:_MOST_DIALLED], url, body, headers)
    except TimeoutError as error:
        raise CallFailed(Trouble.TOO_SLOW) from error


async def _resolved(url: httpx2.URL) -> list[str]:
    name, port = url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await getaddrinfo(name, port, type=SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallFailed(Trouble.NO_SUCH_NAME) from error
    return list(dict.fromkeys(str(socket_address[0]) for *_, socket_address in found))


async def _said_by_first(addresses: list[str], url: httpx2.URL, body: bytes, headers: dict[str, str]) -> Reply:
    """What the first of them says that can be reached at all: nothing was sent to the others."""
    failed = CallFailed(Trouble.NO_SUCH_NAME)
    for address in addresses:
        try:
            return await _said_by(address, url, body, headers)
        except httpx2.ConnectTimeout:
            failed = CallFailed(Trouble.TOO_SLOW)
        except httpx2.ConnectError as error:
            failed = CallFailed(_why_not_connected(error))
        except httpx2.TimeoutException as error:
            raise CallFailed(Trouble.TOO_SLOW) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
            raise CallFailed(Trouble.BROKEN_ANSWER) from error
    raise failed


async def _said_by(address: str, url: httpx2.URL, body: bytes, headers: dict[str, str]) -> Reply:
    # No proxy of the environment: it would resolve the name again.
    patience = httpx2.Timeout(SECONDS, connect=CONNECT_SECONDS)
    plain = httpx2.AsyncClient(verify=_trusted(), timeout=patience, follow_redirects=False, trust_env=False)
    named = {**headers, "Host": url.netloc.decode("ascii")}
    at, for_name = url.copy_with(host=address), {"sni_hostname": url.raw_host.decode("ascii")}
    async with plain as client, client.stream("POST", at, content=body, headers=named, extensions=for_name) as answer:
        return Reply(answer.status_code, answer.headers.get("retry-after"))


def _why_not_connected(error: BaseException) -> Trouble:
    """A certificate's fault comes wrapped, as a connection that was not made."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLError):
            return Trouble.BAD_CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    return Trouble.NOT_REACHED


@cache
def _trusted() -> ssl.SSLContext:
    """The usual authorities, or those of SSL_CERT_FILE, with which a company adds its own."""
    return httpx2.create_ssl_context()
