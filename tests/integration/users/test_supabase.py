"""Supabase's access tokens: who has one is a caller, at the first call a new one; keys are asked for seldom."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select, text

from ocrwtf.core import database, key_set
from ocrwtf.core.throttle import Throttle
from ocrwtf.retention import service as retention_service
from ocrwtf.users import callers, jobs, service
from ocrwtf.users.models import Role, User
from ocrwtf.users.people import by_hand
from ocrwtf.users.service import Caller
from tests.integration.conftest import Person, changed_settings, credits_of
from tests.integration.users.forgery import NOW, Claims
from tests.integration.users.keys import Pair
from tests.integration.users.local_server import LocalServer, Said, said
from tests.integration.users.supabase_tokens import FOREIGN, JWKS, KEY, NEXT, call, users_with


@pytest.mark.usefixtures("supabase")
def test_the_first_call_makes_an_account_and_the_second_finds_it(client: TestClient, claims: Claims) -> None:
    first = call(client, KEY.mint.token(claims)).json()
    second = call(client, KEY.mint.token(claims | {"iat": NOW - 5, "email": "baru@contoh.id"})).json()
    assert (first["email"], first["role"], first["emailVerified"]) == (claims["email"], "owner", False)
    assert second == first


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "EdDSA"])
def test_each_algorithm_of_public_keys_is_taken(
    client: TestClient, supabase: LocalServer, claims: Claims, algorithm: str
) -> None:
    pair = Pair(f"kunci-{algorithm}", algorithm)
    supabase.answers[JWKS] = lambda _asked: said({"keys": [pair.jwk, FOREIGN.jwk]})
    assert call(client, pair.mint.token(claims)).status_code == 200


@pytest.mark.usefixtures("project")
def test_without_a_project_such_a_token_is_nobodys(client: TestClient, claims: Claims) -> None:
    assert call(client, KEY.mint.token(claims)).status_code == 401


def test_fifty_first_calls_at_once_make_one_user(
    client: TestClient,
    supabase: LocalServer,
    claims: Claims,
    owner_engine: Engine,
    in_parallel: Callable[[int, Callable[[int], int]], list[int]],
) -> None:
    token = KEY.mint.token(claims)
    assert in_parallel(50, lambda _number: int(call(client, token).status_code)) == [200] * 50
    assert (users_with(owner_engine, claims["email"]), supabase.count(JWKS)) == (1, 1)


def test_a_thousand_unknown_keys_ask_at_most_once(client: TestClient, supabase: LocalServer, claims: Claims) -> None:
    assert call(client, KEY.mint.token(claims)).status_code == 200
    codes = {call(client, KEY.mint.token(claims, kid=f"kunci-{number}")).status_code for number in range(100, 1100)}
    assert (codes, supabase.count(JWKS)) == ({401}, 1)


def test_a_known_key_works_while_the_project_is_away(client: TestClient, claims: Claims, project: LocalServer) -> None:
    with changed_settings(SUPABASE_URL=project.address):
        assert call(client, KEY.mint.token(claims)).status_code == 200
        project.answers[JWKS] = lambda _asked: Said(status=500)
        assert call(client, KEY.mint.token(claims)).status_code == 200
        assert call(client, NEXT.mint.token(claims)).status_code == 401
        assert call(client, KEY.mint.token(claims)).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        said({"keys": [KEY.jwk]}, 500),
        Said(status=302, headers={"Location": "/elsewhere"}),
        said({"keys": [KEY.jwk], "padding": "x" * 70_000}),
        Said(b"[" * 60_000),
        Said(b"<html>"),
        said([]),
        said({"keys": []}),
        said({"keys": [{"kty": "oct", "k": "AAAA", "kid": "kunci-1", "alg": "HS256"}]}),
        said({"keys": ["x", {"kid": "kunci-1"}, {"kty": "RSA", "kid": "kunci-1", "n": 7}]}),
        said({"keys": [Pair("kunci-1", "RS256", 1024).jwk]}),
        Said(said({"keys": [KEY.jwk]}).body, headers={"Content-Encoding": "gzip"}),
    ],
)
def test_keys_that_cannot_be_had_are_503_and_no_refusal(
    client: TestClient, supabase: LocalServer, claims: Claims, answer: Said
) -> None:
    supabase.answers[JWKS] = lambda _asked: answer
    supabase.answers["/elsewhere"] = lambda _asked: said({"keys": [KEY.jwk]})
    answers = [call(client, KEY.mint.token(claims)) for _ in range(3)]
    assert [(each.status_code, each.headers["retry-after"]) for each in answers] == [(503, "30")] * 3
    assert [asked.path for asked in supabase.asked] == [JWKS]


def test_a_server_that_drips_is_given_up(
    client: TestClient, supabase: LocalServer, claims: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_set, "SECONDS", 0.2)
    supabase.answers[JWKS] = lambda _asked: Said(drips=True)
    assert call(client, KEY.mint.token(claims)).status_code == 503


@pytest.mark.usefixtures("supabase")
def test_first_calls_count_as_registrations_from_that_address(
    client: TestClient, claims: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_registrations", Throttle(amount=2, per_seconds=3600))
    people = [claims | {"sub": str(uuid4()), "email": f"{number}{claims['email']}"} for number in range(3)]
    codes = [call(client, KEY.mint.token(one)).status_code for one in [*people[:2] * 2, people[2]]]
    assert codes == [200, 200, 200, 200, 429]


@pytest.mark.usefixtures("supabase")
def test_who_is_refused_anyway_counts_as_no_registration(
    client: TestClient, claims: Claims, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_registrations", Throttle(amount=1, per_seconds=3600))
    for email in ("", person.email):
        assert call(client, KEY.mint.token(claims | {"email": email})).status_code == 403
    assert call(client, KEY.mint.token(claims)).status_code == 200


@pytest.mark.usefixtures("supabase")
def test_a_closed_registration_and_a_missing_email_are_said(client: TestClient, claims: Claims) -> None:
    with changed_settings(SUPABASE_URL=str(claims["iss"]).removesuffix("/auth/v1"), REGISTRATION="closed"):
        closed = call(client, KEY.mint.token(claims))
    without_email = call(client, KEY.mint.token(claims | {"email": ""}))
    assert (closed.status_code, closed.json()["type"]) == (403, "/problems/registration-closed")
    assert (without_email.status_code, without_email.json()["type"]) == (403, "/problems/email-missing")


@pytest.mark.usefixtures("supabase")
def test_a_token_that_makes_no_account_is_counted_as_any_that_is_nobodys(client: TestClient, claims: Claims) -> None:
    token = KEY.mint.token(claims | {"email": ""})
    left = [re.search(r"r=(\d+)", call(client, token).headers["ratelimit"]) for _ in range(2)]
    first, second = [int(found[1]) for found in left if found]
    assert first - second == 1


@pytest.mark.usefixtures("supabase")
def test_a_user_with_that_email_is_not_taken_over(client: TestClient, claims: Claims, person: Person) -> None:
    answer = call(client, KEY.mint.token(claims | {"email": person.email.upper()}))
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/email-has-account")
    assert client.get("/api/users/me", headers=person.headers).json()["email"] == person.email


@pytest.mark.usefixtures("supabase")
def test_who_is_blocked_is_refused(client: TestClient, claims: Claims) -> None:
    assert call(client, KEY.mint.token(claims)).status_code == 200
    with database.transaction() as session:
        assert by_hand.set_active(session, claims["email"], active=False)
    assert call(client, KEY.mint.token(claims)).status_code == 401


@pytest.mark.usefixtures("supabase")
def test_such_a_caller_is_limited_and_charged_as_others_are(client: TestClient, claims: Claims) -> None:
    user = call(client, KEY.mint.token(claims))
    other = call(client, KEY.mint.token(claims | {"sub": str(uuid4()), "email": "x" + claims["email"]}))
    left = [int(answer.headers["ratelimit"].split("r=")[1].split(";")[0]) for answer in (user, other)]
    assert left[0] == left[1]  # each is counted by itself, not both by their address
    assert credits_of(user.json()["accountId"]) == 10


@pytest.mark.usefixtures("supabase")
def test_a_stream_ends_with_the_token_or_the_user(client: TestClient, claims: Claims) -> None:
    assert call(client, KEY.mint.token(claims)).status_code == 200
    caller = callers.of_bearer(KEY.mint.token(claims))
    over = callers.of_bearer(KEY.mint.token(claims | {"exp": int(time.time()) - 5}))  # within the leeway
    with database.transaction() as session:
        assert callers.still_calling(session, caller) == caller
        assert callers.still_calling(session, over) is None
    with database.transaction() as session:
        by_hand.set_active(session, claims["email"], active=False)
    with database.transaction() as session:
        assert callers.still_calling(session, caller) is None


def delete_account_of(claims: Claims) -> None:
    with database.transaction() as session:
        account_id = by_hand.account_of(session, claims["email"])
        assert account_id
    with database.transaction(account_id) as session:
        user = session.scalars(select(User)).one()
        caller = Caller(user.id, account_id, Role.OWNER, None, logged_in_at=datetime.now(UTC))
        name = str(user.username)
    retention_service.delete_account(caller, name, None)


@pytest.mark.parametrize("minutes_ago", [60, None])
@pytest.mark.usefixtures("supabase")
def test_who_left_gets_no_new_account_by_an_older_login(
    client: TestClient, claims: Claims, minutes_ago: int | None, owner_engine: Engine
) -> None:
    """Not by a token that was renewed since either, where it says when its login was."""
    login = {"amr": [{"method": "password", "timestamp": NOW - minutes_ago * 60}]} if minutes_ago else {}
    assert call(client, KEY.mint.token(claims | login | {"iat": NOW - 5})).status_code == 200
    delete_account_of(claims)
    renewed = {"iat": int(time.time()) + 1} if minutes_ago else {"iat": NOW - 5}
    answer = call(client, KEY.mint.token(claims | login | renewed))
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/account-deleted")
    assert users_with(owner_engine, claims["email"]) == 0


@pytest.mark.usefixtures("supabase")
def test_who_left_and_logs_in_anew_begins_anew(client: TestClient, claims: Claims) -> None:
    first = call(client, KEY.mint.token(claims | {"iat": NOW - 5})).json()
    delete_account_of(claims)
    later = int(time.time()) + 1
    again = claims | {"iat": later, "amr": [{"method": "otp", "timestamp": later}]}
    second = call(client, KEY.mint.token(again)).json()
    assert (second["email"], second["id"] != first["id"]) == (claims["email"], True)


def test_who_left_is_forgotten_after_30_days(owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text("DELETE FROM left_identities"))
        for days in (29, 31):
            row = {"hash": str(days).encode(), "at": datetime.now(UTC) - timedelta(days=days)}
            connection.execute(text("INSERT INTO left_identities VALUES (:hash, :at)"), row)
    jobs.forget_expired_sessions.func(0)
    with owner_engine.connect() as connection:
        assert connection.scalars(text("SELECT hash FROM left_identities")).all() == [b"29"]
