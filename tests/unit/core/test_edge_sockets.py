"""A WebSocket passes the same edge as a request: id, log line, problems, and no text of an exception."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

from ocrwtf.core.problems import TooManyRequests

Lines = Callable[[], list[dict[str, Any]]]
CANARY = "canary-7f3a"


@pytest.fixture
def socket_client(app: FastAPI) -> TestClient:
    @app.websocket("/open")
    async def open_door(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    @app.websocket("/busy")
    async def busy(_: WebSocket) -> None:
        raise TooManyRequests(retry_after_seconds=7)

    @app.websocket("/broken")
    async def broken(socket: WebSocket) -> None:
        if "late" in socket.query_params:
            await socket.accept()
        raise RuntimeError(CANARY)

    return TestClient(app, raise_server_exceptions=False)


def test_a_handshake_that_is_refused_gets_a_problem_with_all_headers(socket_client: TestClient) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused, socket_client.websocket_connect("/busy"):
        pass
    answer = refused.value
    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-many-requests")
    assert (answer.headers["retry-after"], answer.headers["x-content-type-options"]) == ("7", "nosniff")
    assert answer.json()["requestId"] == answer.headers["x-request-id"]


def test_one_that_is_opened_has_its_id_and_when_it_ends_its_line_in_the_log(
    socket_client: TestClient, lines: Lines
) -> None:
    with socket_client.websocket_connect("/open") as socket:
        (sent,) = cast("list[tuple[bytes, bytes]]", socket.extra_headers)
    (line,) = lines()
    assert (line["event"], line["method"], line["route"], line["status"]) == ("request", "GET", "/open", 101)
    assert sent == (b"x-request-id", line["request_id"].encode())


def test_an_error_before_it_opens_is_500_and_tells_nothing(socket_client: TestClient, lines: Lines) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused, socket_client.websocket_connect("/broken"):
        pass
    assert (refused.value.status_code, refused.value.json()["type"]) == (500, "/problems/internal-error")
    assert CANARY not in refused.value.text + str(lines())


def test_an_error_after_that_closes_it_and_tells_nothing(socket_client: TestClient, lines: Lines) -> None:
    with socket_client.websocket_connect("/broken?late") as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_text()
    assert (closed.value.code, closed.value.reason) == (1011, "")
    assert [line["event"] for line in lines()] == ["unexpected error", "request"]
    assert CANARY not in str(lines())


def test_a_path_or_query_that_cannot_be_read_opens_nothing(socket_client: TestClient) -> None:
    for path, status in (("/open%00", 404), ("/open?x=%00", 400)):
        with pytest.raises(WebSocketDenialResponse) as refused, socket_client.websocket_connect(path):
            pass
        assert refused.value.status_code == status
