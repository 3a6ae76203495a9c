"""Who sends hardly anything is not waited for, in the head of a request or in its body; others are not disturbed."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from select import select

import pytest
import uvicorn
from fastapi import FastAPI, Request

from ocrwtf.cli import http_protocol
from ocrwtf.cli.http_protocol import PatientProtocol
from ocrwtf.core.http import pace
from ocrwtf.core.http.web import install
from tests.integration.events.conftest import wait_for

HEAD = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"


async def take(request: Request) -> int:
    return len(await request.body())


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server with little patience for each stretch and for heads."""
    monkeypatch.setattr(pace, "STRETCH_SECONDS", 0.3)
    monkeypatch.setattr(pace, "STRETCH_BYTES", 100)
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    app = FastAPI()
    install(app, upload_paths={"/x": 2**20})
    app.add_api_route("/x", take, methods=["POST"])
    server = uvicorn.Server(uvicorn.Config(app, http=PatientProtocol, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()
    server.should_exit = True
    thread.join()


@pytest.fixture
def connection(address: tuple[str, int]) -> Iterator[socket.socket]:
    with socket.create_connection(address, timeout=20) as connection:
        yield connection


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("media", [b"application/json", b"text/plain", b"multipart/form-data; boundary=b"])
def test_a_body_that_stalls_is_cut_off_with_a_problem(connection: socket.socket, media: bytes) -> None:
    connection.sendall(HEAD % (media, 5_000) + b"[" * 150)
    said = answer(connection)
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/too-slow" in said
    assert b"nosniff" in said


def drip(connection: socket.socket, size: int, pieces: int) -> None:
    """A piece every 0.05 s until they are sent, or the server has had enough and answers."""
    for _ in range(pieces):
        connection.sendall(b"x" * size)
        if select([connection], [], [], 0.05)[0]:
            return
    connection.shutdown(socket.SHUT_WR)


def test_a_body_that_drips_is_cut_off(connection: socket.socket) -> None:
    connection.sendall(HEAD % (b"text/plain", 200))
    drip(connection, size=2, pieces=100)
    assert b" 408 " in answer(connection)


def test_a_body_that_takes_too_long_in_all_is_cut_off_however_steady(
    connection: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "TOTAL_SECONDS", 0.6)
    connection.sendall(HEAD % (b"text/plain", 5_000))
    drip(connection, size=100, pieces=50)  # 2.5 s
    assert b" 408 " in answer(connection)


def test_an_announced_body_may_take_what_it_needs_at_a_slow_pace(
    connection: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "TOTAL_SECONDS", 0.2)
    monkeypatch.setattr(pace, "BYTES_PER_SECOND", 100)
    connection.sendall(HEAD % (b"text/plain", 2_000))
    drip(connection, size=100, pieces=20)
    assert answer(connection).startswith(b"HTTP/1.1 200 ")


def test_a_slow_body_that_goes_on_is_received(connection: socket.socket) -> None:
    connection.sendall(HEAD % (b"text/plain", 1_000))
    drip(connection, size=50, pieces=20)
    said = answer(connection)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert said.endswith(b"1000")


@pytest.mark.parametrize("begun", [b"", b"POST /x HTTP/1.1\r\nHost: loc"])
def test_a_head_that_never_ends_is_not_waited_for(connection: socket.socket, begun: bytes) -> None:
    connection.sendall(begun)
    assert answer(connection) == b""


def test_a_second_head_is_not_waited_for_either(connection: socket.socket) -> None:
    connection.sendall(HEAD % (b"text/plain", 1) + b"x")
    assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
    connection.sendall(b"POST")
    assert answer(connection) in (b"", b"1")
