"""Links that were made are listed and revoked; their addresses begin where people reach us; they hold up nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import admission
from ocrwtf.core.admission import Places
from ocrwtf.scans import links, made_file
from tests.integration.conftest import Person, changed_settings

Scan = dict[str, Any]
Make = Callable[..., dict[str, Any]]


@pytest.fixture
def make(client: TestClient, person: Person, letter: Scan) -> Make:
    def post(what: str = "original", key: str | None = None, **more: object) -> dict[str, Any]:
        headers = person.headers | ({"Idempotency-Key": key} if key else {})
        answer = client.post(f"/api/scans/{letter['id']}/links", json={"what": what, **more}, headers=headers)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return post


@pytest.fixture
def listed(client: TestClient, person: Person, letter: Scan) -> Callable[[], list[dict[str, Any]]]:
    def get() -> list[dict[str, Any]]:
        answer = client.get(f"/api/scans/{letter['id']}/links", headers=person.headers)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    return get


def revoke(client: TestClient, person: Person, scan: Scan, link_id: str) -> int:
    return client.delete(f"/api/scans/{scan['id']}/links/{link_id}", headers=person.headers).status_code


def test_links_are_listed_without_their_addresses(make: Make, listed: Callable[..., Any], person: Person) -> None:
    first, second = make(), make("page", page=2, expiresIn=3600)
    items = listed()
    assert {item["id"] for item in items} == {first["id"], second["id"]}
    page = next(item for item in items if item["id"] == second["id"])
    assert (page["what"], page["page"], page["byKey"], page["expiresAt"]) == ("page", 2, False, second["expiresAt"])
    assert page["username"]
    assert "signature" not in str(items)
    assert person.email not in str(items)


def test_a_revoked_link_opens_nothing_and_the_others_still_do(
    client: TestClient, person: Person, letter: Scan, make: Make, listed: Callable[..., Any]
) -> None:
    one, other = make(), make("document.pdf")
    assert revoke(client, person, letter, one["id"]) == 204
    answer = client.get(one["url"])
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/link-over")
    assert client.get(other["url"]).status_code == 200
    assert [item["id"] for item in listed()] == [other["id"]]
    assert revoke(client, person, letter, one["id"]) == 404


def test_a_revoked_link_does_not_come_back_when_its_request_is_sent_again(
    client: TestClient, person: Person, letter: Scan, make: Make
) -> None:
    made = make(key="k1")
    assert make(key="k1") == made
    revoke(client, person, letter, made["id"])
    assert make(key="k1") == made
    assert client.get(made["url"]).status_code == 404


def test_the_history_says_who_made_and_who_revoked_a_link(
    client: TestClient, person: Person, letter: Scan, make: Make
) -> None:
    made = make("page", page=2)
    revoke(client, person, letter, made["id"])
    changes = client.get(f"/api/scans/{letter['id']}/history", headers=person.headers).json()["items"]
    assert [(each["kind"], each["old"], each["new"]) for each in changes] == [
        ("link", "page 2", None),
        ("link", None, "page 2"),
    ]


def test_links_that_are_over_are_neither_listed_nor_kept(
    make: Make, listed: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(links, "USUAL_SECONDS", -60)
        make()
    assert listed() == []
    make("document.pdf")
    assert [item["what"] for item in listed()] == ["document.pdf"]


def test_a_driver_neither_sees_nor_revokes_links(
    client: TestClient, person: Person, letter: Scan, make: Make, new_driver: Callable[..., Person]
) -> None:
    made, driver = make(), new_driver(person)
    assert client.get(f"/api/scans/{letter['id']}/links", headers=driver.headers).status_code == 403
    assert revoke(client, driver, letter, made["id"]) == 403


@pytest.mark.parametrize(
    ("setting", "begins"), [("", "http://testserver/api/"), ("https://ocr.example", "https://ocr.example/api/")]
)
def test_an_address_begins_where_people_reach_us(make: Make, setting: str, begins: str) -> None:
    with changed_settings(API_URL=setting):
        assert make()["url"].startswith(begins)


def test_a_table_leads_to_where_people_reach_us(client: TestClient, person: Person, letter: Scan) -> None:
    with changed_settings(API_URL="https://ocr.example"):
        table = client.get(f"/api/scans/{letter['id']}/export.csv", headers=person.headers).text
    assert f"https://ocr.example/dokumen/{letter['id']}" in table


def test_whoever_has_a_link_keeps_no_member_from_a_file(
    client: TestClient, person: Person, letter: Scan, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make("document.pdf")["url"]
    monkeypatch.setattr(admission, "WAIT_SECONDS", 0.0)
    with made_file._making_for_links.taken():
        assert client.get(url).status_code == 503
        assert client.get(f"/api/scans/{letter['id']}/document.pdf", headers=person.headers).status_code == 200
    monkeypatch.setattr(made_file, "_making", Places("testing", 0))
    assert client.get(url).status_code == 200
