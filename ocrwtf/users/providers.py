"""Providers by which people may sign in (OpenID Connect): which ones are set up, and what is at their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from ocrwtf.config import Settings, settings
from ocrwtf.core.kept_answer import AwayError, KeptAnswer
from ocrwtf.core.key_set import KeySet
from ocrwtf.core.outbound import OutboundError, ask

ProviderId = Literal["google", "oidc"]
GOOGLE_ISSUER: Final = "https://accounts.google.com"


@dataclass(frozen=True)
class Provider:
    """`name` is what people know it by."""

    id: ProviderId
    name: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Endpoints:
    """`says_issuer`: it names itself in every answer (RFC 9207). `secret_in_form`: it takes our secret no other way."""

    authorization: str
    token: str
    userinfo: str | None
    jwks: str
    says_issuer: bool
    secret_in_form: bool


def configured() -> list[Provider]:
    of = settings()
    found = []
    if of.google_client_secret:
        secret = of.google_client_secret.get_secret_value()
        found.append(Provider("google", "Google", GOOGLE_ISSUER, of.google_client_id, secret))
    if of.oidc_client_secret:
        secret = of.oidc_client_secret.get_secret_value()
        found.append(Provider("oidc", _name(of), of.oidc_issuer, of.oidc_client_id, secret))
    return found


def _name(of: Settings) -> str:
    return of.oidc_name.strip() or host_of(of.oidc_issuer)


def host_of(issuer: str) -> str:
    return urlsplit(issuer).netloc


def get(provider_id: str) -> Provider | None:
    return next((each for each in configured() if each.id == provider_id), None)


def endpoints(issuer: str) -> Endpoints:
    """Raises AwayError."""
    return _known(issuer).get()


@cache
def keys(issuer: str) -> KeySet:
    def address() -> str:
        try:
            return endpoints(issuer).jwks
        except AwayError as error:
            raise OutboundError("no address of keys") from error

    return KeySet(address)


@cache
def _known(issuer: str) -> KeptAnswer[Endpoints]:
    """OpenID Connect Discovery 1.0 §4."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    return KeptAnswer(lambda: _endpoints(issuer, ask(address)))


def _endpoints(issuer: str, told: Mapping[str, Any]) -> Endpoints:
    """Raises OutboundError: it speaks for another issuer (§4.3), or names an address that we do not call."""
    if told.get("issuer") != issuer:
        raise OutboundError("another issuer")
    userinfo = told.get("userinfo_endpoint")
    methods = told.get("token_endpoint_auth_methods_supported")
    return Endpoints(
        _address(issuer, told.get("authorization_endpoint")),
        _address(issuer, told.get("token_endpoint")),
        None if userinfo is None else _address(issuer, userinfo),
        _address(issuer, told.get("jwks_uri")),
        says_issuer=told.get("authorization_response_iss_parameter_supported") is True,
        secret_in_form=isinstance(methods, list) and "client_secret_basic" not in methods,
    )


def _address(issuer: str, value: object) -> str:
    """On https, or on the very server that the setting names."""
    if not isinstance(value, str) or len(value) > 2000 or not value.isascii() or any(c.isspace() for c in value):
        raise OutboundError("an address is missing")
    try:
        parts, own = urlsplit(value), urlsplit(issuer)
    except ValueError as error:
        raise OutboundError("an address that is none") from error
    if parts.scheme != "https" and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        raise OutboundError("an address that is not safe")
    return value
