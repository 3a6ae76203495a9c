"""An access token that we did not make, or not so, is refused; and nothing in it makes us ask anybody anything."""

import hmac
import json
import socket
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt
import pytest
from fastapi.testclient import TestClient

from ocrwtf.users import tokens
from tests.integration.conftest import Person

Made = Callable[[dict[str, Any]], str]
"""A token from the claims of one of ours."""
HEADER = {"alg": "HS256", "typ": "at+jwt"}
ELSEWHERE = "http://127.0.0.1:9/keys"
POINT = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
DER = bytes.fromhex("302a300506032b6570032100") + b"\x07" * 32
PEM = f"-----BEGIN PUBLIC KEY-----\n{b64encode(DER).decode()}\n-----END PUBLIC KEY-----\n"
JWK = {"kty": "OKP", "crv": "Ed25519", "x": POINT}
SYMMETRIC = {"kty": "oct", "k": "AAAA"}
NOW = int(datetime.now(UTC).timestamp())


def part(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def signed(header: object, claims: object, key: bytes | None = None, digest: str = "sha256") -> str:
    """By hand: a library would refuse to make most of these. Without a key, with our own."""
    told = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    return f"{told}.{part(hmac.digest(tokens._key().encode() if key is None else key, told.encode(), digest))}"


def by_key(key: bytes, **header: object) -> Made:
    return lambda claims: signed(HEADER | header, claims, key)


def by_header(**header: object) -> Made:
    """Signed with our own key, and the header says something else too."""
    return lambda claims: signed(HEADER | header, claims)


def by_claims(**changed: object) -> Made:
    """Signed with our own key; a claim of None is left out."""
    return lambda claims: signed(HEADER, {k: v for k, v in (claims | changed).items() if v is not None})


def unsigned(alg: object) -> Made:
    return lambda claims: signed(HEADER | {"alg": alg}, claims).rpartition(".")[0] + "."


def of_strength(alg: str, digest: str) -> Made:
    return lambda claims: signed(HEADER | {"alg": alg}, claims, None, digest)


def plain(token: str) -> Made:
    return lambda _claims: token


FORGED: dict[str, Made] = {
    **{
        f"unsigned as {alg!r}": unsigned(alg)
        for alg in ("none", "None", "NONE", "nOnE", "", None, "HS256", 0, ["HS256"])
    },
    "no algorithm": lambda claims: signed({"typ": "at+jwt"}, claims),
    "HS384 with our key": of_strength("HS384", "sha384"),
    "HS512 with our key": of_strength("HS512", "sha512"),
    **{f"{alg} in name": by_header(alg=alg) for alg in ("RS256", "PS256", "ES256", "EdDSA", "hs256", "HS1")},
    "a public key as PEM": by_key(PEM.encode()),
    "a public key as PEM without its last line end": by_key(PEM.strip().encode()),
    "a public key as DER": by_key(DER),
    "a public key as JWK": by_key(json.dumps(JWK).encode()),
    "a public key's point": by_key(POINT.encode()),
    "PEM, called RS256": by_key(PEM.encode(), alg="RS256"),
    "an embedded public key": by_header(jwk=JWK, alg="EdDSA"),
    "an embedded symmetric key": by_key(b"\0\0\0", jwk=SYMMETRIC),
    **{f"key {key!r}": by_key(key) for key in (b"", b"\0", b"secret", b"null", b"None", b"ocrwtf", b"ocrwtf-api")},
    "a key derived from ours": lambda claims: signed(HEADER, claims, tokens.derived_key("file links 1")),
    "kid of an empty file": by_key(b"", kid="../../../dev/null"),
    "kid of a file": by_header(kid="/etc/passwd"),
    "kid of a statement": by_key(b"x", kid="' UNION SELECT 'x' --"),
    "kid of an address": by_header(kid=ELSEWHERE),
    "kid that is plain": by_header(kid="1"),
    **{f"{name} elsewhere": by_header(**{name: ELSEWHERE}) for name in ("jku", "x5u", "url", "iss")},
    "x5c": by_header(x5c=[part(DER)]),
    "x5t": by_header(x5t="AAAA"),
    "unknown crit": by_header(crit=["unknown"], unknown=1),
    "crit of exp": by_header(crit=["exp"], exp=NOW + 60),
    "empty crit": by_header(crit=[]),
    "b64 is false": by_header(crit=["b64"], b64=False),
    "compressed": by_header(zip="DEF"),
    "nested": by_header(cty="JWT"),
    **{f"typ {typ!r}": by_header(typ=typ) for typ in ("JWT", "id+jwt", "rt+jwt", "", None, ["at+jwt"])},
    "no typ": lambda claims: signed({"alg": "HS256"}, claims),
    **{f"no {name}": by_claims(**{name: None}) for name in ("exp", "iat", "sub", "aud", "iss", "jti", "sid")},
    **{f"aud {aud!r}": by_claims(aud=aud) for aud in ("other", "", ["other"], "ocrwtf")},
    **{f"iss {iss!r}": by_claims(iss=iss) for iss in ("other", "", ["ocrwtf"], ELSEWHERE)},
    "expired": by_claims(exp=NOW - 60),
    "good for a day": by_claims(exp=NOW + 86_400),
    "good for ever": by_claims(exp=1e300),
    "exp as text": by_claims(exp="tomorrow"),
    "not yet good": by_claims(nbf=NOW + 3_600),
    "of another session": by_claims(sid=str(uuid4())),
    **{f"sid {sid!r}": by_claims(sid=sid) for sid in (7, "", "' OR 1=1 --", ["x"])},
    "claims that are none": lambda _claims: signed(HEADER, [1]),
    "a header that is none": lambda claims: signed(["HS256"], claims),
    "two parts": lambda claims: signed(HEADER, claims).rpartition(".")[0],
    "four parts": lambda claims: signed(HEADER, claims) + ".x",
    "five parts, encrypted": plain(f"{part(b'{}')}.a.b.c.d"),
    "a longer one": lambda claims: signed(HEADER, claims) + "A",
    "another's signature": lambda claims: (
        signed(HEADER, claims | {"jti": "x"}).rpartition(".")[0] + "." + signed(HEADER, claims).rpartition(".")[2]
    ),
    "no base64": plain("§.§.§"),
    "dots": plain(".."),
    "deep": lambda claims: signed(HEADER, claims | {"x": json.loads("[" * 50 + "]" * 50), "iss": "x"}),
}


@pytest.fixture
def own(person: Person) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(person.headers["Authorization"][7:], options={"verify_signature": False})
    return claims


def status_of(client: TestClient, token: str) -> int:
    return client.get("/api/users/me", headers=[(b"authorization", f"Bearer {token}".encode())]).status_code


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whoever this process tries to reach from here on."""
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _socket, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *host: asked.append(host))
    return asked


def test_there_are_more_than_forty_of_them() -> None:
    assert len(FORGED) > 40


def test_what_is_made_by_hand_like_ours_is_taken(client: TestClient, own: dict[str, Any]) -> None:
    assert status_of(client, signed(HEADER, own)) == 200


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_is_401_and_nobody_is_asked_about_it(
    client: TestClient, own: dict[str, Any], asked: list[object], name: str
) -> None:
    assert (status_of(client, FORGED[name](own)), asked) == (401, [])


def test_what_is_a_secret_elsewhere_is_no_access_token(client: TestClient, person: Person, own: dict[str, Any]) -> None:
    body = {"email": person.email, "password": person.password}
    refresh_token = client.post("/api/auth/login", json=body).json()["refreshToken"]
    client.cookies.clear()  # all tests share the client
    others = [refresh_token, person.session_token, own["sid"], own["jti"], person.password, str(person.user_id)]
    assert [status_of(client, other) for other in others] == [401] * 6
