"""The dashboard's figures, with time given: cycles, days where the user is, and what waits."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.dashboard import service
from ocrwtf.dashboard.figures import Stats
from ocrwtf.users.models import Role
from ocrwtf.users.service import Caller
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf

JOINED = datetime(2026, 1, 31, 10, tzinfo=UTC)
CYCLE = timedelta(days=30)


def joined(owner: Engine, person: Person, at: datetime = JOINED) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE accounts SET joined_at = :at WHERE id = :id"), {"at": at, "id": person.account_id}
        )


def did_something(owner: Engine, person: Person, at: datetime, reason: str = "scan") -> None:
    """An entry of that moment; the ledger itself lets nobody choose one."""
    insert = "INSERT INTO credit_entries (id, account_id, amount, balance, reason, reference, created_at)"
    values = {"id": uuid4(), "account": person.account_id, "reason": reason, "reference": uuid4().hex, "at": at}
    with owner.begin() as connection:
        connection.execute(text(f"{insert} VALUES (:id, :account, 0, 0, :reason, :reference, :at)"), values)


def caller_of(person: Person) -> Caller:
    return Caller(person.user_id, person.account_id, Role.OWNER, None)


def stats(person: Person, now: datetime) -> Stats:
    with database.transaction(person.account_id) as session:
        return service.stats(session, caller_of(person), now)


def week(person: Person, now: datetime) -> list[tuple[str, int]]:
    with database.transaction(person.account_id) as session:
        days = service.weekly_activity(session, caller_of(person), now)
    return [(day.on.isoformat(), day.activities) for day in days]


@pytest.mark.parametrize(
    ("days", "cycle", "left"),
    [(0, 1, 30), (29.5, 1, 1), (30, 2, 30), (59.99, 2, 1), (365, 13, 25)],
)
def test_the_next_cleanup_is_the_end_of_the_accounts_own_cycle(
    owner_engine: Engine, person: Person, days: float, cycle: int, left: int
) -> None:
    joined(owner_engine, person)
    found = stats(person, JOINED + timedelta(days=days))
    assert (found.next_cleanup_at, found.next_cleanup_days) == (JOINED + cycle * CYCLE, left)
    assert found.cycle_started_at == JOINED + (cycle - 1) * CYCLE


def test_activities_are_counted_from_the_start_of_the_cycle_to_its_end(owner_engine: Engine, person: Person) -> None:
    joined(owner_engine, person)
    just = timedelta(microseconds=1)
    for at in (JOINED + CYCLE - just, JOINED + CYCLE, JOINED + 2 * CYCLE - just, JOINED + 2 * CYCLE):
        did_something(owner_engine, person, at)
    assert stats(person, JOINED + CYCLE + timedelta(days=3)).total_activities == 2


def test_what_credits_come_for_is_no_activity(owner_engine: Engine, person: Person) -> None:
    joined(owner_engine, person)
    for reason in ("refund", "refill", "grant"):
        did_something(owner_engine, person, JOINED + timedelta(days=1), reason)
    assert stats(person, JOINED + timedelta(days=2)).total_activities == 0


def test_the_week_is_cut_into_days_where_the_user_is(owner_engine: Engine, person: Person) -> None:
    for hour in (16, 17):  # 23.00 and 00.00 in Jakarta
        did_something(owner_engine, person, datetime(2026, 3, 4, hour, tzinfo=UTC))
    days = dict(week(person, datetime(2026, 3, 6, 18, tzinfo=UTC)))
    assert list(days) == [f"2026-03-0{n}" for n in range(1, 8)]
    assert (days["2026-03-04"], days["2026-03-05"], sum(days.values())) == (1, 1, 2)


def test_days_of_23_hours_lose_nothing_and_count_nothing_twice(
    client: TestClient, owner_engine: Engine, person: Person
) -> None:
    client.patch("/api/users/me", json={"timeZone": "Europe/Berlin"}, headers=person.headers).raise_for_status()
    start = datetime(2026, 3, 27, 23, 30, tzinfo=UTC)  # the clocks go forward on the 29th
    for hour in range(72):
        did_something(owner_engine, person, start + timedelta(hours=hour))
    days = dict(week(person, datetime(2026, 3, 31, 12, tzinfo=UTC)))
    assert [days[f"2026-03-{n}"] for n in (28, 29, 30, 31)] == [24, 23, 24, 1]


def test_a_charge_shows_at_once(client: TestClient, person: Person) -> None:
    with database.transaction(person.account_id) as session:
        credits_service.charge(session, person.account_id, 1, Reason.SCAN, "one")
        credits_service.refund(session, person.account_id, Reason.SCAN, "one")
    answer = client.get("/api/dashboard/stats", headers=person.headers).json()
    assert (answer["totalActivities"], answer["credits"], answer["maxCredits"]) == (1, 10, 10)
    today = client.get("/api/dashboard/weekly-activity", headers=person.headers).json()["days"][-1]
    assert today["activities"] == 1


def test_what_the_next_cleanup_deletes_is_what_is_30_days_old_by_then(
    client: TestClient, owner_engine: Engine, person: Person
) -> None:
    joined(owner_engine, person)
    uploaded = [_uploaded(client, person, n) for n in range(3)]
    boundary = JOINED + 2 * CYCLE
    for scan_id, at in zip(uploaded, (-1, 0, 1), strict=True):
        _read(owner_engine, scan_id, boundary - CYCLE + timedelta(seconds=at))
    assert stats(person, boundary - timedelta(hours=1)).expiring == 2
    client.put(f"/api/scans/{uploaded[0]}/hold", headers=person.headers).raise_for_status()
    assert stats(person, boundary - timedelta(hours=1)).expiring == 1


def test_notes_without_recipient_and_doubts_wait(client: TestClient, owner_engine: Engine, person: Person) -> None:
    note, done = (_uploaded(client, person, n) for n in range(2))
    changed = "UPDATE scans SET status = 'completed', document_type = 'delivery_note', doubtful_words = 2"
    with owner_engine.begin() as connection:
        connection.execute(text(f"{changed} WHERE id = :id"), {"id": note})
        connection.execute(text(f"{changed}, recipient_name = 'Rina' WHERE id = :id"), {"id": done})
    answer = client.get("/api/dashboard/stats", headers=person.headers).json()
    assert (answer["notesNotBack"], answer["needsReview"], answer["doubtfulValues"]) == (1, 2, 4)


def test_the_date_is_said_where_the_user_is(client: TestClient, owner_engine: Engine, person: Person) -> None:
    joined(owner_engine, person, datetime.now(UTC).replace(hour=20, minute=0) - timedelta(days=2))
    answer = client.get("/api/dashboard/stats", headers=person.headers).json()
    at = datetime.fromisoformat(answer["nextCleanupAt"])
    assert answer["nextCleanupDate"] == f"{at + timedelta(hours=7):%d %b %Y}"
    assert answer["nextCleanupAt"].endswith("Z")


def test_a_driver_sees_no_dashboard(client: TestClient, person: Person, new_driver: Callable[[Person], Person]) -> None:
    driver = new_driver(person)
    for path in ("stats", "weekly-activity"):
        assert client.get(f"/api/dashboard/{path}", headers=driver.headers).status_code == 403


def _uploaded(client: TestClient, person: Person, number: int) -> UUID:
    files = [("file", ("surat.pdf", text_pdf(f"Surat jalan {number}")))]
    answer = client.post("/api/scans/upload", files=files, headers=person.headers)
    return UUID(answer.json()["items"][0]["id"])


def _read(owner: Engine, scan_id: UUID, at: datetime) -> None:
    """Uploaded at that moment, and read since."""
    done = "UPDATE scans SET created_at = :at, status = 'completed' WHERE id = :id"
    with owner.begin() as connection:
        connection.execute(text(done), {"at": at, "id": scan_id})
