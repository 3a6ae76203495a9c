"""WS /ws: the same events as over HTTP, and no door for other sites."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from ocrwtf.events import stream
from tests.integration.conftest import Person
from tests.integration.events.conftest import PATIENCE_SECONDS, Driver, cookie, end_sessions, happen

Dial = Callable[..., ClientConnection]


@pytest.fixture
def dial(address: str) -> Iterator[Dial]:
    with ExitStack() as stack:

        def start(headers: dict[str, str], query: str = "", origin: str | None = None) -> ClientConnection:
            place = address.replace("http", "ws") + "/ws" + query
            opened = connect(place, additional_headers=headers, origin=origin, proxy=None)  # type: ignore[arg-type]
            return stack.enter_context(opened)

        yield start


def heard(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(socket.recv(PATIENCE_SECONDS))
    return message


def refusal(dial: Dial, *arguments: Any, **more: Any) -> tuple[int, str]:
    with pytest.raises(InvalidStatus) as refused:
        dial(*arguments, **more)
    return refused.value.response.status_code, json.loads(refused.value.response.body or b"{}")["type"]


def test_the_same_messages_come_as_text(person: Person, dial: Dial) -> None:
    socket = dial(person.headers)
    assert heard(socket) == {"id": 0, "event": "hello", "data": {"sequence": 0}}
    happen(person.account_id, 1)
    assert heard(socket) == {"id": 1, "event": "scan.changed", "data": {"number": 1}}


def test_who_comes_back_is_told_what_was_missed(person: Person, dial: Dial) -> None:
    happen(person.account_id, 1, 2, 3)
    socket = dial(person.headers, "?lastEventId=1")
    assert [heard(socket)["id"] for _ in range(2)] == [2, 3]
    assert heard(dial(person.headers, "?lastEventId=9"))["event"] == "reset"


def test_a_driver_is_told_of_own_captures_only(person: Person, driver: Driver, dial: Dial) -> None:
    happen(person.account_id, 1)
    happen(person.account_id, 2, user_id=driver.user_id)
    assert heard(dial(driver.headers, "?lastEventId=0"))["id"] == 2


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Cookie": "session=x"}])
def test_nobody_is_let_in_and_no_error_is_logged(
    address: str, dial: Dial, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    assert refusal(dial, headers, origin=address) == (401, "/problems/not-authenticated")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", "http://127.0.0.1:1", None])
def test_a_page_of_another_site_does_not_get_in_on_the_cookie(person: Person, dial: Dial, origin: str | None) -> None:
    assert refusal(dial, cookie(person), origin=origin) == (403, "/problems/foreign-origin")


def test_our_own_page_gets_in_on_the_cookie_and_a_program_without_an_origin(
    person: Person, dial: Dial, address: str
) -> None:
    assert heard(dial(cookie(person), origin=address))["event"] == "hello"
    assert heard(dial(person.headers))["event"] == "hello"


def test_an_address_that_cannot_be_read_is_refused(person: Person, dial: Dial) -> None:
    assert refusal(dial, person.headers, "?lastEventId=%00") == (400, "/problems/malformed-body")


def test_a_login_that_ends_closes_the_socket(person: Person, dial: Dial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    socket = dial(person.headers)
    heard(socket)
    end_sessions(person)
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(PATIENCE_SECONDS)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4401


def test_what_a_client_says_is_not_listened_to_but_may_not_be_long(person: Person, dial: Dial) -> None:
    socket = dial(person.headers)
    heard(socket)
    socket.send("halo")
    happen(person.account_id, 1)
    assert heard(socket)["id"] == 1
    socket.send("x" * 2000)
    with pytest.raises(ConnectionClosed):
        socket.recv(PATIENCE_SECONDS)
