"""An account is deleted: nothing of it is anywhere, but the ledger and a receipt that name nobody."""

import io
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.conversions import jobs as conversion_jobs
from ocrwtf.conversions import news as conversion_news
from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.limits import KEPT
from ocrwtf.conversions.models import Conversion
from ocrwtf.core import database, storage
from ocrwtf.core.logs import configure_logs
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.core.queue import enqueue
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.events import service as events_service
from ocrwtf.events.models import EventKind
from ocrwtf.files import jobs as files_jobs
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Bytes
from ocrwtf.retention import forgetting, jobs, leaving
from ocrwtf.users.identity_models import Identity
from ocrwtf.users.letter_tables import KnownDevice, LinkKind, OneTimeLink
from ocrwtf.users.models import Role
from ocrwtf.users.problems import NotAuthenticated
from ocrwtf.users.service import Caller
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.retention.conftest import Leave, found_anywhere, rows_of
from tests.integration.scans.conftest import object_keys

CANARY = "Kenari7Q"
Scan = dict[str, Any]


@pytest.fixture
def log(client: TestClient) -> Iterator[io.StringIO]:
    """All that is logged from here on."""
    del client  # it sets up logs of its own, before
    stream = io.StringIO()
    configure_logs("production", stream)
    yield stream
    configure_logs("production")


@pytest.fixture
def canary(client: TestClient, new_person: Callable[[], Person], uploaded: Any, read: Any, correct: Any) -> Person:
    """Somebody who has left a mark wherever a mark can be left."""
    person = new_person()
    named = {"username": f"{CANARY}-{person.user_id.hex[-8:]}"}
    client.patch("/api/users/me", json=named, headers=person.headers).raise_for_status()
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET email = :email"), {"email": f"{CANARY}.{person.user_id.hex}@contoh.id"})
        session.execute(text("UPDATE sessions SET device = :it"), {"it": CANARY})
    key = {"name": f"{CANARY} ERP", "scopes": ["read"]}
    client.post("/api/api-keys", json=key, headers=person.headers).raise_for_status()
    files = [("file", (f"{CANARY}.pdf", text_pdf(f"{CANARY} Logistik", f"Surat Jalan {CANARY}")))]
    again = {**person.headers, "Idempotency-Key": uuid4().hex}
    scan = client.post("/api/scans/upload", files=files, headers=again).json()["items"][0]
    read(person, scan)
    words = [{"page": 1, "line": 0, "word": 0}]
    fields = [{"name": "seller_name", "value": f"{CANARY} Logistik", "words": words}]
    correct(person, {**scan, "version": 2}, recipientName=f"Pak {CANARY}", fields=fields).raise_for_status()
    client.get(f"/api/scans?q={CANARY}", headers=person.headers).raise_for_status()
    uploaded(person, text_pdf(f"{CANARY} menunggu"), f"{CANARY}-2.pdf")
    client.post(f"/api/scans/{scan['id']}/links", json={"what": "original"}, headers=person.headers).raise_for_status()
    client.put(f"/api/scans/{scan['id']}/hold", headers=person.headers).raise_for_status()
    said = {"rating": 5, "text": f"{CANARY} membantu"}
    client.post("/api/reviews/submit", json=said, headers=person.headers).raise_for_status()
    _among_others(client, person)
    _converted(person)
    client.post("/api/archive", headers={**person.headers, "Idempotency-Key": uuid4().hex}).raise_for_status()
    jobs.make_archive.func(None, account_id=str(person.account_id), archive_id=_archive_id(person))
    return person


