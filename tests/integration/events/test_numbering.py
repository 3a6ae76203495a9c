"""Numbers of many events in one transaction: in the order of their recording, whoever else records meanwhile."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.events import service
from ocrwtf.events.models import EventKind
from tests.integration.conftest import Person
from tests.integration.events.conftest import Listen, happen


def numbered(person: Person) -> list[tuple[int, int]]:
    """Number of the sequence, and what the event says its number is."""
    with database.transaction(person.account_id) as session:
        rows = session.execute(text("SELECT sequence, data ->> 'number' FROM events ORDER BY sequence")).all()
    return [(row[0], int(row[1])) for row in rows]


def test_many_have_numbers_in_the_order_of_their_recording(person: Person) -> None:
    happen(person.account_id, *range(300))
    assert numbered(person) == [(number + 1, number) for number in range(300)]


def test_what_comes_after_some_were_numbered_goes_on(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        for number in range(3):
            service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": number})
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        session.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": 3})
    assert numbered(person) == [(1, 0), (2, 1), (3, 2), (4, 3)]


def test_batches_of_many_at_once_do_not_mix(person: Person, in_parallel: Callable[..., list[Any]]) -> None:
    in_parallel(6, lambda batch: happen(person.account_id, *(batch * 100 + number for number in range(20))))
    found = numbered(person)
    assert [sequence for sequence, _ in found] == list(range(1, 121))
    said = [number for _, number in found]
    for start in range(0, 120, 20):
        batch = said[start : start + 20]
        assert batch == list(range(batch[0], batch[0] + 20))


def test_what_is_rolled_back_takes_no_number(person: Person) -> None:
    happen(person.account_id, 0)
    with database.transaction(person.account_id) as session:
        service.record(session, person.account_id, EventKind.SCAN_CHANGED, {"number": 99})
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        session.rollback()
    happen(person.account_id, 1)
    assert numbered(person) == [(1, 0), (2, 1)]


def record_many(person: Person, *numbers: int) -> None:
    with database.transaction(person.account_id) as session:
        news = [({"number": number}, person.user_id) for number in numbers]
        service.record_many(session, person.account_id, EventKind.SCAN_DELETED, news)


def test_many_that_are_numbered_at_once_go_on_where_others_were_and_others_after_them(person: Person) -> None:
    record_many(person, 0, 1)
    happen(person.account_id, 2)
    record_many(person, 3, 4)
    happen(person.account_id, 5)
    assert numbered(person) == [(number + 1, number) for number in range(6)]


def test_they_leave_no_gap_beside_others_at_the_same_time(
    person: Person, in_parallel: Callable[..., list[Any]]
) -> None:
    def write(batch: int) -> None:
        numbers = [batch * 100 + number for number in range(20)]
        record_many(person, *numbers) if batch % 2 else happen(person.account_id, *numbers)

    in_parallel(6, write)
    found = numbered(person)
    assert [sequence for sequence, _ in found] == list(range(1, 121))
    for start in range(0, 120, 20):
        batch = [number for _, number in found[start : start + 20]]
        assert batch == list(range(batch[0], batch[0] + 20))


def test_who_listens_is_told_of_many_at_once(person: Person, listen: Listen) -> None:
    listener = listen(person.headers)
    assert listener.next().data == {"sequence": 0}
    record_many(person, 7, 8)
    assert [heard.data for heard in listener.heard(2)] == [{"number": 7}, {"number": 8}]
