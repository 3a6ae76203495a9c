"""Access tokens (JWT, RFC 9068); session and refresh tokens and API keys (opaque)."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits
from uuid import UUID, uuid4

import jwt

from ocrwtf.config import settings
from ocrwtf.core.secrets import kept_secret

ACCESS_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(days=30)
_ISSUER, _AUDIENCE, _TYPE, _ALGORITHM = "ocrwtf", "ocrwtf-api", "at+jwt", "HS256"
_LEEWAY_SECONDS = 30
_REFRESH = "wtf_refresh_"
_SUCCESSORS = "refresh tokens 1"
_LINKS = "links 1"
_API_KEY = "wtf_live_"
_ALPHABET = ascii_letters + digits
_API_KEY_LENGTH = 43  # of 62 characters: 256 bits
_CLAIMS = ("exp", "iat", "sub", "aud", "iss", "jti", "sid")


def _key() -> str:
    secret = settings().jwt_secret
    return secret.get_secret_value() if secret else kept_secret(settings().data_dir, "jwt")


def derived_key(purpose: str) -> bytes:
    """A key of its own for something else that is signed: who had it would not have that of the tokens."""
    return hmac.digest(_key().encode(), f"ocrwtf {purpose}".encode(), "sha256")


def new_session_token() -> str:
    """256 random bits; only its hash is stored."""
    return secrets.token_urlsafe(32)


def new_refresh_token() -> str:
    """The first of a login: 256 random bits."""
    return _REFRESH + secrets.token_urlsafe(32)


def successor_of(refresh_token: str) -> str:
    """The token that this one is exchanged for, always the same: so nothing plain is stored to hand it out again."""
    digest = hmac.digest(derived_key(_SUCCESSORS), refresh_token.encode(), "sha256")
    return _REFRESH + urlsafe_b64encode(digest).decode().rstrip("=")


def link_token(purpose: str, row_id: UUID) -> str:
    """The secret of a link in a letter: follows from its row's id, so that the job that writes the letter needs no more
    than that. 256 bits to whoever lacks the key; good for one purpose; its row keeps `hashed(…)` of it.
    """
    digest = hmac.digest(derived_key(f"{_LINKS} {purpose}"), row_id.bytes, "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


def new_api_key() -> str:
    """256 random bits behind a name that scanners for leaked secrets know it by; letters and digits only, to be marked
    with a double click.
    """
    return _API_KEY + "".join(secrets.choice(_ALPHABET) for _ in range(_API_KEY_LENGTH))


def is_api_key(token: str) -> bool:
    """Whether it claims to be one."""
    return token.startswith(_API_KEY)


def hashed(token: str) -> bytes:
    """How an opaque token is stored: it has 256 bits, so nothing slower is needed."""
    return hashlib.sha256(token.encode()).digest()


def issue_access_token(user_id: UUID, session_id: UUID, now: datetime) -> str:
    claims = {
        "iss": _ISSUER,
        "aud": _AUDIENCE,
        "sub": str(user_id),
        "sid": str(session_id),
        "jti": uuid4().hex,
        "iat": now,
        "exp": now + ACCESS_LIFETIME,
    }
    return jwt.encode(claims, _key(), algorithm=_ALGORITHM, headers={"typ": _TYPE})


def session_of(token: str) -> UUID | None:
    """The login session that an access token names, or None for a token that is not ours, expired or altered.

    One issuer, one algorithm, one key; every claim is required, and a header that asks for anything else is refused.
    """
    try:
        header = jwt.get_unverified_header(token)
        if set(header) != {"alg", "typ"} or header["typ"] != _TYPE:
            return None
        claims = jwt.decode(
            token,
            _key(),
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            issuer=_ISSUER,
            leeway=_LEEWAY_SECONDS,
            options={"require": list(_CLAIMS)},
        )
        if claims["exp"] > (datetime.now(UTC) + ACCESS_LIFETIME).timestamp() + _LEEWAY_SECONDS:
            return None
        return UUID(claims["sid"])
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
        return None
