"""OpenID Connect's code flow, the part that talks to the provider: where to send people, and who came back."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from ocrwtf.core.kept_answer import AwayError
from ocrwtf.core.outbound import OutboundError, ask
from ocrwtf.users import foreign_tokens, identities, providers
from ocrwtf.users.attempts import Secrets
from ocrwtf.users.foreign_tokens import Claims, ForeignTokenError, Issuer
from ocrwtf.users.identities import Outsider
from ocrwtf.users.providers import Endpoints, Provider

_SCOPES: Final = "openid email"
TOKEN_SECONDS: Final = 5.0
_LONGEST: Final = timedelta(days=1)
_MOST_TOKEN: Final = 16_384


class ProviderError(Exception):
    """The provider is away, or says what we do not believe."""


def endpoints(provider: Provider) -> Endpoints:
    """Raises ProviderError."""
    try:
        return providers.endpoints(provider.issuer)
    except AwayError as error:
        raise ProviderError from error


def address(provider: Provider, of: Endpoints, held: Secrets, redirect_uri: str) -> str:
    """Where the person signs in."""
    wanted = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": _SCOPES,
        "state": held.state,
        "nonce": held.nonce,
        "code_challenge": held.challenge,
        "code_challenge_method": "S256",
    }
    return f"{of.authorization}{'&' if '?' in of.authorization else '?'}{urlencode(wanted)}"


def check_sender(provider: Provider, of: Endpoints, issuer: str | None) -> None:
    """Whether it is this provider that sent the person back, where it says so (RFC 9207 §2.4). Raises ProviderError."""
    if issuer != provider.issuer and (issuer is not None or of.says_issuer):
        raise ProviderError


def who_came(provider: Provider, of: Endpoints, held: Secrets, code: str, redirect_uri: str) -> Outsider:
    """Whom the code stands for. Asks the provider up to three things, each for seconds at most.

    Raises
    ------
    ProviderError.
    """
    try:
        answer = ask(
            of.token,
            form=_exchange(provider, of, held, code, redirect_uri),
            headers=_authorization(provider, of),
            seconds=TOKEN_SECONDS,
        )
        return _outsider(_claims(provider, held, answer), of, answer)
    except (OutboundError, AwayError, ForeignTokenError) as error:
        raise ProviderError from error


def _exchange(provider: Provider, of: Endpoints, held: Secrets, code: str, redirect_uri: str) -> Mapping[str, str]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": held.verifier,
    }
    if not of.secret_in_form:
        return form
    return form | {"client_id": provider.client_id, "client_secret": provider.client_secret}


def _authorization(provider: Provider, of: Endpoints) -> Mapping[str, str]:
    """RFC 6749 §2.3.1: both are written as in a form first."""
    if of.secret_in_form:
        return {}
    pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret)}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _claims(provider: Provider, held: Secrets, answer: Mapping[str, Any]) -> Claims:
    """Of the ID token (OpenID Connect Core 1.0 §3.1.3.7)."""
    token = answer.get("id_token")
    if not isinstance(token, str) or len(token) > _MOST_TOKEN:
        raise ProviderError
    issuer = Issuer(provider.issuer, provider.client_id, providers.keys(provider.issuer), _LONGEST)
    claims = foreign_tokens.checked(token, issuer)
    nonce, for_whom = claims.get("nonce"), claims.get("azp", provider.client_id)
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), held.nonce.encode()):
        raise ProviderError
    if for_whom != provider.client_id or (isinstance(claims["aud"], list) and claims["aud"] != [provider.client_id]):
        raise ProviderError
    return claims


def _outsider(claims: Claims, of: Endpoints, answer: Mapping[str, Any]) -> Outsider:
    """With the e-mail of the ID token, else of the userinfo endpoint, which many providers keep it for."""
    who = Outsider(claims["iss"], claims["sub"], None, email_verified=False)
    if "email" in claims or not of.userinfo:
        return _with_email(who, claims)
    access_token = answer.get("access_token")
    if not isinstance(access_token, str) or not access_token.isascii() or not access_token.isprintable():
        raise ProviderError
    told = ask(of.userinfo, headers={"Authorization": f"Bearer {access_token}"})
    if told.get("sub") != who.subject:  # §5.3.2: else it may be about somebody else
        raise ProviderError
    return _with_email(who, told)


def _with_email(who: Outsider, told: Mapping[str, Any]) -> Outsider:
    """Google writes `email_verified` as a boolean, others as text."""
    verified = told.get("email_verified") in (True, "true")
    return replace(who, email=identities.email_in(told.get("email")), email_verified=verified)
