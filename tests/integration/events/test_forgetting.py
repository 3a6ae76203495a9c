"""Events are forgotten after seven days, in every account; numbers go on."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from ocrwtf import worker
from ocrwtf.core import database
from ocrwtf.core.queue import queue
from ocrwtf.events import jobs
from tests.integration.conftest import Person
from tests.integration.events.conftest import Listen, happen


def grow_old(account_id: UUID, age: str) -> None:
    with database.transaction(account_id) as session:
        session.execute(text("UPDATE events SET created_at = now() - CAST(:age AS interval)"), {"age": age})


def kept(account_id: UUID) -> int:
    with database.transaction(account_id) as session:
        return len(session.execute(text("SELECT FROM events")).all())


@pytest.mark.parametrize(("age", "left"), [("6 days 23 hours", 2), ("7 days 1 minute", 0)])
def test_what_is_older_than_seven_days_goes_in_all_accounts(
    new_person: Callable[[], Person], age: str, left: int
) -> None:
    people = [new_person(), new_person()]
    for person in people:
        happen(person.account_id, 1, 2)
        grow_old(person.account_id, age)
    jobs.forget_old.func(0)
    assert [kept(person.account_id) for person in people] == [left, left]


def test_numbers_go_on_where_they_were(person: Person, listen: Listen) -> None:
    happen(person.account_id, 1, 2)
    grow_old(person.account_id, "8 days")
    jobs.forget_old.func(0)
    happen(person.account_id, 3)
    assert listen(person.headers, last_event_id=2).next().id == 3
    assert listen(person.headers, last_event_id=1).next().event == "reset"


def test_the_system_role_can_delete_old_events_only(owner_engine: Engine, person: Person) -> None:
    happen(person.account_id, 1)
    with owner_engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE ocrwtf_system"))
        connection.execute(text("DELETE FROM events"))
    assert kept(person.account_id) == 1


def test_the_worker_forgets_old_events_once_an_hour() -> None:
    assert jobs in worker.JOBS
    periodic = queue.periodic_registry.periodic_tasks
    assert [task.cron for (name, _), task in periodic.items() if name == jobs.forget_old.name] == ["53 * * * *"]