def _among_others(client: TestClient, person: Person) -> None:
    """In rows about people: invited, paired, known elsewhere, asked by letter, seen on a device."""
    invited = {"role": "staff", "email": f"{CANARY}.{person.user_id.hex}@mitra.id", "label": f"Bu {CANARY}"}
    client.post("/api/invitations", json=invited, headers=person.headers).raise_for_status()
    link = client.post("/api/phones/pairings", headers=person.headers).json()["link"]
    phone = {"token": link.partition("=")[2], "name": f"HP {CANARY}"}
    client.post("/api/auth/pairing/accept", json=phone).raise_for_status()
    client.cookies.clear()  # all tests share the client
    whose = {"account_id": person.account_id, "user_id": person.user_id}
    later = datetime.now(UTC) + timedelta(hours=1)
    link_row = {"kind": LinkKind.EMAIL, "email": f"{CANARY}@baru.id", "token_hash": person.user_id.bytes}
    with database.transaction(person.account_id) as session:
        session.add(Identity(**whose, issuer="https://contoh.id", subject=f"{CANARY}-{person.user_id.hex}"))
        session.add(OneTimeLink(**whose, **link_row, expires_at=later))
        session.add(KnownDevice(**whose, mark=b"x", device=CANARY, network="203.0.113.0/24"))


def _converted(person: Person) -> None:
    """A deck that is waiting, with an object, an event and a job."""
    key = storage.new_key()
    storage.put(key, f"PK {CANARY}".encode())
    with database.transaction(person.account_id) as session:
        conversion = Conversion(
            account_id=person.account_id,
            user_id=person.user_id,
            file_id=files_service.add(session, person.account_id, key, Bytes(b"x" * 32, 11, "application/zip")),
            kind=DeckKind.PPTX,
            filename=f"{CANARY}.pptx",
            size_bytes=11,
            slide_count=1,
            expires_at=datetime.now(UTC) + KEPT,
        )
        session.add(conversion)
        session.flush()
        charged = str(conversion.id)
        credits_service.charge(session, person.account_id, 2, Reason.CONVERSION, charged)
        enqueue(session, conversion_jobs.convert, account_id=str(person.account_id), conversion_id=charged)
        conversion_news.tell(session, EventKind.CONVERSION_CREATED, conversion)


def _archive_id(person: Person) -> str:
    with database.transaction(person.account_id) as session:
        return str(session.execute(text("SELECT id FROM archives")).scalar_one())


@pytest.fixture
def correct(client: TestClient) -> Callable[..., Any]:
    def patch(person: Person, scan: Scan, **body: Any) -> Any:
        content = {"version": scan["version"]} | body
        return client.patch(f"/api/scans/{scan['id']}", json=content, headers=person.headers)

    return patch


