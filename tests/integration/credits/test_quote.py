"""What jobs would cost, before anything is sent."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.integration.conftest import Person, changed_settings, credits_of, spend_down_to


def quote(client: TestClient, person: Person, *items: tuple[str, object]) -> Any:
    body = {"items": [{"job": job, "count": count} for job, count in items]}
    return client.post("/api/credits/quote", json=body, headers=person.headers)


def test_it_says_what_it_takes_and_what_is_left(client: TestClient, person: Person) -> None:
    with changed_settings(CONVERSION_COST="2"):
        found = quote(client, person, ("scan", 3), ("conversion", 2)).json()
    assert (found["cost"], found["credits"], found["left"], found["short"]) == (7, 10, 3, 0)
    assert found["items"] == [
        {"job": "scan", "count": 3, "each": 1, "cost": 3},
        {"job": "conversion", "count": 2, "each": 2, "cost": 4},
    ]


def test_it_says_how_much_is_missing_and_when_there_is_more(client: TestClient, person: Person) -> None:
    spend_down_to(person.account_id, 2)
    found = quote(client, person, ("scan", 5)).json()
    assert (found["left"], found["short"]) == (0, 3)
    assert found["nextRefillAt"] == client.get("/api/credits", headers=person.headers).json()["nextRefillAt"]


def test_nothing_is_charged_however_often_it_is_asked(client: TestClient, person: Person) -> None:
    before = client.get("/api/credits/history", headers=person.headers).json()
    for _ in range(3):
        quote(client, person, ("scan", 10)).raise_for_status()
    assert client.get("/api/credits/history", headers=person.headers).json() == before
    assert credits_of(person.account_id) == 10


def test_what_it_says_is_what_an_upload_takes(client: TestClient, person: Person) -> None:
    with changed_settings(SCAN_COST="3"):
        spend_down_to(person.account_id, 5)
        assert quote(client, person, ("scan", 1)).json()["short"] == 0
        assert quote(client, person, ("scan", 2)).json()["short"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"items": []},
        {"items": [{"job": "scan"}]},
        {"items": [{"job": "scan", "count": 0}]},
        {"items": [{"job": "scan", "count": -1}]},
        {"items": [{"job": "scan", "count": 10_001}]},
        {"items": [{"job": "scan", "count": "3"}]},
        {"items": [{"job": "scan", "count": 1.5}]},
        {"items": [{"job": "invoice", "count": 1}]},
        {"items": [{"job": "scan", "count": 1}] * 21},
    ],
)
def test_a_wrong_question_is_422(client: TestClient, person: Person, body: dict[str, Any]) -> None:
    answer = client.post("/api/credits/quote", json=body, headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
