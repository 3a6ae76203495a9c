"""A key is the caller's own at one route, for a day, and no longer than what its answer tells of."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf import worker
from ocrwtf.core.queue import queue
from ocrwtf.idempotency import jobs
from tests.integration.conftest import Person, credits_of
from tests.integration.documents import picture
from tests.integration.idempotency.conftest import Send, change, kept

REPLAYED = "idempotency-replayed"


def api_key(client: TestClient, person: Person) -> str:
    body = {"name": "ERP", "scopes": ["capture"]}
    return f"Bearer {client.post('/api/api-keys', json=body, headers=person.headers).json()['key']}"


@pytest.fixture
def scan(upload: Send) -> dict[str, Any]:
    """One that was uploaded with the key."""
    item: dict[str, Any] = upload(picture("LINGKUP")).json()["items"][0]
    return item


def test_colleagues_accounts_and_api_keys_do_not_share_a_key(
    client: TestClient,
    person: Person,
    upload: Send,
    new_person: Callable[[], Person],
    new_driver: Callable[..., Person],
) -> None:
    others = [new_person().headers, new_driver(person).headers]
    tokens = [each["Authorization"] for each in (person.headers, *others)]
    tokens += [api_key(client, person), api_key(client, person)]
    answers = [upload(picture("SAMA"), Authorization=token) for token in tokens]
    assert [(answer.status_code, REPLAYED in answer.headers) for answer in answers] == [(202, False)] * 5
    again = [upload(picture("SAMA"), Authorization=token) for token in tokens]
    assert [answer.content for answer in again] == [answer.content for answer in answers]


def test_a_key_is_of_one_route_alone(
    client: TestClient, person: Person, key: str, upload: Send, scan: dict[str, Any]
) -> None:
    headers = person.headers | {"Idempotency-Key": key}
    body = {"what": "original"}
    first, again = (client.post(f"/api/scans/{scan['id']}/links", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, REPLAYED in first.headers) == (201, False)
    assert (again.content, again.headers[REPLAYED]) == (first.content, "true")
    assert upload(picture("LINGKUP")).json()["items"] == [scan]


def test_after_a_day_the_key_is_new_again(upload: Send, person: Person, scan: dict[str, Any]) -> None:
    assert scan["alreadyExisted"] is False
    change(person, "UPDATE idempotent_requests SET created_at = created_at - interval '23 hours 59 minutes'")
    assert upload(picture("LINGKUP")).headers[REPLAYED] == "true"
    change(person, "UPDATE idempotent_requests SET created_at = created_at - interval '1 minute'")
    answer = upload(picture("LAINNYA"))
    assert (answer.status_code, REPLAYED in answer.headers) == (202, False)
    assert credits_of(person.account_id) == 8


@pytest.mark.usefixtures("scan")
@pytest.mark.parametrize(("hours", "left"), [(23, 1), (24, 0)])
def test_upkeep_forgets_after_a_day_and_not_before(person: Person, hours: int, left: int) -> None:
    ago = f"interval '{hours} hours'"
    past = f"created_at = created_at - {ago}, locked_until = locked_until - {ago}"
    change(person, f"UPDATE idempotent_requests SET {past}")  # noqa: S608  our own words
    jobs.forget_old.func(0)
    assert len(kept(person)) == left


def test_the_worker_forgets_once_an_hour() -> None:
    assert jobs in worker.JOBS
    periodic = queue.periodic_registry.periodic_tasks
    assert [task.cron for (name, _), task in periodic.items() if name == jobs.forget_old.name] == ["23 * * * *"]


def test_an_answer_goes_with_any_scan_it_tells_of(client: TestClient, person: Person, upload: Send) -> None:
    items = upload(picture("SATU"), picture("DUA")).json()["items"]
    client.delete(f"/api/scans/{items[1]['id']}", headers=person.headers)
    assert kept(person) == []
    again = upload(picture("SATU"), picture("DUA")).json()["items"]
    assert [item["alreadyExisted"] for item in again] == [True, False]


@pytest.mark.usefixtures("scan")
@pytest.mark.parametrize("row", ["accounts", "users"])
def test_answers_go_with_the_account_and_with_the_user(person: Person, owner_engine: Engine, row: str) -> None:
    ids = {"account": person.account_id, "id": person.account_id if row == "accounts" else person.user_id}
    with owner_engine.begin() as connection:
        connection.execute(text("ALTER TABLE credit_entries DISABLE TRIGGER append_only"))
        connection.execute(text("DELETE FROM credit_entries WHERE account_id = :account"), ids)
        connection.execute(text("UPDATE accounts SET credits = 0 WHERE id = :account"), ids)  # their sum, as ever
        connection.execute(text("ALTER TABLE credit_entries ENABLE TRIGGER append_only"))
        connection.execute(text(f"DELETE FROM {row} WHERE id = :id"), ids)  # noqa: S608  our own tables
        left = text("SELECT count(*) FROM idempotent_requests WHERE account_id = :account")
        assert connection.scalar(left, ids) == 0


def test_another_accounts_answer_stays_when_a_scan_of_ours_goes(
    client: TestClient, person: Person, scan: dict[str, Any], new_person: Callable[[], Person]
) -> None:
    stranger = new_person()
    headers = stranger.headers | {"Idempotency-Key": "x"}
    client.post("/api/scans/bulk", json={"action": "retry", "ids": [scan["id"]]}, headers=headers).raise_for_status()
    client.delete(f"/api/scans/{scan['id']}", headers=person.headers)
    assert (len(kept(stranger)), kept(person)) == (1, [])


def links(client: TestClient, person: Person, scan_id: str, **body: object) -> Any:
    headers = person.headers | {"Idempotency-Key": "tautan"}
    return client.post(f"/api/scans/{scan_id}/links", json={"what": "original"} | body, headers=headers)


def test_a_link_is_the_same_again_and_nothing_of_it_is_stored(
    client: TestClient, person: Person, scan: dict[str, Any]
) -> None:
    first = links(client, person, scan["id"])
    change(person, "UPDATE idempotent_requests SET created_at = created_at - interval '10 seconds' WHERE body IS NULL")
    earlier, again = links(client, person, scan["id"]), links(client, person, scan["id"])
    assert (earlier.content, again.headers[REPLAYED], again.status_code) == (again.content, "true", 201)
    assert earlier.json()["expiresAt"] < first.json()["expiresAt"]
    assert "signature" not in str(kept(person))


def test_a_link_to_something_else_needs_another_key(client: TestClient, person: Person, scan: dict[str, Any]) -> None:
    links(client, person, scan["id"])
    other = links(client, person, "01a21bec-8a1c-7631-a601-b4e18efd991e")
    assert {other.json()["type"], links(client, person, scan["id"], expiresIn=600).json()["type"]} == {
        "/problems/idempotency-key-reused"
    }
    client.delete(f"/api/scans/{scan['id']}", headers=person.headers)
    assert links(client, person, scan["id"]).status_code == 404


def test_a_body_that_is_refused_uses_no_key_up(client: TestClient, person: Person, scan: dict[str, Any]) -> None:
    assert links(client, person, scan["id"], what="everything").status_code == 422
    assert links(client, person, scan["id"]).status_code == 201


@pytest.mark.parametrize("whole", [True, False])
def test_reading_again_is_charged_once(
    client: TestClient, person: Person, scan: dict[str, Any], *, whole: bool
) -> None:
    client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers)
    path = f"/api/scans/{scan['id']}/retry" if whole else "/api/scans/bulk"
    body = None if whole else {"action": "retry", "ids": [scan["id"]]}
    headers = person.headers | {"Idempotency-Key": "ulang"}
    answers = [client.post(path, json=body, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202 if whole else 200] * 3
    assert len({answer.content for answer in answers}) == 1
    assert credits_of(person.account_id) == 9


def test_deleting_many_is_answered_the_same_again(client: TestClient, person: Person, scan: dict[str, Any]) -> None:
    headers = person.headers | {"Idempotency-Key": "hapus"}
    body = {"action": "delete", "ids": [scan["id"]]}
    first, again = (client.post("/api/scans/bulk", json=body, headers=headers) for _ in range(2))
    assert (first.json()["items"][0]["error"], again.content) == (None, first.content)


def test_an_export_is_made_anew_with_any_key(client: TestClient, person: Person, scan: dict[str, Any]) -> None:
    headers = person.headers | {"Idempotency-Key": "ekspor"}
    body = {"action": "export", "ids": [scan["id"]], "format": "jsonl"}
    answers = [client.post("/api/scans/bulk", json=body, headers=headers) for _ in range(2)]
    assert [(answer.status_code, REPLAYED in answer.headers) for answer in answers] == [(200, False)] * 2
