"""Registering, logging in and out, and who is calling."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.core.growing_pause import GrowingPause
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import service, tokens
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person, changed_settings

ORIGIN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def registration() -> dict[str, str]:
    name = f"r{uuid4().hex[:12]}"
    return {"email": f"{name}@contoh.id", "username": name, "password": "rahasia-sekali"}


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_by_name", Throttle(amount=10, per_seconds=300))
    monkeypatch.setattr(service, "_by_name_anywhere", GrowingPause(free=20, per_seconds=300, longest_seconds=60))
    monkeypatch.setattr(service, "_by_address", Throttle(amount=50, per_seconds=300))


def test_registration_makes_an_account_with_its_owner(client: TestClient) -> None:
    body = registration()
    answer = client.post("/api/auth/register", json=body)
    assert answer.status_code == 201
    assert (answer.json()["role"], answer.json()["email"]) == ("owner", body["email"])
    assert "password" not in answer.text


@pytest.mark.parametrize("changed", ["email", "username"])
def test_a_taken_name_in_another_case_is_refused_without_saying_which(client: TestClient, changed: str) -> None:
    first, second = registration(), registration()
    client.post("/api/auth/register", json=first)
    answer = client.post("/api/auth/register", json=second | {changed: first[changed].upper()})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/already-registered")


def test_closed_registration_says_so(client: TestClient) -> None:
    with changed_settings(REGISTRATION="closed"):
        answer = client.post("/api/auth/register", json=registration())
    assert answer.json()["type"] == "/problems/registration-closed"


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"email": "not-one"}, {"username": "a@b"}, {"credits": 1000}, {"role": "owner"}]
)
def test_a_registration_with_a_wrong_or_foreign_field_is_422(client: TestClient, wrong: dict[str, object]) -> None:
    assert client.post("/api/auth/register", json=registration() | wrong).status_code == 422


@pytest.mark.parametrize("field", ["email", "username"])
def test_login_takes_email_or_username_and_gives_a_bearer_token(client: TestClient, field: str) -> None:
    body = registration()
    client.post("/api/auth/register", json=body)
    answer = client.post("/api/auth/login", json={field: body[field], "password": body["password"]})
    token = answer.json()["accessToken"]
    me = client.get("/api/users/me", headers={"Authorization": f"Bearer {token}"})
    assert me.json()["username"] == body["username"]


def test_login_takes_a_form_too(client: TestClient, person: Person) -> None:
    answer = client.post("/api/auth/login", data={"username": person.email, "password": person.password})
    assert (answer.status_code, answer.json()["tokenType"]) == (200, "bearer")


@pytest.mark.parametrize("body", [b"\x80", b"[" * 200_000, b'{"a": ' + b"9" * 5_000 + b"}", b"", b"null"])
@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", ""])
def test_a_login_that_is_labelled_otherwise_is_4xx(client: TestClient, body: bytes, kind: str) -> None:
    answer = client.post("/api/auth/login", content=body, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code in (400, 422)


def test_the_session_cookie_cannot_be_read_by_scripts_and_is_stored_hashed(client: TestClient, person: Person) -> None:
    answer = client.post("/api/auth/login", json={"email": person.email, "password": person.password})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    token = cookie.split("=", 1)[1].split(";")[0]
    with database.transaction(person.account_id) as session:
        stored = session.scalars(text("SELECT token_hash FROM sessions")).all()
    assert tokens.hashed(token) in stored
    assert token.encode() not in stored


def test_on_https_the_cookie_is_bound_to_the_host(client: TestClient, person: Person) -> None:
    body = {"email": person.email, "password": person.password}
    answer = client.post("https://testserver/api/auth/login", json=body)
    assert answer.headers["set-cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("name", ["nobody@contoh.id", None])
def test_unknown_name_and_wrong_password_get_the_same_answer(
    client: TestClient, person: Person, name: str | None
) -> None:
    answer = client.post("/api/auth/login", json={"email": name or person.email, "password": "wrong-password"})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/wrong-credentials")
    assert "set-cookie" not in answer.headers


def test_the_eleventh_guess_is_429_with_retry_after(client: TestClient, person: Person) -> None:
    guess = {"email": person.email, "password": "wrong-password"}
    codes = [client.post("/api/auth/login", json=guess).status_code for _ in range(10)]
    blocked = client.post("/api/auth/login", json=guess)
    assert codes == [401] * 10
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) > 0
    assert blocked.headers["x-content-type-options"] == "nosniff"


def test_a_blocked_user_cannot_log_in_and_is_logged_out(client: TestClient, person: Person) -> None:
    with database.transaction() as session:
        assert by_hand.set_active(session, person.email, active=False)
    login = client.post("/api/auth/login", json={"email": person.email, "password": person.password})
    assert login.status_code == 401
    assert client.get("/api/users/me", headers=person.headers).status_code == 401


def test_a_session_of_a_user_who_is_not_active_is_refused(client: TestClient, person: Person) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET is_active = false"))
    assert client.get("/api/users/me", headers=person.headers).status_code == 401


def test_an_unblocked_user_logs_in_again(client: TestClient, person: Person) -> None:
    for active in (False, True):
        with database.transaction() as session:
            assert by_hand.set_active(session, person.email, active=active)
    login = client.post("/api/auth/login", json={"email": person.email, "password": person.password})
    assert login.status_code == 200


def test_an_address_registers_so_often_only(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_registrations", Throttle(amount=2, per_seconds=3600))
    codes = [client.post("/api/auth/register", json=registration()).status_code for _ in range(3)]
    assert codes == [201, 201, 429]


def test_logout_ends_bearer_and_cookie(client: TestClient, person: Person) -> None:
    assert client.post("/api/auth/logout", headers=person.headers).status_code == 204
    assert client.get("/api/users/me", headers=person.headers).status_code == 401
    assert client.get("/api/users/me", headers={"Cookie": f"session={person.session_token}"}).status_code == 401


def test_a_cookie_caller_may_read_without_origin_and_write_with_the_own_one(client: TestClient, person: Person) -> None:
    cookie = {"Cookie": f"session={person.session_token}"}
    assert client.get("/api/users/me", headers=cookie).status_code == 200
    assert client.post("/api/auth/logout", headers=cookie | ORIGIN).status_code == 204


@pytest.mark.parametrize(
    "foreign",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
def test_another_sites_page_cannot_write_with_the_cookie(
    client: TestClient, person: Person, foreign: dict[str, str]
) -> None:
    answer = client.post("/api/auth/logout", headers={"Cookie": f"session={person.session_token}"} | foreign)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/foreign-origin")


def test_another_site_cannot_log_a_browser_in(client: TestClient, person: Person) -> None:
    body = {"username": person.email, "password": person.password}
    answer = client.post("/api/auth/login", data=body, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_a_wrong_authorization_header_is_not_rescued_by_the_cookie(client: TestClient, person: Person) -> None:
    both = {"Authorization": "Bearer wrong", "Cookie": f"session={person.session_token}"}
    answer = client.get("/api/users/me", headers=both)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_session_in_use_lives_on(client: TestClient, person: Person) -> None:
    soon, ago = datetime.now(UTC) + timedelta(days=2), datetime.now(UTC) - timedelta(minutes=6)
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE sessions SET expires_at = :soon, last_used_at = :ago"), {"soon": soon, "ago": ago})
    client.get("/api/users/me", headers=person.headers)
    with database.transaction(person.account_id) as session:
        assert session.scalars(text("SELECT expires_at FROM sessions")).one() > soon + timedelta(days=27)


def test_an_expired_session_is_refused(client: TestClient, person: Person) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE sessions SET expires_at = now() - interval '1 second'"))
    assert client.get("/api/users/me", headers={"Cookie": f"session={person.session_token}"}).status_code == 401


def test_two_registrations_of_one_address_at_once_make_one_user(
    client: TestClient, in_parallel: Callable[..., list[int]]
) -> None:
    body = registration()
    codes = in_parallel(
        8,
        lambda n: client.post("/api/auth/register", json=body | {"username": f"{body['username']}{n}"}).status_code,
    )
    assert sorted(codes) == [201] + [400] * 7
