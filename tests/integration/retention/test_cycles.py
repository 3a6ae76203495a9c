"""Documents go at the end of their account's cycle, never before; time is given."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database, storage
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.events import service as events_service
from ocrwtf.events.models import EventKind
from ocrwtf.retention import cycles, jobs, leaving
from ocrwtf.scans.due import counted
from ocrwtf.scans.due import due as due_scans
from ocrwtf.scans.models import Scan as Scans
from tests.integration import mailbox
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.retention.conftest import Leave, rows_of
from tests.integration.scans.conftest import object_keys

JOINED = datetime(2028, 1, 30, 22, 30, tzinfo=UTC)
"""The cycles that follow have a leap day in them, and the end of summer time elsewhere."""
DAY = timedelta(days=1)
THESE = "id = ANY (CAST(:ids AS uuid[]))"
Scan = dict[str, Any]
Sent = Callable[[float], str]


@pytest.fixture
def sent(person: Person, uploaded: Any) -> Sent:
    """The id of a document that was uploaded so many days after joining, and read."""
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE accounts SET joined_at = :at"), {"at": JOINED})
    count = iter(range(100))

    def run(days: float) -> str:
        scan_id = str(uploaded(person, text_pdf(f"Surat Jalan {next(count)}"), "surat.pdf")["id"])
        with database.transaction(person.account_id) as session:
            done = "UPDATE scans SET created_at = :at, status = 'completed' WHERE id = :id"
            session.execute(text(done), {"at": JOINED + days * DAY, "id": scan_id})
        return scan_id

    return run


def at(days: float) -> datetime:
    return JOINED + days * DAY


def clean(person: Person, days: float) -> int:
    """How many went at that time."""
    done = cycles.clean(person.account_id, at(days), 60)
    return int(done.counts["scans"]) if done else 0


def there(person: Person) -> set[str]:
    with database.transaction(person.account_id) as session:
        return set(map(str, session.scalars(text("SELECT id FROM scans"))))


def due(person: Person, days: float) -> int:
    with database.transaction(person.account_id) as session:
        return counted(session, JOINED, at(days))


@pytest.mark.parametrize("days", [29, 30, 60, 90])
def test_what_is_counted_is_what_is_due(person: Person, sent: Sent, days: int) -> None:
    """Whatever keeps documents back, one thing or all at once."""
    held, reading, kept, all_three, *_ = [sent(day) for day in (0, 0, 0, 0, 0, 25, 35)]
    with database.transaction(person.account_id) as session:
        for column, which in (("legal_hold = true", held), ("status = 'processing'", reading)):
            ids = {"ids": [which, all_three]}
            session.execute(text(f"UPDATE scans SET {column} WHERE {THESE}"), ids)  # noqa: S608  our own words
        files = f"UPDATE files SET retain_until = :until WHERE id IN (SELECT file_id FROM scans WHERE {THESE})"  # noqa: S608
        session.execute(text(files), {"until": at(75), "ids": [kept, all_three]})
        ids_due = session.scalars(due_scans(JOINED, at(days)).with_only_columns(Scans.id)).all()
    assert due(person, days) == len(ids_due) == {29: 0, 30: 1, 60: 2, 90: 4}[days]


def test_three_cycles_of_an_account(person: Person, sent: Sent) -> None:
    first, second, third = sent(0), sent(0.5), sent(35)
    assert (clean(person, 29.99), there(person)) == (0, {first, second, third})
    assert (clean(person, 30), there(person)) == (1, {second, third})
    assert clean(person, 59.99) == 0
    assert (clean(person, 60), there(person)) == (1, {third})
    assert (clean(person, 89.99), clean(person, 90), there(person)) == (0, 1, set())


def test_what_is_announced_is_what_goes(client: TestClient, person: Person, sent: Sent) -> None:
    scan_id = sent(3)
    shown = client.get(f"/api/scans/{scan_id}", headers=person.headers).json()["deletesAt"]
    deletes_at = datetime.fromisoformat(shown)
    assert cycles.clean(person.account_id, deletes_at - timedelta(microseconds=1), 60) is None
    assert cycles.clean(person.account_id, deletes_at, 60)
    assert there(person) == set()


def test_a_clock_that_goes_back_deletes_nothing_that_is_not_due(person: Person, sent: Sent) -> None:
    sent(0)
    young = sent(20)
    assert clean(person, 30) == 1
    assert [clean(person, days) for days in (29, 0, -1, -400)] == [0] * 4
    assert there(person) == {young}


def test_the_earlier_of_two_clocks_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Ahead":
            return cls(2100, 1, 1, tzinfo=tz)

    monkeypatch.setattr(cycles, "datetime", Ahead)
    assert cycles.now() < datetime.now(UTC) + DAY


def test_legal_hold_and_files_that_have_to_be_kept_longer_stay(client: TestClient, person: Person, sent: Sent) -> None:
    held, kept, old = sent(0), sent(0), sent(0)
    client.put(f"/api/scans/{held}/hold", headers=person.headers).raise_for_status()
    with database.transaction(person.account_id) as session:
        longer = "UPDATE files SET retain_until = :at WHERE id = (SELECT file_id FROM scans WHERE id = :id)"
        session.execute(text(longer), {"at": at(70), "id": kept})
    assert (clean(person, 30), there(person)) == (1, {held, kept})
    assert (clean(person, 70), there(person)) == (1, {held})
    client.delete(f"/api/scans/{held}/hold", headers=person.headers).raise_for_status()
    assert (clean(person, 70), there(person)) == (1, set())
    del old


def test_what_is_being_read_is_not_taken(person: Person, sent: Sent) -> None:
    scan_id = sent(0)
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE scans SET status = 'processing'"))
    assert (clean(person, 30), there(person)) == (0, {scan_id})


def test_objects_go_and_the_receipt_says_so(client: TestClient, person: Person, sent: Sent) -> None:
    before = object_keys()
    sent(0)
    made = object_keys() - before
    assert made
    deletion = cycles.clean(person.account_id, at(30), 60)
    assert deletion
    assert not made & object_keys()
    address = f"/api/cleanup/receipts/{deletion.id}"
    receipt = client.get(address, headers=person.headers).json()["receipt"]
    assert (receipt["kind"], receipt["deleted"]) == ("cycle", {"scans": 1, "files": 1})
    assert client.post("/api/receipts/check", json=receipt).json() == {"genuine": True}
    (listed,) = client.get("/api/cleanup/receipts", headers=person.headers).json()["items"]
    assert (listed["documents"], listed["hasReceipt"], datetime.fromisoformat(listed["dueAt"])) == (1, True, at(30))


def test_pages_and_pictures_go_with_their_document(person: Person, letter: Scan) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE accounts SET joined_at = joined_at - interval '70 days'"))
        session.execute(text("UPDATE scans SET created_at = created_at - interval '65 days'"))
    deletion = cycles.clean(person.account_id, datetime.now(UTC), 60)
    assert deletion
    assert deletion.counts == {"scans": 1, "pages": 2, "page_images": 6, "files": 1}
    with database.transaction(person.account_id) as session:
        tables = ("scans", "pages", "page_images", "files", "extractions", "corrections", "search_entries")
        assert [session.scalar(text(f"SELECT count(*) FROM {name}")) for name in tables] == [0] * 7  # noqa: S608
        told = session.scalars(text("SELECT data FROM events WHERE kind LIKE 'scan.%' ORDER BY sequence")).all()
    assert told[-1] == {"scanId": letter["id"]}
    assert "filename" not in set().union(*told)


def test_names_of_what_is_no_document_stay_in_what_was_told(person: Person, sent: Sent) -> None:
    """A conversion ends by a time of its own, which forgets its name then."""
    sent(0)
    of_deck = {"conversionId": str(person.user_id), "filename": "laporan.pptx"}
    with database.transaction(person.account_id) as session:
        events_service.record(session, person.account_id, EventKind.CONVERSION_CREATED, of_deck)
    assert clean(person, 30) == 1
    with database.transaction(person.account_id) as session:
        told = session.scalars(text("SELECT data FROM events WHERE kind = 'conversion.created'")).all()
    assert told == [of_deck]


def test_a_cleanup_that_was_stopped_does_not_stand_in_the_way_of_leaving(
    client: TestClient, person: Person, sent: Sent, owner_engine: Engine, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever left is told of nothing any more; the clean-up ends, and the rest of the account goes by its deletion."""
    sent(0)
    assert cycles.begun(person.account_id, at(30))
    monkeypatch.setattr(leaving, "monotonic", iter([0.0, *range(100, 200)]).__next__)  # over at once
    assert leave(person).status_code == 202
    monkeypatch.undo()
    monkeypatch.setattr(cycles, "now", lambda: at(30))
    jobs.finish_deletions.func(0)
    assert rows_of(owner_engine, person.account_id) == {"credit_entries": 2, "deletions": 2}
    with owner_engine.connect() as connection:
        unfinished = text("SELECT count(*) FROM deletions WHERE account_id = :id AND finished_at IS NULL")
        assert connection.scalar(unfinished, {"id": person.account_id}) == 0
    del client


