"""Sessions that have ended are deleted, in every account, and no other rows are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from ocrwtf import worker
from ocrwtf.core import database
from ocrwtf.core.queue import queue
from ocrwtf.users import callers, jobs, service
from tests.integration.conftest import Person


def sessions_of(person: Person) -> int:
    with database.transaction(person.account_id) as session:
        return len(session.execute(text("SELECT FROM sessions")).all())


def let_expire(person: Person, ago: timedelta) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE sessions SET expires_at = :at"), {"at": datetime.now(UTC) - ago})


@pytest.mark.parametrize("ago", [timedelta(seconds=1), timedelta(days=400)])
def test_expired_sessions_of_all_accounts_go(new_person: Callable[[], Person], ago: timedelta) -> None:
    people = [new_person(), new_person()]
    for person in people:
        let_expire(person, ago)
    jobs.forget_expired_sessions.func(0)
    assert [sessions_of(person) for person in people] == [0, 0]


def test_a_live_session_stays_beside_an_expired_one(person: Person) -> None:
    let_expire(person, timedelta(minutes=1))
    login = service.open_session(person.account_id, person.user_id)
    jobs.forget_expired_sessions.func(0)
    assert sessions_of(person) == 1
    assert callers.of_session_token(login.session_token).user_id == person.user_id


def test_the_system_role_can_delete_expired_sessions_only(owner_engine: Engine, person: Person) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE ocrwtf_system"))
        connection.execute(text("DELETE FROM sessions"))
    assert sessions_of(person) == 1


def test_the_worker_forgets_expired_sessions_once_an_hour() -> None:
    assert jobs in worker.JOBS
    periodic = queue.periodic_registry.periodic_tasks
    assert [task.cron for (name, _), task in periodic.items() if name == jobs.forget_expired_sessions.name] == [
        "41 * * * *"
    ]
