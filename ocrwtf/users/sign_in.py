"""Signing in by a provider, from the click to the session; and linking one to a user, which comes back the same way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from hmac import compare_digest
from typing import Final, TypeVar
from uuid import UUID

import structlog
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from ocrwtf.core.errors import Language
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import attempts, identities, openid, providers, service
from ocrwtf.users.attempts import Secrets
from ocrwtf.users.identities import Outsider, TakenError
from ocrwtf.users.identity_models import SignInAttempt
from ocrwtf.users.identity_problems import EmailMissing
from ocrwtf.users.openid import ProviderError
from ocrwtf.users.place import place_of
from ocrwtf.users.problems import AlreadyRegistered, RegistrationClosed, WrongCredentials
from ocrwtf.users.providers import Provider
from ocrwtf.users.service import Caller, Login

T = TypeVar("T")
log = structlog.get_logger()

_by_address = Throttle(amount=50, per_seconds=300, name="sign-ins by address")
_MOST_CODE: Final = 4096
_ASKING: RunVar[CapacityLimiter] = RunVar("asking providers")
ASKING_THREADS: Final = 4
"""Providers are asked in threads of their own, which hold no connection: slow ones keep no other request waiting."""


class Refusal(StrEnum):
    """Why somebody did not get in; the pages have a sentence for each (`web/src/i18n`)."""

    NOT_SET_UP = "not-set-up"
    TOO_MANY = "too-many"
    OVER = "over"
    CANCELLED = "cancelled"
    PROVIDER = "provider"
    EMAIL_UNPROVED = "email-unproved"
    EMAIL_KNOWN = "email-known"
    CLOSED = "closed"
    BLOCKED = "blocked"
    TAKEN = "taken"
    SESSION_OVER = "session-over"


class RefusedError(Exception):
    """`is_link`: somebody who is signed in was linking."""

    def __init__(self, why: Refusal, back_to: str = "/", *, is_link: bool = False) -> None:
        super().__init__(why.value)
        self.why, self.back_to, self.is_link = why, back_to, is_link


@dataclass(frozen=True)
class Visitor:
    """A browser: where it calls from, what it is called, its language, and who is signed in there already."""

    address: str
    device: str
    language: Language
    caller: Caller | None = None


@dataclass(frozen=True)
class Begun:
    """Where the browser is to go, and the token that it keeps meanwhile."""

    address: str
    token: str


@dataclass(frozen=True)
class Return:
    """With what a browser came back from a provider. `token` is what it kept; `query` has each name once."""

    provider_id: str
    redirect_uri: str
    token: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class Arrived:
    """`login` is None where somebody who was signed in already has linked the provider."""

    login: Login | None
    back_to: str


async def begin(provider_id: str, redirect_uri: str, back_to: str, visitor: Visitor) -> Begun:
    """Raises RefusedError."""
    back_to = attempts.own_page(back_to)
    try:
        await to_thread.run_sync(_by_address.hit, visitor.address)
        return await begun(_provider(provider_id), redirect_uri, back_to, None)
    except TooManyRequests as error:
        raise RefusedError(Refusal.TOO_MANY, back_to) from error
    except ProviderError as error:
        raise RefusedError(Refusal.PROVIDER, back_to) from error


async def begun(provider: Provider, redirect_uri: str, back_to: str, session_id: UUID | None) -> Begun:
    """Raises ProviderError, before anything is written."""
    endpoints = await _asked(partial(openid.endpoints, provider))
    held = await to_thread.run_sync(attempts.begin, provider.id, back_to, session_id)
    return Begun(openid.address(provider, endpoints, held, redirect_uri), held.token)


async def finish(came: Return, visitor: Visitor) -> Arrived:
    """What becomes of somebody who came back: a session, a link, or the reason why not.

    The attempt is used up first. The provider is asked with no transaction open.

    Raises
    ------
    RefusedError.
    """
    held = Secrets(came.token)
    attempt = await to_thread.run_sync(_attempt, came, held, visitor)
    try:
        provider = _provider(came.provider_id)
        who = await _asked(partial(_who_came, provider, came, held))
        if attempt.session_id:
            return await to_thread.run_sync(_link, attempt, who, visitor)
        return await to_thread.run_sync(_let_in, attempt, who, visitor)
    except ProviderError as error:
        raise _refused(Refusal.PROVIDER, attempt) from error
    except RefusedError as error:
        raise _refused(error.why, attempt) from error


async def _asked(ask: Callable[[], T]) -> T:
    try:
        limiter = _ASKING.get()
    except LookupError:
        limiter = CapacityLimiter(ASKING_THREADS)
        _ASKING.set(limiter)
    return await to_thread.run_sync(ask, limiter=limiter)


def _refused(why: Refusal, attempt: SignInAttempt) -> RefusedError:
    log.info("sign_in.refused", provider=attempt.provider, why=why.value)
    return RefusedError(why, attempt.back_to, is_link=attempt.session_id is not None)


def _provider(provider_id: str) -> Provider:
    provider = providers.get(provider_id)
    if not provider:
        raise RefusedError(Refusal.NOT_SET_UP)
    return provider


def _attempt(came: Return, held: Secrets, visitor: Visitor) -> SignInAttempt:
    """The one that this browser began with this provider; its state comes back from there, its token never went."""
    try:
        _by_address.hit(visitor.address)
    except TooManyRequests as error:
        raise RefusedError(Refusal.TOO_MANY) from error
    state = came.query.get("state", "")
    if not came.token or not compare_digest(state.encode(), held.state.encode()):
        raise RefusedError(Refusal.OVER)
    attempt = attempts.take(held)
    if not attempt or attempt.provider != came.provider_id:
        raise RefusedError(Refusal.OVER)
    return attempt


def _who_came(provider: Provider, came: Return, held: Secrets) -> Outsider:
    endpoints = openid.endpoints(provider)
    openid.check_sender(provider, endpoints, came.query.get("iss"))
    if came.query.get("error") == "access_denied":
        raise RefusedError(Refusal.CANCELLED)
    code = came.query.get("code", "")
    if "error" in came.query or not 0 < len(code) <= _MOST_CODE:
        raise ProviderError
    return openid.who_came(provider, endpoints, held, code, came.redirect_uri)


def _let_in(attempt: SignInAttempt, who: Outsider, visitor: Visitor) -> Arrived:
    found = identities.known(who) or _newcomer(who, visitor)
    place = place_of(visitor.address)
    try:
        login = service.open_session(found.account_id, found.user_id, device=visitor.device, place=place)
    except WrongCredentials as error:
        service.note_failure(found, "blocked")
        raise RefusedError(Refusal.BLOCKED) from error
    return Arrived(login, attempt.back_to)


def _newcomer(who: Outsider, visitor: Visitor) -> identities.Whose:
    """An e-mail that the provider has not proved could be anybody's, and would keep its owner out."""
    if not who.email or not who.email_verified:
        raise RefusedError(Refusal.EMAIL_UNPROVED)
    try:
        return identities.found_or_made(who, visitor.address, visitor.language)
    except TooManyRequests as error:
        raise RefusedError(Refusal.TOO_MANY) from error
    except RegistrationClosed as error:
        raise RefusedError(Refusal.CLOSED) from error
    except (AlreadyRegistered, EmailMissing) as error:
        raise RefusedError(Refusal.EMAIL_KNOWN) from error


def _link(attempt: SignInAttempt, who: Outsider, visitor: Visitor) -> Arrived:
    """To the user of the very session that began it and proved who it is."""
    if not visitor.caller or visitor.caller.session_id != attempt.session_id:
        raise RefusedError(Refusal.SESSION_OVER)
    if not who.email_verified:
        raise RefusedError(Refusal.EMAIL_UNPROVED)
    try:
        identities.link(visitor.caller, who)
    except TakenError as error:
        raise RefusedError(Refusal.TAKEN) from error
    return Arrived(None, attempt.back_to)