def test_the_preview_lists_what_would_go(client: TestClient, person: Person, sent: Sent, monkeypatch: Any) -> None:
    old, older, young = sent(1), sent(0), sent(35)
    monkeypatch.setattr(cycles, "now", lambda: at(60))
    now = client.get("/api/cleanup/preview?at=now", headers=person.headers).json()
    assert [item["id"] for item in now["items"]] == [older, old]
    soon = client.get("/api/cleanup/preview", headers=person.headers).json()
    assert (soon["documents"], soon["dueNow"], soon["nextCleanupDays"]) == (3, 2, 30)
    assert datetime.fromisoformat(soon["nextCleanupAt"]) == at(90)
    done = client.post("/api/cleanup/execute", headers=person.headers).json()
    assert (done["documents"], done["finished"], there(person)) == (2, True, {young})
    [entry] = client.get("/api/security-log?kind=documents_deleted", headers=person.headers).json()["items"]
    assert entry["detail"] == {"count": 2, "deletionId": done["deletionId"]}
    again = client.post("/api/cleanup/execute", headers=person.headers).json()
    assert again == {"documents": 0, "finished": True, "deletionId": None}


def test_a_long_preview_comes_in_pages(client: TestClient, person: Person, sent: Sent, monkeypatch: Any) -> None:
    scans = [sent(0), sent(0), sent(1)]
    monkeypatch.setattr(cycles, "now", lambda: at(60))
    address = "/api/cleanup/preview?at=now&limit=2"
    first = client.get(address, headers=person.headers).json()
    rest = client.get(f"{address}&cursor={first['nextCursor']}", headers=person.headers).json()
    assert {item["id"] for item in first["items"] + rest["items"]} == set(scans)
    assert rest["nextCursor"] is None


