"""Callers with an access token of a Supabase project: checked here, without asking the project about each request."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from ocrwtf.config import settings
from ocrwtf.core.kept_answer import AwayError
from ocrwtf.core.key_set import KeySet
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.users import foreign_tokens, identities
from ocrwtf.users.foreign_tokens import Claims, ForeignTokenError, Issuer
from ocrwtf.users.identities import Outsider
from ocrwtf.users.identity_problems import EmailHasAccount
from ocrwtf.users.problems import AlreadyRegistered, NotAuthenticated
from ocrwtf.users.service import Caller

NAME: Final = "Supabase"
_AUDIENCE: Final = "authenticated"
_LONGEST: Final = timedelta(days=7)  # what a project can be set to at most
_RETRY_AFTER_SECONDS: Final = 30
_LOGINS: Final = frozenset(
    ("password", "otp", "magiclink", "recovery", "invite", "email/signup", "oauth", "sso/saml", "web3", "passkey")
)
"""Ways of Supabase Auth to begin a session, as `amr` calls them: each is somebody who proved who it is.

Not among them: what can be added within a session that was stolen (a second factor of the thief's own, another e-mail),
what other programs were given (`oauth_provider/authorization_code`), and methods that nobody here has heard of.
"""


def issuer_name() -> str | None:
    """How the project's tokens call it, or None where no project is set."""
    url = settings().supabase_url.rstrip("/")
    return f"{url}/auth/v1" if url else None


def is_from_there(token: str) -> bool:
    """Whether the token claims to be the project's; of all others nothing is looked at here."""
    name = issuer_name()
    return name is not None and foreign_tokens.issuer_of(token) == name


def caller_of(token: str, address: str) -> Caller:
    """The caller; the first call of somebody makes an account, counted by that address.

    Raises
    ------
    NotAuthenticated; RegistrationClosed, EmailHasAccount, EmailMissing, AccountDeleted, TooManyRequests at a first
    call; ServiceUnavailable: the project's keys cannot be had.
    """
    claims = _checked(token)
    who = _outsider(claims)
    try:
        found = identities.known(who) or identities.found_or_made(who, address)
    except AlreadyRegistered as error:
        raise EmailHasAccount from error
    if not found.is_active:
        raise NotAuthenticated
    until = datetime.fromtimestamp(claims["exp"], UTC)
    at = logged_in_at(claims)
    return Caller(found.user_id, found.account_id, found.role, None, until=until, logged_in_at=at)


def _checked(token: str) -> Claims:
    """The project's own keys (`anon`, `service_role`) are tokens of the same issuer and no user."""
    try:
        claims = foreign_tokens.checked(token, _issuer())
    except ForeignTokenError as error:
        raise NotAuthenticated from error
    except AwayError as error:
        raise ServiceUnavailable(_RETRY_AFTER_SECONDS) from error
    if claims["aud"] != _AUDIENCE or claims.get("role") != _AUDIENCE or claims.get("is_anonymous", False) is not False:
        raise NotAuthenticated
    return claims


def logged_in_at(claims: Claims) -> datetime | None:
    """When the user logged in there; None where the token does not say so.

    It stands in `amr` with each method. `iat` says when the token was made, and refreshing makes a new one each hour
    without anybody being there. A project's hook may put methods without times there: they say nothing.
    """
    said = claims.get("amr")
    times = [_login_time(entry) for entry in said] if isinstance(said, list) else []
    known = [at for at in times if at is not None and 0 <= at <= claims["iat"]]
    return datetime.fromtimestamp(max(known), UTC) if known else None


def _login_time(entry: object) -> int | None:
    """In seconds since 1970, of an entry of `amr` that is a login."""
    method, at = (entry.get("method"), entry.get("timestamp")) if isinstance(entry, dict) else (None, None)
    is_login = isinstance(method, str) and method in _LOGINS
    return at if is_login and type(at) is int else None  # True is an int too


def _outsider(claims: Claims) -> Outsider:
    """Whether the e-mail was proved no claim says that users could not set themselves: it counts as not verified."""
    try:
        subject = str(UUID(claims["sub"]))
    except ValueError as error:
        raise NotAuthenticated from error
    email = identities.email_in(claims.get("email"))
    at = logged_in_at(claims) or datetime.fromtimestamp(claims["iat"], UTC)
    return Outsider(claims["iss"], subject, email, email_verified=False, logged_in_at=at)


def _issuer() -> Issuer:
    """A shared secret, where one is set, is all that counts; no public key is asked for then."""
    name = issuer_name() or ""
    secret = settings().supabase_jwt_secret
    keys = secret.get_secret_value() if secret else _keys(f"{name}/.well-known/jwks.json")
    return Issuer(name, _AUDIENCE, keys, _LONGEST)


@cache
def _keys(url: str) -> KeySet:
    return KeySet(lambda: url)
