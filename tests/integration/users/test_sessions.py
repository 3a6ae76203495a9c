"""People see where they are logged in and end what is not theirs any more."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.main import create_app
from ocrwtf.users import callers, service, sessions
from ocrwtf.users.models import Role, User
from ocrwtf.users.problems import WrongCredentials
from tests.integration.conftest import Person

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def phone(client: TestClient, person: Person) -> dict[str, str]:
    """Headers of the same person's second session."""
    body = {"email": person.email, "password": person.password}
    token = client.post("/api/auth/login", json=body, headers={"User-Agent": PHONE}).json()["accessToken"]
    client.cookies.clear()  # all tests share the client
    return {"Authorization": f"Bearer {token}"}


def listed(client: TestClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get("/api/auth/sessions", headers=headers).json()["items"]
    return items


def make_older(person: Person, minutes: int) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(
            text("UPDATE sessions SET last_used_at = now() - make_interval(mins => :minutes)"), {"minutes": minutes}
        )


def last_use_is_now(person: Person) -> bool:
    with database.transaction(person.account_id) as session:
        return bool(session.scalar(text("SELECT last_used_at > now() - interval '1 minute' FROM sessions")))


def test_who_asks_whether_somebody_is_logged_in_is_told_and_nobody_is_no_error(
    client: TestClient, person: Person
) -> None:
    nobody = client.get("/api/auth/session")
    client.cookies.set("session", person.session_token)
    somebody = client.get("/api/auth/session")
    client.cookies.clear()
    assert (nobody.status_code, nobody.json()) == (200, {"user": None})
    assert somebody.json()["user"]["id"] == str(person.user_id)


def test_a_wrong_token_is_nobody(client: TestClient) -> None:
    answer = client.get("/api/auth/session", headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()) == (200, {"user": None})


def test_a_session_has_its_device_and_says_which_one_is_asking(
    client: TestClient, person: Person, phone: dict[str, str]
) -> None:
    seen = listed(client, phone)
    assert [(item["device"], item["current"]) for item in seen] == [("Chrome · Android", True), ("", False)]
    assert [item["current"] for item in listed(client, person.headers)] == [False, True]


def test_nothing_of_the_header_but_the_device_is_stored(person: Person, phone: dict[str, str]) -> None:
    assert phone
    with database.transaction(person.account_id) as session:
        rows = session.scalars(text("SELECT sessions::text FROM sessions")).all()
    assert [row for row in rows if "Mozilla" in row or "KHTML" in row] == []


@pytest.mark.parametrize(("minutes", "is_noted"), [(4, False), (6, True)])
def test_the_last_use_is_written_every_few_minutes_only(
    client: TestClient, person: Person, minutes: int, *, is_noted: bool
) -> None:
    make_older(person, minutes)
    assert client.get("/api/users/me", headers=person.headers).status_code == 200
    assert last_use_is_now(person) is is_noted


def test_the_session_used_last_comes_first(client: TestClient, person: Person, phone: dict[str, str]) -> None:
    make_older(person, 60)
    client.get("/api/users/me", headers=person.headers)
    assert [item["current"] for item in listed(client, person.headers)] == [True, False]
    assert [item["current"] for item in listed(client, phone)] == [True, False]


def test_an_expired_session_is_not_shown(client: TestClient, person: Person, phone: dict[str, str]) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE sessions SET expires_at = now() WHERE device = ''"))
    assert [item["device"] for item in listed(client, phone)] == ["Chrome · Android"]


def test_only_so_many_are_shown(client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_SHOWN", 2)
    for _ in range(3):
        service.open_session(person.account_id, person.user_id)
    assert len(listed(client, person.headers)) == 2


def test_an_ended_session_is_refused_at_once_and_the_others_go_on(
    client: TestClient, person: Person, phone: dict[str, str]
) -> None:
    other = next(item["id"] for item in listed(client, person.headers) if not item["current"])
    assert client.delete(f"/api/auth/sessions/{other}", headers=person.headers).status_code == 204
    assert client.get("/api/users/me", headers=phone).status_code == 401
    assert client.get("/api/users/me", headers=person.headers).status_code == 200
    assert client.delete(f"/api/auth/sessions/{other}", headers=person.headers).status_code == 404


def test_all_others_end_and_the_one_that_asks_stays(
    client: TestClient, person: Person, phone: dict[str, str], new_person: Callable[[], Person]
) -> None:
    stranger = new_person()
    assert client.delete("/api/auth/sessions", headers=phone).status_code == 204
    assert client.get("/api/users/me", headers=person.headers).status_code == 401
    assert [item["current"] for item in listed(client, phone)] == [True]
    assert client.get("/api/users/me", headers=stranger.headers).status_code == 200


@pytest.fixture
def colleague(person: Person) -> UUID:
    """A session of somebody else in the same account."""
    with database.transaction(person.account_id) as session:
        name = f"staf-{person.user_id.hex[-12:]}"
        user = User(account_id=person.account_id, role=Role.STAFF, email=f"{name}@contoh.id", username=name)
        session.add(user)
        session.flush()
        user_id = user.id
    login = service.open_session(person.account_id, user_id)
    session_id = callers.of_session_token(login.session_token).session_id
    assert session_id
    return session_id


def test_a_colleagues_session_is_neither_seen_nor_ended(client: TestClient, person: Person, colleague: UUID) -> None:
    assert str(colleague) not in [item["id"] for item in listed(client, person.headers)]
    assert client.delete(f"/api/auth/sessions/{colleague}", headers=person.headers).status_code == 404
    assert client.delete("/api/auth/sessions", headers=person.headers).status_code == 204
    with database.transaction(person.account_id) as session:
        assert str(colleague) in session.scalars(text("SELECT id::text FROM sessions")).all()


@pytest.fixture
def elsewhere(client: TestClient) -> TestClient:
    """A client at another address, served by the same database."""
    assert client
    return TestClient(create_app(), client=("203.0.113.9", 50_000))


def test_a_session_says_the_network_it_was_opened_from_and_no_more(elsewhere: TestClient, person: Person) -> None:
    body = {"email": person.email, "password": person.password}
    token = elsewhere.post("/api/auth/login", json=body).json()["accessToken"]
    (own,) = [item for item in listed(elsewhere, {"Authorization": f"Bearer {token}"}) if item["current"]]
    assert own["place"] == "203.0.113.x"
    with database.transaction(person.account_id) as session:
        rows = session.scalars(text("SELECT sessions::text FROM sessions")).all()
    assert [row for row in rows if "203.0.113.9" in row] == []


def test_where_it_was_used_last_is_noted_with_the_last_use(elsewhere: TestClient, person: Person) -> None:
    assert [item["place"] for item in listed(elsewhere, person.headers)] == [""]
    make_older(person, 6)
    assert [item["place"] for item in listed(elsewhere, person.headers)] == ["203.0.113.x"]


def test_who_was_blocked_while_the_password_was_checked_gets_no_session(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        known = session.scalar(text("SELECT password_hash FROM users"))
        session.execute(text("UPDATE users SET is_active = false"))
    with pytest.raises(WrongCredentials):
        service.open_session(person.account_id, person.user_id, known)