def test_people_are_told_three_days_ahead_once(person: Person, sent: Sent) -> None:
    sent(0)
    for days in (26.9, 27.1, 28, 29.9):
        cycles.everybody(at(days), 60)
    assert there(person)
    with database.transaction(person.account_id) as session:
        told = session.scalars(text("SELECT data FROM events WHERE kind = 'cleanup.soon'")).all()
    assert told == [{"dueAt": "2028-02-29T22:30:00Z", "documents": 1}]


def test_owners_get_one_letter_with_what_goes_and_when(person: Person, sent: Sent, owner_engine: Engine) -> None:
    sent(0)
    with mailbox.running() as box, mailbox.set_up(box):
        mailbox.leave(owner_engine)
        for days in (27.1, 28):
            cycles.everybody(at(days), 60)
        mailbox.leave(owner_engine)
        (letter,) = box.to(person.email)
    assert letter["Subject"] == "1 dokumen dihapus pada 2028-03-01 05:30 (Asia/Jakarta)"
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert "https://ocr.example/akun#pembersihan" in plain.get_content()


def test_a_letter_that_comes_too_late_is_not_sent(person: Person, sent: Sent, owner_engine: Engine) -> None:
    sent(0)
    with mailbox.running() as box, mailbox.set_up(box):
        cycles.everybody(at(28), 60)
        cycles.everybody(at(30.1), 60)
        mailbox.leave(owner_engine)
        assert box.to(person.email) == []


