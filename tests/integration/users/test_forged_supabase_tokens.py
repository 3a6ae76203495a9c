"""What is not an access token of the project is refused, and makes nobody be asked for keys."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.integration.conftest import changed_settings
from tests.integration.users.forgery import FORGED, Claims, Forge, by_claims, by_header, without
from tests.integration.users.local_server import LocalServer
from tests.integration.users.supabase_tokens import BY_SECRET, FOREIGN, KEY, SECRET, call, users_with


def with_more(end: str) -> Forge:
    return lambda mint, claims: mint.token(claims | {"iss": claims["iss"] + end})


FORGED_THEIRS: dict[str, Forge] = FORGED | {
    "typ of ours": by_header(typ="at+jwt"),
    **{f"role {role!r}": by_claims(role=role) for role in (None, "anon", "service_role", "", ["authenticated"], 7)},
    **{f"aud {aud!r} ": by_claims(aud=aud) for aud in ("anon", ["authenticated"], ["authenticated", "other"])},
    "anon key": by_claims(role="anon", aud=None, sub=None),
    "service key": by_claims(role="service_role", aud=None, sub=None),
    **{f"anonymous {value!r}": by_claims(is_anonymous=value) for value in (True, 1, "true")},
    **{f"sub {sub!r} ": by_claims(sub=sub) for sub in ("", "x" * 256, "\0", "7", "' OR 1=1 --")},
    **{f"iss {end!r}": with_more(end) for end in ("/", "/../v1", " ")},
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


def test_the_shared_secret_is_taken_where_it_is_set(client: TestClient, project: LocalServer, claims: Claims) -> None:
    with changed_settings(SUPABASE_URL=project.address, SUPABASE_JWT_SECRET=SECRET):
        codes = [call(client, mint.token(claims)).status_code for mint in (BY_SECRET, KEY.mint)]
    assert (codes, project.asked) == ([200, 401], [])


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
