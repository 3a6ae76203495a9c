"""Tokens that nobody should believe, made from one that is good: for each issuer whose tokens we take."""

import hmac
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

ELSEWHERE = "http://127.0.0.1:9/keys"
POINT = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
SOME_DER = bytes.fromhex("302a300506032b6570032100") + b"\x07" * 32
SYMMETRIC = {"kty": "oct", "k": "AAAA"}
NOW = int(datetime.now(UTC).timestamp())

Claims = dict[str, Any]


@dataclass(frozen=True)
class Mint:
    """How one issuer makes its tokens: the header, the signature, and the public key that a forger may know."""

    header: Mapping[str, object]
    sign: Callable[[object, object], str]
    der: bytes = SOME_DER
    jwk: Mapping[str, str] = field(default_factory=lambda: {"kty": "OKP", "crv": "Ed25519", "x": POINT})

    @property
    def pem(self) -> bytes:
        return f"-----BEGIN PUBLIC KEY-----\n{b64encode(self.der).decode()}\n-----END PUBLIC KEY-----\n".encode()

    def token(self, claims: Claims, **header: object) -> str:
        return self.sign({**self.header, **header}, claims)


Forge = Callable[[Mint, Claims], str]


def part(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def hmac_signed(header: object, claims: object, key: bytes, digest: str = "sha256") -> str:
    """By hand: a library would refuse to make most of these."""
    told = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    return f"{told}.{part(hmac.digest(key, told.encode(), digest))}"


def by_key(key: Callable[[Mint], bytes], **header: object) -> Forge:
    """HMAC with that key; the header keeps its `kid` and says HS256, unless told otherwise."""
    return lambda mint, claims: hmac_signed({**mint.header, "alg": "HS256", **header}, claims, key(mint))


def by_header(**header: object) -> Forge:
    """Signed with the right key, and the header says something else too."""
    return lambda mint, claims: mint.token(claims, **header)


def by_claims(**changed: object) -> Forge:
    """Signed with the right key; a claim of None is left out."""
    return lambda mint, claims: mint.token({k: v for k, v in (claims | changed).items() if v is not None})


def always(key: bytes) -> Callable[[Mint], bytes]:
    return lambda _mint: key


def unsigned(alg: object) -> Forge:
    return lambda mint, claims: mint.token(claims, alg=alg).rpartition(".")[0] + "."


def plain(token: str) -> Forge:
    return lambda _mint, _claims: token


def without(mint: Mint, name: str) -> dict[str, object]:
    return {key: value for key, value in mint.header.items() if key != name}


PUBLIC: dict[str, Callable[[Mint], bytes]] = {
    "as PEM": lambda mint: mint.pem,
    "as PEM without its last line end": lambda mint: mint.pem.strip(),
    "as DER": lambda mint: mint.der,
    "as JWK": lambda mint: json.dumps(dict(mint.jwk)).encode(),
    "as JWK without spaces": lambda mint: json.dumps(dict(mint.jwk), separators=(",", ":")).encode(),
    "of it the point": lambda mint: mint.jwk["x"].encode(),
}
GUESSES = (b"", b"\0", b"secret", b"null", b"None", b"ocrwtf", b"ocrwtf-api", b"authenticated")

AUDIENCES: tuple[object, ...] = ("other", "", ["other"], "ocrwtf", 7, {})

FORGED: dict[str, Forge] = {
    **{
        f"unsigned as {alg!r}": unsigned(alg)
        for alg in ("none", "None", "NONE", "nOnE", "", None, "HS256", "ES256", 0, ["HS256"])
    },
    "no algorithm": lambda mint, claims: mint.sign(without(mint, "alg"), claims),
    **{f"{alg} in name": by_header(alg=alg) for alg in ("RS256", "PS256", "EdDSA", "HS512", "hs256", "HS1")},
    **{f"HMAC with the public key {form}": by_key(key) for form, key in PUBLIC.items()},
    **{f"the same {form}, called what it was": by_key(PUBLIC[form], alg="RS256") for form in ("as PEM", "as DER")},
    "an embedded public key": lambda mint, claims: mint.token(claims, jwk=dict(mint.jwk)),
    "an embedded symmetric key": by_key(lambda _mint: b"\0\0\0", jwk=SYMMETRIC),
    **{f"HMAC with {key!r}": by_key(always(key)) for key in GUESSES},
    "kid of an empty file": by_key(lambda _mint: b"", kid="../../../dev/null"),
    "kid of a file": by_header(kid="/etc/passwd"),
    "kid of a statement": by_key(lambda _mint: b"x", kid="' UNION SELECT 'x' --"),
    "kid of an address": by_header(kid=ELSEWHERE),
    "kid that is long": by_header(kid="k" * 4000),
    **{f"kid {kid!r}": by_header(kid=kid) for kid in ("1", "", 7, None, ["x"], {"x": 1}, "\0")},
    **{f"{name} elsewhere": by_header(**{name: ELSEWHERE}) for name in ("jku", "x5u", "url", "iss")},
    "x5c": lambda mint, claims: mint.token(claims, x5c=[part(mint.der)]),
    "x5t": by_header(x5t="AAAA"),
    "unknown crit": by_header(crit=["unknown"], unknown=1),
    "crit of exp": by_header(crit=["exp"], exp=NOW + 60),
    "empty crit": by_header(crit=[]),
    "b64 is false": by_header(crit=["b64"], b64=False),
    "compressed": by_header(zip="DEF"),
    "nested": by_header(cty="JWT"),
    **{f"typ {typ!r}": by_header(typ=typ) for typ in ("id+jwt", "rt+jwt", "", None, ["at+jwt"], ["JWT"])},
    **{f"no {name}": by_claims(**{name: None}) for name in ("exp", "iat", "sub", "aud", "iss")},
    **{f"aud {aud!r}": by_claims(aud=aud) for aud in AUDIENCES},
    **{f"iss {iss!r}": by_claims(iss=iss) for iss in ("other", "", ["ocrwtf"], ELSEWHERE, 7)},
    **{f"sub {sub!r}": by_claims(sub=sub) for sub in (7, ["x"])},
    "expired": by_claims(exp=NOW - 60),
    "good for a month": by_claims(exp=NOW + 31 * 86_400),
    "good for ever": by_claims(exp=1e300),
    "exp as text": by_claims(exp="tomorrow"),
    "not yet good": by_claims(nbf=NOW + 3_600),
    "made tomorrow": by_claims(iat=NOW + 86_400),
    "claims that are none": lambda mint, _claims: mint.sign(mint.header, [1]),
    "a header that is none": lambda mint, claims: mint.sign(["HS256"], claims),
    "two parts": lambda mint, claims: mint.token(claims).rpartition(".")[0],
    "four parts": lambda mint, claims: mint.token(claims) + ".x",
    "five parts, encrypted": plain(f"{part(b'{}')}.a.b.c.d"),
    "a longer one": lambda mint, claims: mint.token(claims) + "AAAA",
    "another's signature": lambda mint, claims: (
        mint.token(claims | {"jti": "x"}).rpartition(".")[0] + "." + mint.token(claims).rpartition(".")[2]
    ),
    "no base64": plain("§.§.§"),
    "dots": plain(".."),
    "deep": lambda mint, claims: mint.token(claims | {"x": json.loads("[" * 50 + "]" * 50), "aud": "x"}),
}