def stored_bytes(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in (folder / "objects").rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


def test_a_mark_that_was_left_everywhere_is_nowhere_afterwards(
    log: io.StringIO,
    client: TestClient,
    canary: Person,
    owner_engine: Engine,
    shared_data_dir: Path,
    leave: Leave,
) -> None:
    marked = found_anywhere(owner_engine, CANARY)
    assert {"users.email", "scans.filename", "pages.text", "events.data", "api_keys.name"} <= set(marked)
    assert {"idempotent_requests.body", "extractions.said", "corrections.new", "sessions.device"} <= set(marked)
    assert {"users.display_name", "invitations.label", "identities.subject", "one_time_links.email"} <= set(marked)
    assert {"known_devices.device", "conversions.filename", "reviews.text"} <= set(marked)
    left = {table for table, count in rows_of(owner_engine, canary.account_id).items() if count}
    assert {"scan_links", "pairings", "security_log", "search_entries", "remembered_fields"} <= left
    username = client.get("/api/users/me", headers=canary.headers).json()["username"]
    answer = leave(canary, username=username)
    assert answer.status_code == 200, answer.text
    assert found_anywhere(owner_engine, CANARY) == []
    assert [name for name, content in stored_bytes(shared_data_dir) if CANARY.encode() in content] == []
    assert "account.left" in log.getvalue()
    assert CANARY.lower() not in log.getvalue().lower()


def test_what_stays_is_the_ledger_and_the_receipt(canary: Person, owner_engine: Engine, leave: Leave) -> None:
    before = rows_of(owner_engine, canary.account_id)
    leave(canary, username=name_of(canary))
    after = rows_of(owner_engine, canary.account_id)
    assert after == {"credit_entries": before["credit_entries"], "deletions": 1}
    with database.transaction(canary.account_id) as session:
        account = session.execute(text("SELECT credits, left_at FROM accounts")).one()
        total = session.execute(text("SELECT sum(amount) FROM credit_entries")).scalar_one()
    assert account.credits == total
    assert account.left_at


def name_of(person: Person) -> str:
    with database.transaction(person.account_id) as session:
        return str(session.execute(text("SELECT username FROM users WHERE role = 'owner'")).scalar_one())


def test_no_object_and_no_job_of_the_account_remains(canary: Person, leave: Leave) -> None:
    keys = keys_of(canary)
    assert len(keys) == 10  # two originals, three pictures of each of two pages, a deck, the archive
    leave(canary, username=name_of(canary))
    assert not keys & object_keys()
    assert jobs_of(canary) == 0


def keys_of(person: Person) -> set[str]:
    with database.transaction(person.account_id) as session:
        return set(session.scalars(text("SELECT object_key FROM files")))


def jobs_of(person: Person) -> int:
    with database.transaction() as session:
        own = text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'account_id' = :id")
        return int(session.execute(own, {"id": str(person.account_id)}).scalar_one())


def test_others_lose_nothing(
    client: TestClient, person: Person, letter: Scan, canary: Person, owner_engine: Engine, leave: Leave
) -> None:
    before = rows_of(owner_engine, person.account_id)
    leave(canary, username=name_of(canary))
    assert rows_of(owner_engine, person.account_id) == before
    assert client.get(f"/api/scans/{letter['id']}/original", headers=person.headers).status_code == 200


def test_the_receipt_says_what_went_and_can_be_checked(
    client: TestClient, person: Person, letter: Scan, leave: Leave
) -> None:
    del letter
    left = leave(person).json()
    receipt = left["receipt"]
    assert (receipt["kind"], receipt["documentCount"], receipt["kept"]) == ("account", 1, {"credit_entries": 2})
    assert {"scans": 1, "pages": 2, "files": 7, "users": 1}.items() <= receipt["deleted"].items()
    assert client.get(f"/api/receipts/{left['token']}").json() == {"receipt": receipt}
    assert client.post("/api/receipts/check", json=receipt).json() == {"genuine": True}
    head = {name: value for name, value in receipt.items() if name != "documents"}
    assert client.post("/api/receipts/check", json=head).json() == {"genuine": True}


@pytest.mark.parametrize("change", [{"documentCount": 2}, {"documents": ["0" * 64]}, {"signature": "0" * 64}])
def test_a_receipt_that_was_changed_is_not_genuine(
    client: TestClient, person: Person, letter: Scan, leave: Leave, change: dict[str, Any]
) -> None:
    del letter
    receipt = leave(person).json()["receipt"]
    assert client.post("/api/receipts/check", json=receipt | change).json() == {"genuine": False}


def test_a_receipt_has_the_hash_of_each_document(
    client: TestClient, person: Person, uploaded: Any, leave: Leave
) -> None:
    from hashlib import sha256  # noqa: PLC0415

    content = text_pdf("Surat Jalan 1")
    uploaded(person, content, "surat.pdf")
    assert leave(person).json()["receipt"]["documents"] == [sha256(content).hexdigest()]
    assert client.get("/api/receipts/unknown").json()["type"] == "/problems/receipt-over"


def test_nobody_is_let_in_afterwards_and_the_address_is_free(client: TestClient, person: Person, leave: Leave) -> None:
    assert leave(person).status_code == 200
    assert client.get("/api/users/me", headers=person.headers).status_code == 401
    name = {"email": person.email, "username": person.email.partition("@")[0], "password": person.password}
    login = {"email": person.email, "password": person.password}
    assert client.post("/api/auth/login", json=login).status_code == 401
    assert client.post("/api/auth/register", json=name).status_code == 201


def test_without_proof_or_the_name_nothing_is_deleted(client: TestClient, person: Person, leave: Leave) -> None:
    wrong = [leave(person, password=None), leave(person, password="salah"), leave(person, username="x")]
    told = [(answer.status_code, answer.json()["type"]) for answer in wrong]
    assert told == [
        (403, "/problems/password-needed"),
        (403, "/problems/wrong-password"),
        (422, "/problems/not-confirmed"),
    ]
    assert client.get("/api/users/me", headers=person.headers).status_code == 200


def test_a_driver_cannot_delete_the_account(
    person: Person, new_driver: Callable[[Person], Person], leave: Leave
) -> None:
    assert leave(new_driver(person)).json()["type"] == "/problems/not-allowed"


def test_the_others_of_the_account_are_gone_too(
    client: TestClient, person: Person, new_driver: Callable[[Person], Person], owner_engine: Engine, leave: Leave
) -> None:
    driver = new_driver(person)
    assert leave(person).json()["receipt"]["deleted"]["users"] == 2
    assert client.get("/api/users/me", headers=driver.headers).status_code == 401
    assert found_anywhere(owner_engine, driver.email) == []


def test_a_deletion_that_was_killed_in_the_middle_is_finished_by_the_worker(
    client: TestClient, canary: Person, owner_engine: Engine, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 1)
    monkeypatch.setattr(leaving, "monotonic", iter([0.0, *range(100)]).__next__)  # over after some batches
    left = leave(canary, username=name_of(canary))
    assert (left.status_code, left.json()["receipt"]) == (202, None)
    assert found_anywhere(owner_engine, CANARY)
    monkeypatch.undo()
    jobs.finish_deletions.func(0)
    assert found_anywhere(owner_engine, CANARY) == []
    receipt = client.get(f"/api/receipts/{left.json()['token']}").json()["receipt"]
    assert (receipt["deleted"]["scans"], receipt["deleted"]["pages"], receipt["documentCount"]) == (2, 2, 2)


def test_finishing_again_changes_nothing(client: TestClient, person: Person, letter: Scan, leave: Leave) -> None:
    del letter
    left = leave(person).json()
    jobs.finish_deletions.func(0)
    assert client.get(f"/api/receipts/{left['token']}").json() == {"receipt": left["receipt"]}


def test_while_the_store_is_away_the_objects_wait_and_the_receipt_too(
    client: TestClient, person: Person, letter: Scan, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    del letter
    keys = keys_of(person)

    def away(_: object) -> None:
        raise ServiceUnavailable

    monkeypatch.setattr(storage, "delete", away)
    left = leave(person)
    assert left.status_code == 202
    monkeypatch.undo()
    assert keys <= object_keys()
    jobs.finish_deletions.func(0)
    assert not keys & object_keys()
    assert client.get(f"/api/receipts/{left.json()['token']}").json()["receipt"]["deleted"]["files"] == len(keys)


def test_an_upload_that_had_begun_leaves_neither_row_nor_object(
    client: TestClient, person: Person, owner_engine: Engine, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = object_keys()
    put, left = storage.put, []

    def put_then_leave(key: str, content: Any) -> None:
        put(key, content)
        left.append(leave(person).status_code)

    monkeypatch.setattr(storage, "put", put_then_leave)
    files = [("file", ("surat.pdf", text_pdf("Surat Jalan 1")))]
    answer = client.post("/api/scans/upload", files=files, headers=person.headers)
    assert (left, answer.status_code, answer.json()["type"]) == ([200], 401, "/problems/account-deleted")
    assert rows_of(owner_engine, person.account_id).keys() == {"deletions"}
    assert object_keys() == before


def test_leaving_waits_for_who_has_added_something_already(person: Person, owner_engine: Engine, leave: Leave) -> None:
    """Else what is committed a moment later would stay for ever."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    leaving_now = threading.Thread(target=lambda: leave(person))
    with database.transaction(person.account_id) as session:
        files_service.add(session, person.account_id, uuid4().hex, Bytes(b"", 0, "image/png"))
        leaving_now.start()
        with owner_engine.connect() as connection:
            while leaving_now.is_alive() and not connection.scalar(waiting):
                leaving_now.join(0.02)
        assert leaving_now.is_alive()
    leaving_now.join()
    assert rows_of(owner_engine, person.account_id) == {"deletions": 1}


def test_nothing_that_people_chose_stays_in_the_accounts_row(client: TestClient, person: Person, leave: Leave) -> None:
    client.patch("/api/field-memory", json={"enabled": False}, headers=person.headers).raise_for_status()
    leave(person)
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT remembers FROM accounts")).scalar_one() is True


def test_a_reading_that_goes_on_ends_without_a_trace(
    person: Person,
    uploaded: Any,
    read: Any,
    client: TestClient,
    owner_engine: Engine,
    leave: Leave,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scan = uploaded(person, text_pdf("Surat Jalan 1"), "surat.pdf")
    before, put = object_keys() - keys_of(person), storage.put

    def put_after_leaving(key: str, content: Any) -> None:
        if client.get("/api/users/me", headers=person.headers).status_code == 200:
            leave(person).raise_for_status()
        put(key, content)

    monkeypatch.setattr(storage, "put", put_after_leaving)
    read(person, scan)
    assert object_keys() == before
    assert rows_of(owner_engine, person.account_id).keys() == {"credit_entries", "deletions"}


def test_streams_end(person: Person, leave: Leave) -> None:
    with database.transaction(person.account_id) as session:
        row = session.execute(text("SELECT id FROM sessions")).one()
    caller = Caller(person.user_id, person.account_id, Role.OWNER, row.id)
    leave(person)
    with pytest.raises(NotAuthenticated), database.transaction() as session:
        events_service.look(session, caller, 0)


def test_every_table_that_goes_refuses_rows_of_an_account_that_left(owner_engine: Engine) -> None:
    """A table that is added later needs the trigger of migration 0019 too."""
    guarded = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'refuse_after_leaving'"
    with owner_engine.connect() as connection, database.transaction() as session:
        assert set(connection.scalars(text(guarded))) == {table.name for table in forgetting.tables(session)}


def test_what_the_application_may_not_delete_goes_all_the_same() -> None:
    """Corrections with their scans, the security log by a function that knows who left."""
    with database.transaction() as session:
        kept = {table.name for table in forgetting.tables(session) if not table.ours}
    assert kept == {"corrections", "security_log"}


def test_the_security_log_of_an_account_that_is_there_is_not_forgotten(person: Person, owner_engine: Engine) -> None:
    before = rows_of(owner_engine, person.account_id)["security_log"]
    with database.transaction(person.account_id) as session:
        assert forgetting.delete_log_batch(session, person.account_id) == 0
    assert rows_of(owner_engine, person.account_id)["security_log"] == before


def test_receipts_are_forgotten_after_thirty_days(
    client: TestClient, person: Person, owner_engine: Engine, leave: Leave
) -> None:
    token = leave(person).json()["token"]
    old = "UPDATE deletions SET finished_at = now() - interval '30 days' WHERE account_id = :id"
    with owner_engine.begin() as connection:
        connection.execute(text(old), {"id": person.account_id})
    jobs.forget_expired.func(0)
    assert client.get(f"/api/receipts/{token}").json()["type"] == "/problems/receipt-over"


def test_the_store_of_another_database_keeps_its_objects(
    person: Person, letter: Scan, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    del letter
    monkeypatch.setattr(files_jobs, "_this_database", lambda: "another/ocrwtf")
    assert json.loads(leave(person).text)["receipt"] is None
