"""An account is deleted, whatever happens at the same time: others lose nothing, and nobody of it comes back."""

import json
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database, storage
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.events import service as events_service
from ocrwtf.files import jobs as files_jobs
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Bytes
from ocrwtf.retention import forgetting, jobs, leaving
from ocrwtf.users.models import Role
from ocrwtf.users.problems import NotAuthenticated
from ocrwtf.users.service import Caller
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.retention.conftest import CANARY, Leave, found_anywhere, keys_of, name_of, rows_of
from tests.integration.scans.conftest import object_keys

Scan = dict[str, Any]


def test_others_lose_nothing(
    client: TestClient, person: Person, letter: Scan, canary: Person, owner_engine: Engine, leave: Leave
) -> None:
    before = rows_of(owner_engine, person.account_id)
    leave(canary, username=name_of(canary))
    assert rows_of(owner_engine, person.account_id) == before
    assert client.get(f"/api/scans/{letter['id']}/original", headers=person.headers).status_code == 200


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
    deleted = client.get(f"/api/receipts/{left.json()['token']}").json()["receipt"]["deleted"]
    assert deleted["files"] + deleted["page_images"] == len(keys)


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


def test_the_store_of_another_database_keeps_its_objects(
    person: Person, letter: Scan, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    del letter
    monkeypatch.setattr(files_jobs, "_this_database", lambda: "another/ocrwtf")
    assert json.loads(leave(person).text)["receipt"] is None
