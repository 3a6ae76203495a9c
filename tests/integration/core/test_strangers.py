"""Posting to a stranger's server: never within, whatever its name stands for; its certificate is checked by name."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import trustme

from ocrwtf.core import strangers
from ocrwtf.core.strangers import CallFailed, Trouble, post
from tests.integration.users.local_server import Asked, LocalServer, Said, running

Names = dict[str, list[list[str]]]


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with running() as server:
        yield server


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[[Names], list[str]]:
    """A name server: each name stands for these addresses; or, asked again, for the next ones. Gives what was asked."""
    asked: list[str] = []

    def set_up(known: Names) -> list[str]:
        async def getaddrinfo(name: str, port: int, **_: Any) -> list[Any]:
            asked.append(name)
            if not (answers := known.get(name)):
                raise socket.gaierror
            found = answers.pop(0) if len(answers) > 1 else answers[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(strangers, "getaddrinfo", getaddrinfo)
        return asked

    return set_up


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that were dialled; nobody is there."""
    found: list[str] = []

    async def connect_tcp(remote_host: str, remote_port: int, **_: Any) -> Any:
        found.append(f"{remote_host} {remote_port}")
        raise ConnectionRefusedError

    monkeypatch.setattr(anyio, "connect_tcp", connect_tcp)
    return found


def why(url: str, **options: Any) -> Trouble:
    with pytest.raises(CallFailed) as failed:
        post(url, b"{}", {}, **options)
    return failed.value.why


def test_a_server_of_the_operator_gets_the_body_and_the_headers(server: LocalServer) -> None:
    server.answers["/in"] = lambda _: Said(status=204)
    reply = post(f"{server.address}/in", b'{"a":1}', {"webhook-id": "msg_1"}, may_be_within=True)
    (asked,) = server.asked
    assert (reply.status, asked.method, json.loads(asked.body)) == (204, "POST", {"a": 1})
    assert asked.headers["webhook-id"] == "msg_1"
    assert asked.headers["Host"] == server.address.removeprefix("http://")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "localhost.", "0.0.0.0", "127.1", "2130706433", "[::1]"])  # noqa: S104
def test_a_stranger_cannot_reach_this_machine(server: LocalServer, name: str) -> None:
    port = server.server_address[1]
    assert why(f"http://{name}:{port}/in") in (Trouble.NOT_PUBLIC, Trouble.NO_SUCH_NAME)
    assert server.asked == []


def test_a_name_that_stands_for_an_address_within_is_not_dialled(names: Any, dialled: list[str]) -> None:
    names({"dalam.contoh.id": [["10.0.0.1"]], "keduanya.contoh.id": [["8.8.8.8", "127.0.0.1"]]})
    assert why("https://dalam.contoh.id/") == Trouble.NOT_PUBLIC
    assert why("https://keduanya.contoh.id/") == Trouble.NOT_PUBLIC
    assert dialled == []


def test_a_name_that_stands_for_something_else_the_second_time_is_asked_once(names: Any, dialled: list[str]) -> None:
    asked = names({"ganti.contoh.id": [["8.8.8.8"], ["127.0.0.1"]]})
    assert why("https://ganti.contoh.id/") == Trouble.NOT_REACHED
    assert (asked, dialled) == (["ganti.contoh.id"], ["8.8.8.8 443"])


def test_the_second_address_is_dialled_when_the_first_is_not_reached(names: Any, dialled: list[str]) -> None:
    names({"dua.contoh.id": [["8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1"]]})
    assert why("https://dua.contoh.id/") == Trouble.NOT_REACHED
    assert dialled == ["8.8.8.8 443", "8.8.4.4 443", "1.1.1.1 443"]


@pytest.mark.parametrize("proxy", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
def test_no_proxy_is_asked_to_find_the_name_again(
    names: Any, dialled: list[str], server: LocalServer, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv(proxy, server.address)
    names({"erp.contoh.id": [["8.8.8.8"]]})
    assert why("https://erp.contoh.id/") == Trouble.NOT_REACHED
    assert (server.asked, dialled) == ([], ["8.8.8.8 443"])


def test_a_redirect_is_an_answer_and_not_followed(server: LocalServer) -> None:
    server.answers["/in"] = lambda _: Said(status=307, headers={"Location": f"{server.address}/dalam"})
    assert post(f"{server.address}/in", b"{}", {}, may_be_within=True).status == 307
    assert server.count("/dalam") == 0


def test_what_comes_after_the_beginning_of_an_answer_is_not_waited_for(server: LocalServer) -> None:
    server.answers["/in"] = lambda _: Said(status=200, drips=True, headers={"Retry-After": "7"})
    reply = post(f"{server.address}/in", b"{}", {}, may_be_within=True)
    assert (reply.status, reply.retry_after) == (200, "7")


def test_who_thinks_for_longer_than_a_connection_may_take_is_waited_for(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "CONNECT_SECONDS", 0.2)

    def thinks(_: Asked) -> Said:
        server.closing.wait(0.5)
        return Said(status=204)

    server.answers["/in"] = thinks
    assert post(f"{server.address}/in", b"{}", {}, may_be_within=True).status == 204


def test_who_does_not_answer_in_time_is_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert why(url, may_be_within=True) == Trouble.TOO_SLOW


def test_who_says_nonsense_has_not_answered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:

        def talk() -> None:
            connection, _ = door.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"220 mail.contoh.id ESMTP\r\n")

        thread = threading.Thread(target=talk)
        thread.start()
        assert why(f"http://127.0.0.1:{door.getsockname()[1]}/", may_be_within=True) == Trouble.BROKEN_ANSWER
        thread.join()


def test_a_name_that_nobody_knows_says_so(names: Any) -> None:
    names({})
    assert why("https://tidak-ada.invalid/") == Trouble.NO_SUCH_NAME


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[trustme.CA]:
    """A company's own, made known as such by SSL_CERT_FILE."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    strangers._trusted.cache_clear()
    yield authority
    strangers._trusted.cache_clear()


@pytest.mark.parametrize(("on_it", "expected"), [("erp.contoh.id", 204), ("lain.contoh.id", Trouble.BAD_CERTIFICATE)])
def test_the_certificate_is_that_of_the_name_though_an_address_is_dialled(
    server: LocalServer, names: Any, authority: trustme.CA, on_it: str, expected: object
) -> None:
    names({"erp.contoh.id": [["127.0.0.1"]]})
    server.answers["/in"] = lambda _: Said(status=204)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(on_it).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = f"https://erp.contoh.id:{server.server_address[1]}/in"
    if expected == 204:
        assert post(url, b"{}", {}, may_be_within=True).status == 204
        assert server.asked[0].headers["Host"] == httpx2.URL(url).netloc.decode()
    else:
        assert why(url, may_be_within=True) == expected
