"""Numbers follow the commits, without gaps: who has heard of one event has heard of all before it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, text

from ocrwtf.core import database
from ocrwtf.events import service
from ocrwtf.events.models import Event, EventKind
from ocrwtf.users.models import Role
from ocrwtf.users.service import Caller
from tests.integration.conftest import Person, credits_of
from tests.integration.events.conftest import happen


def numbered(account_id: UUID) -> list[tuple[int | None, int]]:
    """Number and content of each event, in the order of the numbers."""
    with database.transaction(account_id) as session:
        rows = session.scalars(select(Event).order_by(Event.sequence)).all()
    return [(row.sequence, row.data["number"]) for row in rows]


@pytest.fixture
def look(person: Person) -> Callable[[int], service.Sight]:
    with database.transaction(person.account_id) as session:
        login = session.scalars(text("SELECT id FROM sessions")).one()
    caller = Caller(person.user_id, person.account_id, Role.OWNER, login)

    def once(position: int) -> service.Sight:
        with database.transaction() as session:
            return service.look(session, caller, position)

    return once


def test_who_commits_first_is_first_and_waits_for_nobody(person: Person) -> None:
    with database.transaction(person.account_id) as slow:
        service.record(slow, person.account_id, EventKind.SCAN_CHANGED, {"number": 1})
        happen(person.account_id, 2)
    assert numbered(person.account_id) == [(1, 2), (2, 1)]


def test_a_reader_between_two_commits_misses_neither(person: Person, look: Callable[[int], service.Sight]) -> None:
    with database.transaction(person.account_id) as slow:
        service.record(slow, person.account_id, EventKind.SCAN_CHANGED, {"number": 1})
        happen(person.account_id, 2)
        between = look(0)
    after = look(between.position)
    assert [message.data["number"] for message in between.messages + after.messages] == [2, 1]


def test_a_reader_beside_many_writers_misses_nothing(person: Person, look: Callable[[int], service.Sight]) -> None:
    def write(writer: int) -> None:
        for number in range(25):
            happen(person.account_id, writer * 100 + number, writer * 100 + number)

    seen, position = list[service.Message](), 0
    with ThreadPoolExecutor(8) as threads:
        writers = [threads.submit(write, writer) for writer in range(8)]
        while not (all(writer.done() for writer in writers) and not look(position).messages):
            sight = look(position)
            seen, position = seen + sight.messages, sight.position
    assert [message.id for message in seen] == list(range(1, 401))
    assert sorted(message.data["number"] for message in seen[::2]) == sorted(
        writer * 100 + number for writer in range(8) for number in range(25)
    )


def test_what_is_rolled_back_leaves_no_gap(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": 1})
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))  # even when it has its number
        session.rollback()
    happen(person.account_id, 2)
    assert numbered(person.account_id) == [(1, 2)]


def test_what_a_savepoint_took_back_did_not_happen(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": 1})
        savepoint = session.begin_nested()
        service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": 2})
        savepoint.rollback()
        service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": 3})
    assert numbered(person.account_id) == [(1, 1), (2, 3)]


def test_what_is_recorded_once_tells_the_last_of_a_transaction(person: Person) -> None:
    for first in (1, 4):
        with database.transaction(person.account_id) as session:
            for number in range(first, first + 3):
                service.record_once(session, person.account_id, EventKind.CREDITS_CHANGED, {"number": number})
    assert numbered(person.account_id) == [(1, 3), (2, 6)]


def test_two_who_record_first_and_take_the_balance_later_do_not_wait_crosswise(
    person: Person, in_parallel: Callable[[int, Callable[[int], int]], list[int]]
) -> None:
    from ocrwtf.credits import service as credits_service  # noqa: PLC0415
    from ocrwtf.credits.models import Reason  # noqa: PLC0415

    assert credits_of(person.account_id) == 10
    both_have_recorded = threading.Barrier(2, timeout=20)

    def record_then_refund(number: int) -> int:
        with database.transaction(person.account_id) as session:
            service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": number})
            both_have_recorded.wait()
            credits_service.refund(session, person.account_id, Reason.SCAN, "none")
        return number

    assert in_parallel(2, record_then_refund) == [0, 1]


def test_an_account_can_be_deleted_by_the_transaction_that_records(owner_engine: Engine, person: Person) -> None:
    with owner_engine.begin() as connection:
        insert = "INSERT INTO events (id, account_id, kind, data) VALUES (:id, :account_id, 'scan.changed', '{}')"
        connection.execute(text(insert), {"id": uuid4(), "account_id": person.account_id})
        connection.execute(text("DELETE FROM accounts WHERE id = :id"), {"id": person.account_id})
    with owner_engine.connect() as connection:
        left = text("SELECT FROM event_counters WHERE account_id = :id")
        assert connection.execute(left, {"id": person.account_id}).all() == []