def test_nobody_is_told_of_a_cleanup_that_takes_nothing(person: Person, sent: Sent) -> None:
    sent(20)
    cycles.everybody(at(29), 60)
    with database.transaction(person.account_id) as session:
        assert session.scalars(text("SELECT data FROM events WHERE kind = 'cleanup.soon'")).all() == []


def test_every_account_is_cleaned_at_its_own_time(person: Person, sent: Sent, new_person: Any, uploaded: Any) -> None:
    other = new_person()
    scan_id = str(uploaded(other, text_pdf("Lain"), "lain.pdf")["id"])
    sent(0)
    swept = cycles.everybody(at(30), 60)
    assert swept.documents >= 1
    assert (there(person), there(other)) == (set(), {scan_id})


def test_one_that_was_stopped_is_finished_by_the_schedule(
    person: Person, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        sent(0)
    monkeypatch.setattr(cycles, "BATCH", 1)
    half_done = cycles.clean(person.account_id, at(30), -1)
    assert half_done
    assert (half_done.finished_at, len(there(person))) == (None, 2)
    monkeypatch.setattr(cycles, "now", lambda: at(30))
    jobs.finish_deletions.func(0)
    assert there(person) == set()
    assert finished(half_done.id, person).counts["scans"] == 3


def finished(deletion_id: UUID, person: Person) -> Any:
    with database.transaction(person.account_id) as session:
        row = "SELECT counts, receipt, finished_at FROM deletions WHERE id = :id"
        return session.execute(text(row), {"id": deletion_id}).one()


def test_while_the_store_is_away_there_is_no_receipt(
    person: Person, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(0)

    def away(_: object) -> None:
        raise ServiceUnavailable

    monkeypatch.setattr(storage, "delete", away)
    with pytest.raises(ServiceUnavailable):
        cycles.clean(person.account_id, at(30), 60)
    assert there(person) == set()
    monkeypatch.undo()
    deletion = cycles.clean(person.account_id, at(30), 60)
    assert deletion
    assert deletion.receipt


def test_parallel_cleanups_delete_once(person: Person, sent: Sent, in_parallel: Any) -> None:
    for _ in range(3):
        sent(0)
    in_parallel(6, lambda _: clean(person, 30))
    with database.transaction(person.account_id) as session:
        counts = session.scalars(text("SELECT counts FROM deletions")).all()
    assert [one["scans"] for one in counts] == [3]


def test_an_account_that_left_is_not_cleaned(person: Person, sent: Sent, leave: Leave) -> None:
    sent(0)
    leave(person).raise_for_status()
    assert cycles.clean(person.account_id, at(30), 60) is None


def test_a_driver_sees_and_cleans_nothing(
    client: TestClient, person: Person, new_driver: Callable[[Person], Person]
) -> None:
    driver = new_driver(person)
    asked = [("GET", "/api/cleanup/preview"), ("POST", "/api/cleanup/execute"), ("GET", "/api/cleanup/receipts")]
    answers = [client.request(*one, headers=driver.headers) for one in asked]
    assert {answer.json()["type"] for answer in answers} == {"/problems/not-allowed"}
