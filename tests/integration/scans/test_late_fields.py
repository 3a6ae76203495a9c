"""A document that was read before there were fields gets them from its words: free, once, beside what people said."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from tests.integration.conftest import Person
from tests.integration.documents import picture
from tests.integration.scans.test_fields import field, invoice

Scan = dict[str, Any]

__all__ = ["invoice"]


@pytest.fixture
def old(client: TestClient, person: Person, invoice: Scan) -> Scan:
    """As if it had been read before there were fields."""
    with database.transaction(person.account_id) as session:
        session.execute(text("DELETE FROM extractions"))
    shown: Scan = client.get(f"/api/scans/{invoice['id']}", headers=person.headers).json()
    assert (shown["fields"], shown["typeConfidence"]) == ([], None)
    return shown


def read_fields(client: TestClient, person: Person, scan: Scan, **headers: str) -> Any:
    return client.post(f"/api/scans/{scan['id']}/fields", headers=person.headers | headers)


def test_fields_are_found_as_if_it_were_read_now(client: TestClient, person: Person, invoice: Scan, old: Scan) -> None:
    left = client.get("/api/credits", headers=person.headers).json()
    answer = read_fields(client, person, old)
    now = answer.json()
    assert (answer.status_code, now["version"]) == (200, old["version"] + 1)
    assert (now["fields"], now["items"], now["documentType"]) == (
        invoice["fields"],
        invoice["items"],
        invoice["documentType"],
    )
    assert client.get("/api/credits", headers=person.headers).json() == left
    (change,) = client.get(f"/api/scans/{old['id']}/history", headers=person.headers).json()["items"]
    assert (change["kind"], change["new"]) == ("reading", str(len(now["fields"]) + len(now["items"])))


def test_lists_know_what_was_found(client: TestClient, person: Person, old: Scan) -> None:
    read_fields(client, person, old)
    assert len(client.get("/api/scans?totalMin=45000", headers=person.headers).json()["items"]) == 1


def test_what_people_said_stays(client: TestClient, person: Person, old: Scan, correct: Callable[..., Any]) -> None:
    added = [{"row": 0, "name": "name", "value": "Semen"}]
    said = correct(person, old, fields=[{"name": "total_amount", "value": "45.500"}], items=added).json()
    now = read_fields(client, person, said).json()
    assert field(now, "total_amount")["value"] == "45.500"
    assert field(now, "total_amount")["read"]
    assert field(now, "number")["value"] == "INV/2026/0017"
    assert [cell["value"] for item in now["items"] for cell in item["cells"]] == ["Semen"]


def test_corrected_words_are_in_what_is_found(
    client: TestClient, person: Person, invoice: Scan, old: Scan, correct: Callable[..., Any]
) -> None:
    at = field(invoice, "number")["words"][-1]
    corrected = correct(person, old, words=[at | {"text": "INV/2026/0018"}]).json()
    assert field(read_fields(client, person, corrected).json(), "number")["value"] == "INV/2026/0018"


def test_fields_that_are_there_are_not_looked_for_again(client: TestClient, person: Person, old: Scan) -> None:
    first = read_fields(client, person, old, **{"Idempotency-Key": "k1"})
    again = read_fields(client, person, old)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/fields-there")
    repeated = read_fields(client, person, old, **{"Idempotency-Key": "k1"})
    assert (repeated.status_code, repeated.json()) == (200, first.json())


def test_what_is_not_read_yet_has_no_words_to_look_at(
    client: TestClient, person: Person, uploaded: Callable[..., Scan]
) -> None:
    answer = read_fields(client, person, uploaded(person, picture("BARU")))
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-read-yet")


def test_a_driver_looks_for_none(
    client: TestClient, person: Person, old: Scan, new_driver: Callable[..., Person]
) -> None:
    assert read_fields(client, new_driver(person), old).status_code == 403
