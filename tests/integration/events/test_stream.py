"""GET /api/events: what happened comes in order, at once, after a break too, and to nobody else."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from ocrwtf.core import database
from ocrwtf.events import hub, service, stream
from ocrwtf.events.models import EventKind
from ocrwtf.users.models import User
from tests.integration.conftest import Person, Urls
from tests.integration.events.conftest import PATIENCE_SECONDS, Driver, Listen, cookie, end_sessions, happen, wait_for


def test_who_comes_anew_is_told_where_things_stand_and_then_what_happens(person: Person, listen: Listen) -> None:
    happen(person.account_id, 1, 2)
    listener = listen(person.headers)
    hello = listener.next()
    assert (hello.event, hello.id, hello.data) == ("hello", 2, {"sequence": 2})
    happen(person.account_id, 3)
    heard = listener.next()
    assert (heard.event, heard.id, heard.data) == ("scan.changed", 3, {"number": 3})


def test_the_first_event_of_an_account_is_number_one(person: Person, listen: Listen) -> None:
    listener = listen(cookie(person))
    assert listener.next().data == {"sequence": 0}
    happen(person.account_id, 1)
    assert listener.next().id == 1


def test_who_comes_back_is_told_what_was_missed_in_order_and_then_what_happens(person: Person, listen: Listen) -> None:
    happen(person.account_id, *range(1, 6))
    listener = listen(person.headers, last_event_id=2)
    assert [heard.id for heard in listener.heard(3)] == [3, 4, 5]
    happen(person.account_id, 6)
    assert listener.next().data == {"number": 6}


def test_a_long_absence_is_told_in_more_than_one_batch(
    person: Person, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BATCH", 3)
    happen(person.account_id, *range(1, 11))
    assert [heard.data["number"] for heard in listen(person.headers, last_event_id=0).heard(10)] == [*range(1, 11)]


@pytest.mark.parametrize("unknown", ["4", "x", "-1", "1.0", "9" * 30])
def test_an_id_that_we_never_gave_is_told_to_load_anew(person: Person, listen: Listen, unknown: str) -> None:
    happen(person.account_id, 1, 2, 3)
    listener = listen(person.headers, last_event_id=unknown)
    heard = listener.next()
    assert (heard.event, heard.id, heard.data) == ("reset", 3, {"sequence": 3})
    happen(person.account_id, 4)
    assert listener.next().id == 4


@pytest.mark.parametrize(("last", "first"), [(0, "reset"), (1, "scan.changed")])
def test_who_missed_what_is_forgotten_is_told_to_load_anew(
    person: Person, listen: Listen, owner_engine: Engine, last: int, first: str
) -> None:
    happen(person.account_id, 1, 2, 3)
    with owner_engine.begin() as connection:
        forget = text("DELETE FROM events WHERE account_id = :id AND sequence = 1")
        connection.execute(forget, {"id": person.account_id})
    assert listen(person.headers, last_event_id=last).next().event == first


def test_another_account_is_told_of_its_own_only(new_person: Callable[[], Person], listen: Listen) -> None:
    mine, other = new_person(), new_person()
    happen(mine.account_id, 1)
    listener = listen(other.headers)
    assert listener.next().data == {"sequence": 0}
    happen(mine.account_id, 2)
    happen(other.account_id, 3)
    assert listener.next().data == {"number": 3}
    assert listen(other.headers, last_event_id=0).next().data == {"number": 3}


def test_a_driver_is_told_of_own_captures_only(person: Person, driver: Driver, listen: Listen) -> None:
    live = listen(driver.headers)
    assert live.next().event == "hello"
    happen(person.account_id, 1)
    happen(person.account_id, 2, user_id=person.user_id)
    happen(person.account_id, 3, user_id=driver.user_id)
    for listener in (live, listen(driver.headers, last_event_id=0)):
        assert listener.next().data == {"number": 3}
    assert [heard.id for heard in listen(person.headers, last_event_id=0).heard(3)] == [1, 2, 3]


def test_who_becomes_a_driver_is_told_as_a_driver_from_then_on(person: Person, listen: Listen) -> None:
    listener = listen(person.headers)
    listener.next()
    with database.transaction(person.account_id) as session:
        session.get_one(User, person.user_id).role = "driver"  # type: ignore[assignment]
    happen(person.account_id, 1)
    happen(person.account_id, 2, user_id=person.user_id)
    assert listener.next().data == {"number": 2}


@pytest.mark.parametrize(("language", "title"), [("id", "Tidak"), ("en", "No text")])
def test_a_stored_error_is_worded_for_each_reader(person: Person, listen: Listen, language: str, title: str) -> None:
    error = {"code": "no-text-found", "params": {}}
    with database.transaction(person.account_id) as session:
        service.record(session, person.account_id, EventKind.SCAN_FAILED, {"error": error, "n": 1})
    heard = listen(person.headers | {"Accept-Language": language}, last_event_id=0).next()
    assert set(heard.data["error"]) == {"type", "title", "detail"}
    assert (heard.data["error"]["type"], heard.data["n"]) == ("/problems/no-text-found", 1)
    assert heard.data["error"]["title"].startswith(title)


def test_the_answer_is_one_that_nothing_in_between_keeps_back(person: Person, listen: Listen) -> None:
    response = listen(person.headers).response
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (response.headers["cache-control"], response.headers["x-accel-buffering"]) == ("no-store", "no")
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Cookie": "session=x"}])
def test_nobody_is_told_nothing(address: str, headers: dict[str, str]) -> None:
    answer = httpx2.get(f"{address}/api/events", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-authenticated")


def test_silence_is_broken_by_a_sign_of_life(person: Person, listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    listener = listen(person.headers)
    listener.next()
    while listener.comments < 3:
        assert next(listener._lines) in ("", ":", ": ")
        listener.comments += 1


def test_a_login_that_ends_ends_its_stream(person: Person, listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    listener = listen(person.headers)
    listener.next()
    end_sessions(person)
    assert "data" not in "".join(listener.rest())
    assert listen(person.headers).response.status_code == 401


def test_what_happens_after_the_login_ended_is_not_told(person: Person, listen: Listen) -> None:
    listener = listen(person.headers)
    listener.next()
    end_sessions(person)
    happen(person.account_id, 1)  # rings, long before the next sign of life
    assert "data" not in "".join(listener.rest())


def test_listening_alone_does_not_prolong_a_login(person: Person, listen: Listen) -> None:
    listener = listen(person.headers)
    listener.next()
    with database.transaction(person.account_id) as session:
        ends_at = "UPDATE sessions SET expires_at = now() + interval '1 hour' RETURNING expires_at"
        before = session.scalar(text(ends_at))
    happen(person.account_id, 1)
    listener.next()
    with database.transaction(person.account_id) as session:
        assert session.scalar(text("SELECT expires_at FROM sessions")) == before


def test_one_person_cannot_open_streams_without_end(
    person: Person, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_OF_A_USER", 2)
    first, second = listen(person.headers), listen(person.headers)
    assert [one.next().event for one in (first, second)] == ["hello", "hello"]
    refused = listen(person.headers).response
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    end_sessions(person)
    happen(person.account_id, 1)
    assert first.rest() == second.rest() == []


def test_however_many_look_at_once_requests_find_a_thread(
    person: Person, listen: Listen, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listeners, go_on = [listen(person.headers) for _ in range(45)], threading.Event()
    assert {listener.next().event for listener in listeners} == {"hello"}
    real = service.look

    def slow_look(*arguments: Any) -> service.Sight:
        go_on.wait(PATIENCE_SECONDS)
        return real(*arguments)

    monkeypatch.setattr(service, "look", slow_look)
    happen(person.account_id, 1)
    assert httpx2.get(f"{address}/api/users/me", headers=person.headers).status_code == 200
    go_on.set()
    assert {listener.next().id for listener in listeners} == {1}


@pytest.fixture
def without_pool(urls: Urls) -> Iterator[None]:
    """Every connection that is open is held by somebody."""
    pooled, engine = database._engines[-1], create_engine(urls.app, poolclass=NullPool)
    database._make_session.configure(bind=engine)
    pooled.dispose()
    yield
    database._make_session.configure(bind=pooled)


@pytest.mark.usefixtures("without_pool")
def test_two_hundred_who_listen_hold_no_connection_and_are_all_told(
    new_person: Callable[[], Person], listen: Listen, owner_engine: Engine
) -> None:
    def open_connections() -> list[str]:
        with owner_engine.connect() as connection:
            ours = text("SELECT application_name FROM pg_stat_activity WHERE usename = 'ocrwtf_app'")
            return list(connection.scalars(ours))

    people = [new_person() for _ in range(4)]
    with ThreadPoolExecutor(20) as threads:
        listeners = list(threads.map(lambda n: listen(people[n % 4].headers), range(200)))
    assert {listener.next().event for listener in listeners} == {"hello"}
    wait_for(lambda: set(open_connections()) == {"ocrwtf events"})
    assert len(open_connections()) <= 2  # of each application in this process one
    happen(people[0].account_id, 1)
    assert [one.next().data for one in listeners[::4]] == [{"number": 1}] * 50
