"""A driver's phone captures and sees own captures, nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from tests.integration.conftest import Person
from tests.integration.documents import picture


@pytest.fixture
def driver(person: Person, new_driver: Callable[[Person], Person]) -> dict[str, str]:
    """A driver of the person's account."""
    return new_driver(person).headers


@pytest.fixture
def upload(client: TestClient) -> Callable[..., dict[str, Any]]:
    def post(headers: dict[str, str], content: bytes) -> dict[str, Any]:
        answer = client.post("/api/scans/upload", files=[("file", ("nota.png", content))], headers=headers)
        item: dict[str, Any] = answer.json()["items"][0]
        return item

    return post


def test_a_driver_uploads_and_sees_own_captures_only(
    client: TestClient, person: Person, driver: dict[str, str], upload: Callable[..., dict[str, Any]]
) -> None:
    office, own = upload(person.headers, picture("KANTOR")), upload(driver, picture("SOPIR"))
    assert [item["id"] for item in client.get("/api/scans", headers=driver).json()["items"]] == [own["id"]]
    for path in ("", "/original"):
        assert client.get(f"/api/scans/{own['id']}{path}", headers=driver).status_code == 200
    for path in ("", "/text", "/original", "/pages/1.webp"):
        assert client.get(f"/api/scans/{office['id']}{path}", headers=driver).status_code == 404


def test_the_office_sees_what_a_driver_captured(
    client: TestClient, person: Person, driver: dict[str, str], upload: Callable[..., dict[str, Any]]
) -> None:
    own = upload(driver, picture("SOPIR JUGA"))
    assert client.get(f"/api/scans/{own['id']}", headers=person.headers).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/credits"),
        ("GET", "/api/credits/history"),
        ("GET", "/api/auth/sessions"),
        ("DELETE", "/api/auth/sessions"),
        ("PATCH", "/api/scans/{scan_id}"),
        ("GET", "/api/scans/{scan_id}/history"),
        ("POST", "/api/scans/bulk"),
        ("POST", "/api/scans/{scan_id}/cancel"),
        ("POST", "/api/scans/{scan_id}/retry"),
        ("DELETE", "/api/scans/{scan_id}"),
    ],
)
def test_what_is_not_a_drivers_is_403(
    client: TestClient, driver: dict[str, str], upload: Callable[..., dict[str, Any]], method: str, path: str
) -> None:
    scan = upload(driver, picture("MILIK SOPIR"))
    filled = path.format(scan_id=scan["id"])
    answer = client.request(method, filled, headers=driver)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")


def test_a_user_without_a_password_cannot_log_in_with_any(client: TestClient, driver: dict[str, str]) -> None:
    name = client.get("/api/users/me", headers=driver).json()["username"]
    for password in ("x", "None", "null"):
        answer = client.post("/api/auth/login", json={"username": name, "password": password})
        assert answer.status_code == 401


def test_a_role_that_does_not_exist_cannot_be_stored(person: Person) -> None:
    with pytest.raises(Exception, match="ck_users_known_role"), database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET role = 'admin'"))
