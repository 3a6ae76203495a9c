"""An API on a real socket, and people who listen to it."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from ocrwtf.cli.api_server import api_server
from ocrwtf.core import database
from ocrwtf.events import service, stream
from ocrwtf.events.models import EventKind
from ocrwtf.users import service as users_service
from ocrwtf.users.models import Role, User
from tests.integration.conftest import Person

PATIENCE_SECONDS = 20.0


@dataclass
class Heard:
    """One event as it came over the wire."""

    event: str
    id: int
    data: dict[str, Any]


@dataclass
class Listener:
    """Reads one stream of Server-Sent Events as a browser does."""

    response: httpx2.Response
    comments: int = 0
    _lines: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = self.response.iter_lines()

    def next(self) -> Heard:
        """The next event; a stream that ends or is silent for too long is an error."""
        fields: dict[str, str] = {}
        for line in self._lines:
            self.comments += line.startswith(":")
            if not line and "data" in fields:
                return Heard(fields["event"], int(fields["id"]), json.loads(fields["data"]))
            name, _, value = line.partition(": ")
            fields[name] = value
        raise EOFError

    def heard(self, count: int) -> list[Heard]:
        return [self.next() for _ in range(count)]

    def until(self, event: str) -> Heard:
        while (heard := self.next()).event != event:
            pass
        return heard

    def rest(self) -> list[str]:
        """What comes until the server ends the stream."""
        return list(self._lines)


Listen = Callable[..., Listener]


@contextmanager
def serving() -> Iterator[str]:
    """The address of an API in this process."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = api_server("127.0.0.1", 0)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)
            assert not thread.is_alive()


@pytest.fixture(autouse=True)
def no_looks_unless_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is heard, was heard because something happened, not by chance at the next sign of life."""
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 3600.0)


@pytest.fixture(scope="module")
def address(app_database: None) -> Iterator[str]:  # noqa: ARG001
    """Gone with the tests of its file, and with it the log lines of streams that end late."""
    with serving() as address:
        yield address


@pytest.fixture
def listen(address: str) -> Iterator[Listen]:
    """Opens a stream as somebody; it stays open until the test ends."""
    many = httpx2.Limits(max_connections=None)
    with ExitStack() as stack:
        client = stack.enter_context(httpx2.Client(timeout=PATIENCE_SECONDS, trust_env=False, limits=many))

        def start(headers: dict[str, str], last_event_id: object = None, at: str = address) -> Listener:
            known = {"Last-Event-ID": str(last_event_id)} if last_event_id is not None else {}
            return Listener(stack.enter_context(client.stream("GET", f"{at}/api/events", headers=headers | known)))

        yield start


def happen(account_id: UUID, *numbers: int, user_id: UUID | None = None) -> None:
    """Something for each number, all in one transaction; an error when that has to wait for another."""
    with database.transaction(account_id) as session:
        session.execute(text("SET LOCAL lock_timeout = '10s'"))
        for number in numbers:
            service.record(session, account_id, EventKind.SCAN_CHANGED, {"number": number}, user_id)


def wait_for(condition: Callable[[], bool]) -> None:
    """Look until it holds: what happens in another thread or process announces itself here alone."""
    deadline, pause = monotonic() + 3 * PATIENCE_SECONDS, threading.Event()
    while not condition():
        assert monotonic() < deadline, "it did not happen in time"
        pause.wait(0.05)


def cookie(person: Person) -> dict[str, str]:
    return {"Cookie": f"session={person.session_token}"}


def end_sessions(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        users_service.end_sessions(session, person.user_id)


@dataclass(frozen=True)
class Driver:
    user_id: UUID
    headers: dict[str, str]


@pytest.fixture
def driver(person: Person) -> Driver:
    """A driver of the person's account."""
    with database.transaction(person.account_id) as session:
        name = f"sopir-{person.user_id.hex[-12:]}"
        user = User(account_id=person.account_id, role=Role.DRIVER, email=f"{name}@contoh.id", username=name)
        session.add(user)
        session.flush()
        user_id = user.id
    login = users_service.open_session(person.account_id, user_id)
    return Driver(user_id, {"Authorization": f"Bearer {login.access_token}"})
