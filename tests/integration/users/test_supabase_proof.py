"""Who comes with a Supabase token proves it by a fresh login there, or by the password here."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import proof_of_identity
from ocrwtf.users.models import Role, User
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person
from tests.integration.users.forgery import Claims
from tests.integration.users.supabase_tokens import KEY, call

Amr = Callable[[int], object]
"""What a token says of logins, by the moment at which it is made: a suite takes longer than a login is fresh."""
Ask = Callable[..., Any]

PASSWORD = "kuda-nil-biru"


def logged_in(seconds_ago: int, method: str = "password") -> Amr:
    return lambda now: [{"method": method, "timestamp": now - seconds_ago}]


JUST_NOW, AN_HOUR_AGO = logged_in(60), logged_in(3600)
NO_LOGINS: dict[str, Amr] = {
    "null": lambda _now: None,
    "none": lambda _now: [],
    "without a time": lambda _now: ["password"],
    "a second factor": logged_in(0, "totp"),
    "an hour ago": AN_HOUR_AGO,
}


@pytest.fixture
def ask(client: TestClient, claims: Claims, supabase: object) -> Ask:
    """`ask("POST", path, body, amr)`: with a token that was made just now, and says that of its login."""
    assert supabase

    def ask(method: str, path: str, body: dict[str, Any] | None = None, amr: Amr = JUST_NOW) -> Any:
        now = int(time.time())
        token = KEY.mint.token({**claims, "iat": now, "exp": now + 60, "amr": amr(now)})
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        return client.request(method, path, json=body, headers=headers)

    return ask


@pytest.fixture
def me(client: TestClient, claims: Claims, supabase: object) -> dict[str, Any]:
    assert supabase
    found: dict[str, Any] = call(client, KEY.mint.token(claims)).json()
    return found


@pytest.fixture
def colleague(me: dict[str, Any], new_driver: Callable[[Person], Person]) -> dict[str, Any]:
    """Another owner of the same account."""
    account = Person(me["accountId"], me["id"], me["email"], "", {}, "")
    with database.transaction(new_driver(account).account_id) as session:
        other = session.query(User).filter(User.role == Role.DRIVER).one()
        other.role = Role.OWNER
        return {"id": str(other.id)}


def delete_account(ask: Ask, me: dict[str, Any], amr: Amr = JUST_NOW, **proof: str) -> Any:
    return ask("DELETE", "/api/users/delete-account", {"username": me["username"], **proof}, amr)


def set_password(me: dict[str, Any]) -> None:
    with database.transaction() as session:
        assert by_hand.set_password(session, me["email"], PASSWORD)


def test_a_fresh_login_there_deletes_the_account(ask: Ask, me: dict[str, Any]) -> None:
    assert delete_account(ask, me).status_code == 200


@pytest.mark.parametrize("said", NO_LOGINS)
def test_a_token_made_just_now_is_no_fresh_login(ask: Ask, me: dict[str, Any], said: str) -> None:
    answer = delete_account(ask, me, NO_LOGINS[said])
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/login-elsewhere-too-old")
    assert "log in again where your token comes from" in answer.json()["detail"]
    assert ask("GET", "/api/users/me").status_code == 200


def test_a_fresh_login_there_leaves_and_hands_on(ask: Ask, colleague: dict[str, Any]) -> None:
    assert ask("POST", "/api/people/leave", {}, AN_HOUR_AGO).status_code == 403
    assert ask("POST", "/api/people/transfer", {"userId": colleague["id"]}, AN_HOUR_AGO).status_code == 403
    assert ask("POST", "/api/people/transfer", {"userId": colleague["id"]}).json()["role"] == "owner"
    assert ask("POST", "/api/people/leave", {}).status_code == 204


def test_a_first_password_can_be_set(ask: Ask, me: dict[str, Any], client: TestClient) -> None:
    new = {"newPassword": PASSWORD}
    assert ask("POST", "/api/users/me/password", new, AN_HOUR_AGO).status_code == 403
    assert ask("POST", "/api/users/me/password", new).status_code == 204
    assert client.post("/api/auth/login", json={"email": me["email"], "password": PASSWORD}).status_code == 200
    client.cookies.clear()  # all tests share the client


def test_who_has_a_password_here_sends_it(ask: Ask, me: dict[str, Any]) -> None:
    set_password(me)
    asked = [delete_account(ask, me), delete_account(ask, me, password="salah-sekali")]
    assert [answer.json()["type"] for answer in asked] == ["/problems/password-needed", "/problems/wrong-password"]
    assert delete_account(ask, me, AN_HOUR_AGO, password=PASSWORD).status_code == 200


def test_guesses_count_for_the_user_whatever_the_token(
    ask: Ask, me: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof_of_identity, "_guesses", Throttle(amount=2, per_seconds=300))
    set_password(me)
    told = [delete_account(ask, me, amr, password="salah-sekali") for amr in (JUST_NOW, AN_HOUR_AGO, NO_LOGINS["null"])]
    assert [answer.status_code for answer in told] == [403, 403, 429]


def test_a_provider_is_linked_in_a_session_of_ours_alone(ask: Ask, me: dict[str, Any], provider: object) -> None:
    """Without one the way back would be a sign-in: as somebody new, or as somebody else."""
    assert me
    assert provider
    answer = ask("POST", "/api/auth/identities", {"provider": "oidc"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/login-here-needed")
