"""A program's login goes on by refresh tokens, each good once; one that comes back too late ends it."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.users import refresh, tokens
from ocrwtf.users.people import by_hand
from tests.integration.conftest import Person

PAGE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def log_in(client: TestClient, person: Person, headers: dict[str, str] | None = None) -> dict[str, Any]:
    body = {"email": person.email, "password": person.password}
    answer: dict[str, Any] = client.post("/api/auth/login", json=body, headers=headers).json()
    client.cookies.clear()  # all tests share the client
    return answer


@pytest.fixture
def first(client: TestClient, person: Person) -> dict[str, Any]:
    return log_in(client, person)


def ask(client: TestClient, token: str) -> tuple[int, dict[str, Any]]:
    answer = client.post("/api/auth/refresh", json={"refreshToken": token})
    return answer.status_code, answer.json()


def works(client: TestClient, answer: dict[str, Any]) -> bool:
    headers = {"Authorization": f"Bearer {answer['accessToken']}"}
    return client.get("/api/users/me", headers=headers).status_code == 200


def change(person: Person, statement: str) -> None:
    with database.transaction(person.account_id) as session:
        session.execute(text(statement))


def test_a_login_answers_both_tokens_and_a_refresh_makes_new_ones(client: TestClient, first: dict[str, Any]) -> None:
    status, second = ask(client, first["refreshToken"])
    assert (status, second["tokenType"], second["expiresIn"]) == (200, "bearer", 900)
    assert second["refreshToken"] != first["refreshToken"]
    assert works(client, second)
    assert ask(client, second["refreshToken"])[0] == 200


def test_a_page_gets_a_cookie_and_no_refresh_token(client: TestClient, person: Person) -> None:
    assert log_in(client, person, PAGE)["refreshToken"] is None
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT FROM refresh_tokens")).all() == []


def test_a_refresh_sets_no_cookie(client: TestClient, first: dict[str, Any]) -> None:
    answer = client.post("/api/auth/refresh", json={"refreshToken": first["refreshToken"]})
    assert "set-cookie" not in answer.headers


def test_tokens_are_stored_hashed(client: TestClient, person: Person, first: dict[str, Any]) -> None:
    plain = [first["refreshToken"], ask(client, first["refreshToken"])[1]["refreshToken"]]
    with database.transaction(person.account_id) as session:
        stored = set(session.scalars(text("SELECT token_hash FROM refresh_tokens")))
        rows = session.scalars(text("SELECT refresh_tokens::text FROM refresh_tokens")).all()
    assert stored == {tokens.hashed(token) for token in plain}
    assert [row for row in rows for token in plain if token.encode().hex() in row or token in row] == []


def test_within_the_grace_the_same_successor_is_handed_out_again(client: TestClient, first: dict[str, Any]) -> None:
    once, again = (ask(client, first["refreshToken"]) for _ in range(2))
    assert (once[0], again[0]) == (200, 200)
    assert once[1]["refreshToken"] == again[1]["refreshToken"]
    assert works(client, again[1])


def test_after_the_grace_a_used_token_ends_the_whole_login(
    client: TestClient, person: Person, first: dict[str, Any]
) -> None:
    _, second = ask(client, first["refreshToken"])
    change(person, "UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL")
    status, problem = ask(client, first["refreshToken"])
    assert (status, problem["type"]) == (401, "/problems/refresh-refused")
    assert ask(client, second["refreshToken"])[0] == 401
    assert not works(client, second)


def test_once_the_successor_is_used_the_old_one_ends_the_login_at_once(
    client: TestClient, first: dict[str, Any]
) -> None:
    _, second = ask(client, first["refreshToken"])
    _, third = ask(client, second["refreshToken"])
    assert ask(client, first["refreshToken"])[0] == 401
    assert ask(client, third["refreshToken"])[0] == 401


def test_other_logins_of_the_same_user_go_on(client: TestClient, person: Person, first: dict[str, Any]) -> None:
    other = log_in(client, person)
    for token in (first["refreshToken"], ask(client, first["refreshToken"])[1]["refreshToken"], first["refreshToken"]):
        ask(client, token)
    assert not works(client, first)
    assert works(client, other)
    assert ask(client, other["refreshToken"])[0] == 200


def test_fifty_refreshes_at_once_have_one_successor(
    client: TestClient, person: Person, first: dict[str, Any], in_parallel: Callable[..., list[str]]
) -> None:
    successors = in_parallel(50, lambda _: ask(client, first["refreshToken"])[1]["refreshToken"])
    assert len(set(successors)) == 1
    with database.transaction(person.account_id) as session:
        assert len(session.execute(text("SELECT FROM refresh_tokens")).all()) == 2


def end_by_logout(client: TestClient, _person: Person, login: dict[str, Any]) -> None:
    client.post("/api/auth/logout", headers={"Authorization": f"Bearer {login['accessToken']}"})


def end_by_new_password(_client: TestClient, person: Person, _login: dict[str, Any]) -> None:
    with database.transaction() as session:
        by_hand.set_password(session, person.email, "rahasia-lainnya")


def end_by_block(_client: TestClient, person: Person, _login: dict[str, Any]) -> None:
    with database.transaction() as session:
        by_hand.set_active(session, person.email, active=False)


def end_from_another(client: TestClient, person: Person, _login: dict[str, Any]) -> None:
    client.delete("/api/auth/sessions", headers=person.headers)


@pytest.mark.parametrize("end", [end_by_logout, end_by_new_password, end_by_block, end_from_another])
def test_what_ends_the_login_ends_its_refresh_token(
    client: TestClient, person: Person, first: dict[str, Any], end: Callable[..., None]
) -> None:
    end(client, person, first)
    assert ask(client, first["refreshToken"])[0] == 401
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT FROM refresh_tokens")).all() == []


@pytest.mark.parametrize(
    "over",
    [
        "UPDATE sessions SET created_at = created_at - interval '30 days 1 second'",
        "UPDATE sessions SET expires_at = now()",
        "UPDATE users SET is_active = false",
    ],
)
def test_a_login_that_is_over_is_not_refreshed(
    client: TestClient, person: Person, first: dict[str, Any], over: str
) -> None:
    change(person, over)
    assert ask(client, first["refreshToken"])[0] == 401


@pytest.mark.parametrize("token", ["", "wtf_refresh_x", "x" * 200, "ü", "' OR 1=1 --"])
def test_what_is_no_token_is_401(client: TestClient, token: str) -> None:
    assert ask(client, token)[0] == 401


def test_an_access_or_session_token_is_no_refresh_token(client: TestClient, person: Person) -> None:
    assert [ask(client, token)[0] for token in (person.session_token, "wtf_refresh_" + person.session_token)] == [
        401
    ] * 2


def test_the_grace_is_ten_seconds() -> None:
    assert refresh.GRACE.total_seconds() == 10
