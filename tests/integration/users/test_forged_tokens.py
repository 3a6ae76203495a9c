"""An access token that we did not make, or not so, is refused; and nothing in it makes us ask anybody anything."""

import socket
import threading
from typing import Any
from uuid import uuid4

import jwt
import pytest
from fastapi.testclient import TestClient

from ocrwtf.users import tokens
from tests.integration.conftest import Person
from tests.integration.users.forgery import FORGED, NOW, Forge, Mint, by_claims, by_header, by_key, hmac_signed, without

HEADER = {"alg": "HS256", "typ": "at+jwt"}
OURS = Mint(HEADER, lambda header, claims: hmac_signed(header, claims, tokens._key().encode()))


def of_strength(alg: str, digest: str) -> Forge:
    return lambda _mint, claims: hmac_signed(HEADER | {"alg": alg}, claims, tokens._key().encode(), digest)


FORGED_OURS: dict[str, Forge] = FORGED | {
    "HS384 with our key": of_strength("HS384", "sha384"),
    "HS512 with our key": of_strength("HS512", "sha512"),
    "ES256 in name": by_header(alg="ES256"),
    "a key derived from ours": by_key(lambda _mint: tokens.derived_key("file links 1")),
    "typ of any token": by_header(typ="JWT"),
    "no typ": lambda mint, claims: mint.sign(without(mint, "typ"), claims),
    **{f"no {name}": by_claims(**{name: None}) for name in ("jti", "sid")},
    "good for a day": by_claims(exp=NOW + 86_400),
    "of another session": by_claims(sid=str(uuid4())),
    **{f"sid {sid!r}": by_claims(sid=sid) for sid in (7, "", "' OR 1=1 --", ["x"])},
}


@pytest.fixture
def own(person: Person) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(person.headers["Authorization"][7:], options={"verify_signature": False})
    return claims


def status_of(client: TestClient, token: str) -> int:
    return client.get("/api/users/me", headers=[(b"authorization", f"Bearer {token}".encode())]).status_code


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whoever this process tries to reach from here on, but for the thread that looks whether a lost Redis is back."""
    asked: list[object] = []

    def note(where: object) -> None:
        if threading.current_thread().name != "redis":
            asked.append(where)

    monkeypatch.setattr(socket.socket, "connect", lambda _socket, address: note(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *host: note(host))
    return asked


def test_there_are_more_than_forty_of_them() -> None:
    assert len(FORGED) > 40


def test_what_is_made_by_hand_like_ours_is_taken(client: TestClient, own: dict[str, Any]) -> None:
    assert status_of(client, OURS.token(own)) == 200


@pytest.mark.parametrize("name", FORGED_OURS)
def test_a_forged_token_is_401_and_nobody_is_asked_about_it(
    client: TestClient, own: dict[str, Any], asked: list[object], name: str
) -> None:
    assert (status_of(client, FORGED_OURS[name](OURS, own)), asked) == (401, [])


def test_what_is_a_secret_elsewhere_is_no_access_token(client: TestClient, person: Person, own: dict[str, Any]) -> None:
    body = {"email": person.email, "password": person.password}
    refresh_token = client.post("/api/auth/login", json=body).json()["refreshToken"]
    client.cookies.clear()  # all tests share the client
    others = [refresh_token, person.session_token, own["sid"], own["jti"], person.password, str(person.user_id)]
    assert [status_of(client, other) for other in others] == [401] * 6
