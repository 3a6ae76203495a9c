"""Supabase's access tokens: who has one is a caller, at the first call a new one; keys are asked for seldom."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database, key_set
from ocrwtf.users import callers, service
from tests.integration.conftest import Person, changed_settings, credits_of
from tests.integration.users.forgery import FORGED, NOW, Claims, Forge, Mint, by_claims, by_header, hmac_signed, without
from tests.integration.users.keys import Pair
from tests.integration.users.local_server import LocalServer, Said, running, said

JWKS = "/auth/v1/.well-known/jwks.json"
SECRET = "kunci-bersama-yang-cukup-panjang-0123456789"
KEY, NEXT, FOREIGN = Pair("kunci-1"), Pair("kunci-2"), Pair("kunci-asing")
BY_SECRET = Mint(
    {"alg": "HS256", "kid": "lama", "typ": "JWT"},
    lambda header, claims: hmac_signed(header, claims, SECRET.encode()),
)
FORGED_THEIRS: dict[str, Forge] = FORGED | {
    "typ of ours": by_header(typ="at+jwt"),
    **{f"role {role!r}": by_claims(role=role) for role in (None, "anon", "service_role", "", ["authenticated"], 7)},
    **{f"aud {aud!r} ": by_claims(aud=aud) for aud in ("anon", ["authenticated"], ["authenticated", "other"])},
    "anon key": by_claims(role="anon", aud=None, sub=None),
    "service key": by_claims(role="service_role", aud=None, sub=None),
    **{f"anonymous {value!r}": by_claims(is_anonymous=value) for value in (True, 1, "true")},
    **{f"sub {sub!r} ": by_claims(sub=sub) for sub in ("", "x" * 256, "\0", "7", "' OR 1=1 --")},
    **{
        f"iss {end!r}": lambda mint, c, end=end: mint.token(c | {"iss": c["iss"] + end}) for end in ("/", "/../v1", " ")
    },
}
FORGED_OF_KEYS: dict[str, Forge] = {
    "no kid": lambda mint, claims: mint.sign(without(mint, "kid"), claims),
    "an unknown key": lambda _mint, claims: FOREIGN.mint.token(claims),
    "another key under the name of ours": lambda mint, claims: FOREIGN.sign(mint.header, claims),
    "another key, embedded": lambda mint, claims: FOREIGN.sign({**mint.header, "jwk": FOREIGN.jwk}, claims),
    "HMAC with the shared secret that is not set": lambda _mint, claims: BY_SECRET.token(claims),
}


RIGHT_SECRET = {f"kid {kid}" for kid in ("of a file", "of an address", "that is long", "'1'", "''", "'\\x00'")}
"""No forgeries where a secret is shared: they are signed with it, and its name is not looked at."""


@pytest.fixture
def project() -> Iterator[LocalServer]:
    """A project's server, each time a new one, with one key."""
    with running() as server:
        server.answers[JWKS] = lambda _asked: said({"keys": [KEY.jwk]})
        yield server


@pytest.fixture
def supabase(project: LocalServer) -> Iterator[LocalServer]:
    with changed_settings(SUPABASE_URL=project.address):
        yield project


@pytest.fixture
def claims(project: LocalServer) -> Claims:
    """Of somebody who has never been here."""
    return {
        "iss": f"{project.address}/auth/v1",
        "aud": "authenticated",
        "role": "authenticated",
        "sub": str(uuid4()),
        "email": f"u{uuid4().hex[:12]}@contoh.id",
        "iat": NOW,
        "exp": NOW + 3600,
        "is_anonymous": False,
    }


def call(client: TestClient, token: str) -> Any:
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"accept-language", b"en")]
    return client.get("/api/users/me", headers=headers)


def users_with(owner_engine: Engine, email: str) -> int:
    with owner_engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM users WHERE email = :email"), {"email": email})
        return int(found.scalar_one())


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


def test_the_shared_secret_is_taken_where_it_is_set(client: TestClient, project: LocalServer, claims: Claims) -> None:
    with changed_settings(SUPABASE_URL=project.address, SUPABASE_JWT_SECRET=SECRET):
        codes = [call(client, mint.token(claims)).status_code for mint in (BY_SECRET, KEY.mint)]
    assert (codes, project.asked) == ([200, 401], [])


@pytest.mark.usefixtures("project")
def test_without_a_project_such_a_token_is_nobodys(client: TestClient, claims: Claims) -> None:
    assert call(client, KEY.mint.token(claims)).status_code == 401


@pytest.mark.parametrize("name", [*FORGED_THEIRS, *FORGED_OF_KEYS])
def test_a_forged_token_is_401_and_asks_for_no_key(
    client: TestClient, supabase: LocalServer, claims: Claims, owner_engine: Engine, name: str
) -> None:
    assert call(client, KEY.mint.token(claims | {"email": None})).status_code == 403  # the key is known from here on
    supabase.asked.clear()
    token = (FORGED_THEIRS | FORGED_OF_KEYS)[name](KEY.mint, claims)
    assert (call(client, token).status_code, supabase.asked) == (401, [])
    assert users_with(owner_engine, claims["email"]) == 0


@pytest.mark.parametrize("name", sorted(FORGED_THEIRS.keys() - RIGHT_SECRET))
def test_a_forged_token_is_401_with_a_shared_secret_too(
    client: TestClient, project: LocalServer, claims: Claims, name: str
) -> None:
    with changed_settings(SUPABASE_URL=project.address, SUPABASE_JWT_SECRET=SECRET):
        answer = call(client, FORGED_THEIRS[name](BY_SECRET, claims))
    assert (answer.status_code, project.asked) == (401, [])


@pytest.mark.usefixtures("supabase")
def test_a_token_that_is_wrong_anyway_asks_for_no_key_even_where_none_is_known(
    client: TestClient, project: LocalServer, claims: Claims
) -> None:
    for name in ("expired", "no exp", "jku elsewhere", "aud 'other'", "unsigned as 'none'", "good for ever"):
        assert call(client, FORGED[name](KEY.mint, claims)).status_code == 401
    assert project.asked == []


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
def test_a_closed_registration_and_a_missing_email_are_said(client: TestClient, claims: Claims) -> None:
    with changed_settings(SUPABASE_URL=str(claims["iss"]).removesuffix("/auth/v1"), REGISTRATION="closed"):
        closed = call(client, KEY.mint.token(claims))
    without_email = call(client, KEY.mint.token(claims | {"email": ""}))
    assert (closed.status_code, closed.json()["type"]) == (403, "/problems/registration-closed")
    assert (without_email.status_code, without_email.json()["type"]) == (403, "/problems/email-missing")


@pytest.mark.usefixtures("supabase")
def test_a_user_with_that_email_is_not_taken_over(client: TestClient, claims: Claims, person: Person) -> None:
    answer = call(client, KEY.mint.token(claims | {"email": person.email.upper()}))
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/email-has-account")
    assert client.get("/api/users/me", headers=person.headers).json()["email"] == person.email


@pytest.mark.usefixtures("supabase")
def test_who_is_blocked_is_refused(client: TestClient, claims: Claims) -> None:
    assert call(client, KEY.mint.token(claims)).status_code == 200
    with database.transaction() as session:
        assert service.set_active(session, claims["email"], active=False)
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
        service.set_active(session, claims["email"], active=False)
    with database.transaction() as session:
        assert callers.still_calling(session, caller) is None
