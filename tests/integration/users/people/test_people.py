"""An owner sees the people of the account, gives roles, blocks, removes, and ends their logins."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.scans import jobs
from ocrwtf.users.models import Role
from ocrwtf.users.people import service
from tests.integration.conftest import Person, changed_settings
from tests.integration.documents import text_pdf


@pytest.fixture
def staff(new_colleague: Callable[[Role], Person]) -> Person:
    return new_colleague(Role.STAFF)


def listed(client: TestClient, person: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get("/api/people", headers=person.headers).json()["items"]
    return items


def change(client: TestClient, by: Person, whose: UUID, **wanted: Any) -> tuple[int, str | None]:
    answer = client.patch(f"/api/people/{whose}", json=wanted, headers=by.headers)
    return answer.status_code, answer.json().get("type")


def is_let_in(client: TestClient, headers: dict[str, str]) -> bool:
    return client.get("/api/users/me", headers=headers).status_code == 200


def key_of(client: TestClient, owner: Person) -> dict[str, str]:
    key = client.post("/api/api-keys", json={"name": "ERP", "scopes": ["read"]}, headers=owner.headers).json()
    return {"Authorization": f"Bearer {key['key']}"}


def refresh_token_of(client: TestClient, person: Person) -> str:
    answer = client.post("/api/auth/login", json={"email": person.email, "password": person.password})
    client.cookies.clear()  # all tests share the client
    token: str = answer.json()["refreshToken"]
    return token


def test_the_list_has_everybody_the_caller_first_and_no_phone(
    client: TestClient, person: Person, staff: Person, phone: dict[str, str]
) -> None:
    assert phone
    own, other = listed(client, person)
    assert (own["id"], own["email"], own["role"]) == (str(person.user_id), person.email, "owner")
    assert (other["id"], other["isActive"], other["role"]) == (str(staff.user_id), True, "staff")
    assert own["lastUsedAt"]


def test_nobody_of_another_account_is_in_the_list(
    client: TestClient, person: Person, new_person: Callable[[], Person]
) -> None:
    new_person()
    assert [item["id"] for item in listed(client, person)] == [str(person.user_id)]


def test_a_role_counts_from_the_next_request_on(client: TestClient, person: Person, staff: Person) -> None:
    assert client.get("/api/credits", headers=staff.headers).status_code == 200
    assert change(client, person, staff.user_id, role="driver") == (200, None)
    assert client.get("/api/credits", headers=staff.headers).status_code == 403


def test_blocked_is_out_at_once_with_keys_and_tokens_and_comes_back_when_let_in(
    client: TestClient, person: Person, new_colleague: Callable[[Role], Person]
) -> None:
    other = new_colleague(Role.OWNER)
    key, token = key_of(client, other), refresh_token_of(client, other)
    assert change(client, person, other.user_id, isActive=False) == (200, None)
    assert (is_let_in(client, other.headers), is_let_in(client, key)) == (False, False)
    assert client.post("/api/auth/refresh", json={"refreshToken": token}).status_code == 401
    assert change(client, person, other.user_id, isActive=True) == (200, None)
    assert (is_let_in(client, other.headers), is_let_in(client, key)) == (False, True)
    assert refresh_token_of(client, other)


def test_removed_is_out_for_good_with_keys_and_tokens(
    client: TestClient, person: Person, new_colleague: Callable[[Role], Person]
) -> None:
    other = new_colleague(Role.OWNER)
    key, token = key_of(client, other), refresh_token_of(client, other)
    assert client.delete(f"/api/people/{other.user_id}", headers=person.headers).status_code == 204
    assert (is_let_in(client, other.headers), is_let_in(client, key)) == (False, False)
    assert client.post("/api/auth/refresh", json={"refreshToken": token}).status_code == 401
    login = client.post("/api/auth/login", json={"email": other.email, "password": other.password})
    assert login.status_code == 401
    assert [item["id"] for item in listed(client, person)] == [str(person.user_id)]
    assert client.delete(f"/api/people/{other.user_id}", headers=person.headers).status_code == 404


def test_who_is_removed_leaves_nothing_but_the_name(client: TestClient, person: Person, staff: Person) -> None:
    client.delete(f"/api/people/{staff.user_id}", headers=person.headers)
    with database.transaction(person.account_id) as session:
        row = session.execute(text("SELECT * FROM users WHERE id = :id"), {"id": staff.user_id}).one()
        logins = session.scalars(text("SELECT user_id FROM sessions")).all()
    assert (row.email, row.username, row.password_hash, row.is_active) == (None, None, None, False)
    assert row.display_name == staff.email.partition("@")[0]
    assert staff.user_id not in logins


def test_address_and_username_of_who_was_removed_are_free_again(
    client: TestClient, person: Person, staff: Person, invite: Callable[..., Any], accept: Callable[..., Any]
) -> None:
    client.delete(f"/api/people/{staff.user_id}", headers=person.headers)
    token = invite("staff", email=staff.email)["token"]
    assert accept(token, username=staff.email.partition("@")[0]).status_code == 200


def test_what_somebody_made_stays_under_the_name_and_a_running_reading_finishes(
    client: TestClient, person: Person, staff: Person
) -> None:
    files = [("file", ("surat.pdf", text_pdf("Surat jalan nomor satu")))]
    scan = client.post("/api/scans/upload", files=files, headers=staff.headers).json()["items"][0]
    client.delete(f"/api/people/{staff.user_id}", headers=person.headers)
    with changed_settings(OCR_PROCESSES="1"), jobs.reading_processes():
        jobs.read_scan.func(None, account_id=str(person.account_id), scan_id=scan["id"], attempt=1)
    assert client.get(f"/api/scans/{scan['id']}", headers=person.headers).json()["status"] == "completed"


def test_a_correction_of_who_was_removed_says_the_name(client: TestClient, person: Person, staff: Person) -> None:
    files = [("file", ("surat.pdf", text_pdf("Surat jalan nomor dua")))]
    scan = client.post("/api/scans/upload", files=files, headers=staff.headers).json()["items"][0]
    with changed_settings(OCR_PROCESSES="1"), jobs.reading_processes():
        jobs.read_scan.func(None, account_id=str(person.account_id), scan_id=scan["id"], attempt=1)
    patch = {"version": 2, "recipientName": "Pak Budi"}
    client.patch(f"/api/scans/{scan['id']}", json=patch, headers=staff.headers).raise_for_status()
    client.delete(f"/api/people/{staff.user_id}", headers=person.headers)
    (entry,) = client.get(f"/api/scans/{scan['id']}/history", headers=person.headers).json()["items"]
    assert entry["username"] == staff.email.partition("@")[0]


def test_an_owner_ends_all_logins_of_somebody_who_may_log_in_again(
    client: TestClient, person: Person, staff: Person
) -> None:
    assert client.delete(f"/api/people/{staff.user_id}/sessions", headers=person.headers).status_code == 204
    assert not is_let_in(client, staff.headers)
    assert is_let_in(client, person.headers)
    assert refresh_token_of(client, staff)


def test_nobody_blocks_or_removes_themselves(client: TestClient, person: Person) -> None:
    yourself = "/problems/not-yourself"
    assert change(client, person, person.user_id, isActive=False) == (409, yourself)
    answer = client.delete(f"/api/people/{person.user_id}", headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (409, yourself)
    assert is_let_in(client, person.headers)


def test_links_of_who_may_not_invite_any_more_are_void(
    client: TestClient, person: Person, new_colleague: Callable[[Role], Person]
) -> None:
    other = new_colleague(Role.OWNER)
    links = [client.post("/api/invitations", json={"role": "staff"}, headers=other.headers).json()["link"]]
    client.post("/api/phones/pairings", headers=other.headers)
    assert change(client, person, other.user_id, role="staff") == (200, None)
    token = links[0].partition("=")[2]
    assert client.post("/api/auth/invitation", json={"token": token}).status_code == 403
    assert client.get("/api/invitations", headers=person.headers).json()["items"] == []
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT FROM pairings")).all() == []


@pytest.mark.parametrize("role", ["staff", "owner"])
def test_a_phone_stays_a_driver(client: TestClient, person: Person, phone: dict[str, str], role: str) -> None:
    phone_id = client.get("/api/users/me", headers=phone).json()["id"]
    wanted = {"role": role, "password": person.password}
    assert change(client, person, phone_id, **wanted) == (409, "/problems/phone-stays-driver")


def test_somebody_who_is_not_there_is_not_found(client: TestClient, person: Person) -> None:
    assert change(client, person, uuid4(), role="staff")[0] == 404


def test_an_account_holds_so_many_only(
    client: TestClient, person: Person, staff: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert staff
    monkeypatch.setattr(service, "MOST_PEOPLE", 3)
    codes = [
        client.post("/api/invitations", json={"role": "driver"}, headers=person.headers).status_code for _ in range(2)
    ]
    assert codes == [201, 409]
    assert client.post("/api/phones/pairings", headers=person.headers).status_code == 409
