"""Checks a signed token (JWT) that somebody else made: for one issuer, one audience, one family of algorithms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import jwt

from ocrwtf.core.key_set import ALGORITHMS, KeySet

if TYPE_CHECKING:
    from jwt.types import Options

LEEWAY_SECONDS: Final = 30
_HEADER: Final = frozenset(("alg", "kid", "typ"))
_REQUIRED: Final = ("exp", "iat", "sub", "aud", "iss")
_MOST_SUBJECT: Final = 255  # OpenID Connect Core 1.0 §2
_REFUSED: Final = (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)
"""What a library and our own looking stumble over in what anybody may send."""
Claims = Mapping[str, Any]


class ForeignTokenError(Exception):
    """The token is not one of this issuer for us, or not any more."""


@dataclass(frozen=True)
class Issuer:
    """`keys`: a set of public keys, or the secret that it shares with us for HMAC: never both.

    `longest`: how long a token may be good at most.
    """

    name: str
    audience: str
    keys: KeySet | str
    longest: timedelta


def issuer_of(token: str) -> str | None:
    """Whom the token claims to come from; nothing of it has been checked."""
    try:
        name = jwt.decode(token, options={"verify_signature": False}).get("iss")
    except _REFUSED:
        return None
    return name if isinstance(name, str) else None


def checked(token: str, issuer: Issuer) -> Claims:
    """The token's claims. Keys are looked for last, so that a token that is wrong anyway asks nobody.

    Raises
    ------
    ForeignTokenError; AwayError: the issuer's keys cannot be had.
    """
    try:
        header = jwt.get_unverified_header(token)
        if not set(header) <= _HEADER or header.get("typ", "JWT") != "JWT":
            raise ForeignTokenError
        _look_at_claims(token, issuer)
        key, algorithm = _key(header, issuer)
        return _decoded(token, issuer, key, [algorithm], signed=True)
    except _REFUSED as error:
        raise ForeignTokenError from error


def _key(header: Mapping[str, Any], issuer: Issuer) -> tuple[jwt.PyJWK | str, str]:
    """By what the issuer is known for; the header only names one of its public keys."""
    if isinstance(issuer.keys, str):
        return issuer.keys, "HS256"
    name, algorithm = header.get("kid"), header.get("alg")
    if not isinstance(name, str) or algorithm not in ALGORITHMS:
        raise ForeignTokenError
    key = issuer.keys.key(name, algorithm)
    if key is None:
        raise ForeignTokenError
    return key, algorithm


def _look_at_claims(token: str, issuer: Issuer) -> None:
    claims = _decoded(token, issuer, "", list(ALGORITHMS), signed=False)
    latest = datetime.now(UTC) + issuer.longest + timedelta(seconds=LEEWAY_SECONDS)
    if claims["exp"] > latest.timestamp() or not 0 < len(claims["sub"]) <= _MOST_SUBJECT or "\0" in claims["sub"]:
        raise ForeignTokenError


def _decoded(token: str, issuer: Issuer, key: jwt.PyJWK | str, algorithms: list[str], *, signed: bool) -> Claims:
    """Of a token whose signature is not looked at yet, the library would check no claim unless it is told to."""
    options: Options = {
        "verify_signature": signed,
        "require": list(_REQUIRED),
        "verify_exp": True,
        "verify_nbf": True,
        "verify_iat": True,
        "verify_aud": True,
        "verify_iss": True,
        "verify_sub": True,
    }
    found: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=algorithms,
        options=options,
        audience=issuer.audience,
        issuer=issuer.name,
        leeway=LEEWAY_SECONDS,
    )
    return found
