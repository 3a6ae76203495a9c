"""Legal hold: documents say that they are held; owners hold and let go, one or many, and that is told and logged."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from tests.integration.conftest import Person
from tests.integration.documents import picture
from tests.integration.scans.conftest import events

Scan = dict[str, Any]
Bulk = Callable[..., Any]


@pytest.fixture
def bulk(client: TestClient) -> Bulk:
    def post(headers: dict[str, str], action: str, *ids: str) -> Any:
        return client.post("/api/scans/bulk", json={"action": action, "ids": ids}, headers=headers)

    return post


@pytest.fixture
def ids(person: Person, uploaded: Callable[..., Scan]) -> list[str]:
    return [uploaded(person, picture(f"TAHAN {n}"))["id"] for n in range(3)]


def held(client: TestClient, person: Person) -> set[str]:
    """Those that the list says are held, which are those that it has when it is narrowed to them."""
    items = client.get("/api/scans", headers=person.headers).json()["items"]
    found = {item["id"] for item in items if item["legalHold"]}
    narrowed = client.get("/api/scans?held=true", headers=person.headers).json()["items"]
    assert {item["id"] for item in narrowed} == found
    return found


def logged(client: TestClient, person: Person) -> list[tuple[str, list[str]]]:
    """What the security log says of holds, the oldest first."""
    entries = client.get("/api/security-log", headers=person.headers).json()["items"]
    about = [(entry["kind"], entry["detail"]) for entry in reversed(entries)]
    return [(kind, detail["scanIds"]) for kind, detail in about if kind in ("documents_held", "documents_released")]


def test_a_document_says_whether_it_is_held(client: TestClient, person: Person, ids: list[str]) -> None:
    address = f"/api/scans/{ids[0]}"
    before = client.get(address, headers=person.headers).json()
    client.put(f"{address}/hold", headers=person.headers).raise_for_status()
    after = client.get(address, headers=person.headers).json()
    assert (before["legalHold"], after["legalHold"], held(client, person)) == (False, True, {ids[0]})
    assert (after["version"], after["deletesAt"]) == (before["version"] + 1, before["deletesAt"])
    assert (last := events(person.account_id)[-1]).kind == "scan.changed"
    assert (last.data["scanId"], last.data["version"]) == (ids[0], after["version"])


def test_many_are_held_and_let_go_at_once(client: TestClient, person: Person, ids: list[str], bulk: Bulk) -> None:
    done = bulk(person.headers, "hold", *ids, str(uuid4())).json()["items"]
    assert [item["ok"] for item in done] == [True, True, True, False]
    assert done[3]["error"]["type"] == "/problems/not-found"
    assert held(client, person) == set(ids)
    assert all(item["ok"] for item in bulk(person.headers, "release", *ids[1:]).json()["items"])
    assert held(client, person) == {ids[0]}


def test_the_log_says_who_held_and_who_let_go_but_not_what_was_so_already(
    client: TestClient, person: Person, ids: list[str], bulk: Bulk
) -> None:
    for _ in range(2):
        client.put(f"/api/scans/{ids[0]}/hold", headers=person.headers).raise_for_status()
        bulk(person.headers, "hold", *ids)
    told = len(events(person.account_id))
    client.delete(f"/api/scans/{ids[2]}/hold", headers=person.headers).raise_for_status()
    client.delete(f"/api/scans/{ids[2]}/hold", headers=person.headers).raise_for_status()
    expected = [("documents_held", [ids[0]]), ("documents_held", ids[1:]), ("documents_released", [ids[2]])]
    assert logged(client, person) == expected
    assert len(events(person.account_id)) == told + 1


@pytest.mark.parametrize("action", ["hold", "release"])
def test_what_is_not_there_is_404_or_says_so(
    client: TestClient, person: Person, new_person: Callable[[], Person], ids: list[str], bulk: Bulk, action: str
) -> None:
    other = new_person()
    answer = client.request("PUT" if action == "hold" else "DELETE", f"/api/scans/{ids[0]}/hold", headers=other.headers)
    [item] = bulk(other.headers, action, ids[0]).json()["items"]
    assert (answer.status_code, item["error"]["type"]) == (404, "/problems/not-found")
    assert held(client, person) == set()


@pytest.mark.parametrize("action", ["hold", "release"])
def test_no_key_may(client: TestClient, person: Person, ids: list[str], bulk: Bulk, action: str) -> None:
    body = {"name": "ERP", "scopes": ["read", "write", "admin"]}
    key = client.post("/api/api-keys", json=body, headers=person.headers).json()["key"]
    answer = bulk({"Authorization": f"Bearer {key}"}, action, *ids)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-for-keys")
    assert (held(client, person), logged(client, person)) == (set(), [])


@pytest.mark.parametrize("action", ["hold", "release"])
def test_staff_may_not(client: TestClient, person: Person, ids: list[str], bulk: Bulk, action: str) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET role = 'staff'"))
    answer = bulk(person.headers, action, *ids)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")
    assert held(client, person) == set()
