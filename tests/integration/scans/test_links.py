"""Signed links: they open one thing, without a login, for as long as they say, and no other address does."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.scans import links
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person
from tests.integration.documents import picture, text_pdf

Scan = dict[str, Any]
Make = Callable[..., str]


@pytest.fixture
def link(client: TestClient) -> Make:
    def make(person: Person, scan: Scan, what: str, **more: object) -> str:
        body = {"what": what, **more}
        answer = client.post(f"/api/scans/{scan['id']}/links", json=body, headers=person.headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["url"])

    return make


def changed(url: str, **members: object) -> str:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | members
    return f"{parts.path}?{urlencode(query)}"


@pytest.mark.parametrize(
    ("what", "media_type", "start"),
    [("original", "application/octet-stream", b"%PDF"), ("document.pdf", "application/pdf", b"%PDF"),
     ("page", "image/webp", b"RIFF")],
)  # fmt: skip
def test_a_link_opens_without_a_login(
    client: TestClient, person: Person, letter: Scan, link: Make, what: str, media_type: str, start: bytes
) -> None:
    answer = client.get(link(person, letter, what))
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["cache-control"] == "private, no-store"
    assert (answer.headers["referrer-policy"], answer.headers["x-content-type-options"]) == ("no-referrer", "nosniff")


def test_the_original_is_what_was_sent(
    client: TestClient, person: Person, uploaded: Callable[..., Scan], link: Make
) -> None:
    content = text_pdf("Belum dibaca")
    assert client.get(link(person, uploaded(person, content), "original")).content == content


def test_a_page_is_the_one_that_was_asked_for(client: TestClient, person: Person, letter: Scan, link: Make) -> None:
    second = client.get(f"/api/scans/{letter['id']}/pages/2.webp", headers=person.headers).content
    assert client.get(link(person, letter, "page", page=2)).content == second


@pytest.mark.parametrize(
    "members",
    [{"what": "document.pdf"}, {"page": 2}, {"page": "x"}, {"expires": 99999999999}, {"expires": "1e9"},
     {"account": uuid4()},
     {"account": "1"}, {"user": uuid4()}, {"what": "../original"}, {"signature": ""}, {"signature": "é" * 43}],
)  # fmt: skip
def test_a_link_with_anything_changed_opens_nothing(
    client: TestClient, person: Person, letter: Scan, link: Make, members: dict[str, object]
) -> None:
    url = link(person, letter, "original")
    assert client.get(changed(url)).status_code == 200
    answer = client.get(changed(url, **members))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/link-over")


def test_a_link_is_of_its_scan(
    client: TestClient, person: Person, letter: Scan, uploaded: Callable[..., Scan], link: Make
) -> None:
    other = uploaded(person, picture("LAIN"))
    url = link(person, letter, "original")
    assert client.get(url.replace(letter["id"], other["id"])).status_code == 404


def test_a_link_ends_with_its_time(
    client: TestClient, person: Person, letter: Scan, link: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, real = link(person, letter, "original", expiresIn=60), links.verified
    for seconds, status in ((58, 200), (61, 404)):
        later = datetime.now(UTC) + timedelta(seconds=seconds)
        monkeypatch.setattr(links, "verified", lambda one, told, _now, later=later: real(one, told, later))
        assert client.get(url).status_code == status


def test_a_link_ends_with_its_scan(client: TestClient, person: Person, letter: Scan, link: Make) -> None:
    urls = [link(person, letter, what) for what in ("original", "document.pdf", "page")]
    client.delete(f"/api/scans/{letter['id']}", headers=person.headers)
    assert [client.get(url).status_code for url in urls] == [404] * 3


def test_a_link_ends_with_the_access_of_who_made_it(
    client: TestClient, person: Person, letter: Scan, link: Make
) -> None:
    url = link(person, letter, "original")
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=False)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("end", ["DELETE FROM api_keys", "UPDATE api_keys SET expires_at = now()"])
def test_a_link_that_an_api_key_made_ends_with_the_key(
    client: TestClient, person: Person, letter: Scan, end: str
) -> None:
    wanted = {"name": "ERP", "scopes": ["write"]}
    key = client.post("/api/api-keys", json=wanted, headers=person.headers).json()["key"]
    made_by = {"Authorization": f"Bearer {key}"}
    url = client.post(f"/api/scans/{letter['id']}/links", json={"what": "original"}, headers=made_by).json()["url"]
    assert client.get(url).status_code == 200
    assert client.get(changed(url, key="")).status_code == 404
    with database.transaction(person.account_id) as session:
        session.execute(text(end))
    assert client.get(url).status_code == 404


def test_another_key_opens_nothing(
    client: TestClient, person: Person, letter: Scan, link: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = link(person, letter, "original")
    monkeypatch.setattr(links, "_PURPOSE", "something else")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("seconds", [0, 59, 7 * 24 * 3600 + 1, -1])
def test_a_link_lasts_a_minute_to_a_week(client: TestClient, person: Person, letter: Scan, seconds: int) -> None:
    body = {"what": "original", "expiresIn": seconds}
    answer = client.post(f"/api/scans/{letter['id']}/links", json=body, headers=person.headers)
    assert answer.status_code == 422


def test_a_link_says_when_it_ends(client: TestClient, person: Person, letter: Scan) -> None:
    body = {"what": "original", "expiresIn": 3600}
    made = client.post(f"/api/scans/{letter['id']}/links", json=body, headers=person.headers).json()
    left = datetime.fromisoformat(made["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


def test_what_is_not_there_gets_no_link(
    client: TestClient, person: Person, letter: Scan, uploaded: Callable[..., Scan]
) -> None:
    def status(scan: Scan, **body: object) -> int:
        return client.post(f"/api/scans/{scan['id']}/links", json=body, headers=person.headers).status_code

    unread = uploaded(person, picture("BARU"))
    assert status(letter, what="page", page=3) == 404
    assert (status(unread, what="page"), status(unread, what="document.pdf")) == (409, 409)
    assert status(letter, what="thumbnail") == 422


def test_a_driver_makes_no_links(
    client: TestClient, letter: Scan, person: Person, new_driver: Callable[..., Person]
) -> None:
    body, headers = {"what": "original"}, new_driver(person).headers
    assert client.post(f"/api/scans/{letter['id']}/links", json=body, headers=headers).status_code == 403


def test_the_log_knows_no_signature(
    client: TestClient, person: Person, letter: Scan, link: Make, caplog: pytest.LogCaptureFixture
) -> None:
    url = link(person, letter, "original")
    client.get(url)
    client.get(changed(url, page=7))
    told = json.dumps([record.getMessage() for record in caplog.records])
    assert "/api/files/{file_id}" in told
    assert parse_qs(urlsplit(url).query)["signature"][0] not in told
