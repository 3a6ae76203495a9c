"""Who is calling: dependencies that turn a request into a caller and a session of the caller's account."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.requests import HTTPConnection
from fastapi.security import HTTPBearer
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.types import Scope

from ocrwtf.core.database import AWAY, transaction
from ocrwtf.core.device import device_of
from ocrwtf.core.errors import Problem
from ocrwtf.core.http.client_address import counted_address
from ocrwtf.core.http.edge import route_template
from ocrwtf.core.http.limited import NOBODY, UNKNOWN
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.users import callers, scopes
from ocrwtf.users.models import Role
from ocrwtf.users.problems import ForeignOrigin, NotAllowed, NotAuthenticated
from ocrwtf.users.service import Caller

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_COOKIE_SECONDS = 400 * 24 * 3600
"""The longest that browsers keep a cookie; when the session ends is the server's decision."""


def _cookie_name(connection: HTTPConnection) -> str:
    """`__Host-` binds the cookie to this host, but browsers take it on https only (RFC 6265bis §4.1.3.2)."""
    return "__Host-session" if connection.url.scheme in ("https", "wss") else "session"


def set_session_cookie(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        _cookie_name(request),
        token,
        max_age=_COOKIE_SECONDS,
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="lax",
        path="/",
    )


def clear_session_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(
        _cookie_name(request), path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax"
    )


def client_address(connection: HTTPConnection) -> str:
    """Who is at the other end, as limits count it: `client` is what proxies of ours say, if there are any."""
    return counted_address(connection.client.host if connection.client else "")


def client_device(request: Request) -> str:
    """What the caller's session is shown as; empty when the header says nothing."""
    return device_of(request.headers.get("user-agent", ""))


def is_browser(connection: HTTPConnection) -> bool:
    """Whether a page sent this: a browser names its origin with every POST, a program has none to name."""
    return "sec-fetch-site" in connection.headers or "origin" in connection.headers


def refuse_foreign_origin(connection: HTTPConnection) -> None:
    """Refuse what a page of another site makes a browser send; a browser names its origin, a program need not.

    Raises
    ------
    ForeignOrigin: neither `Sec-Fetch-Site: same-origin` nor an `Origin` that is this host.
    """
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    scheme = {"ws": "http", "wss": "https"}.get(connection.url.scheme, connection.url.scheme)
    own = f"{scheme}://{connection.url.netloc}"
    if (site and site != "same-origin") or (origin and origin != own) or not (site or origin):
        raise ForeignOrigin


class _Told(HTTPBearer):
    """Tells the OpenAPI description that a bearer token is taken; the header is read below, of WebSockets too."""

    async def __call__(self, request: HTTPConnection) -> None:
        pass


BearerDep = Annotated[None, Depends(_Told(scheme_name="bearer", bearerFormat="JWT"))]


def may_have_login(scope: Scope) -> bool:
    """Whether something came that looks like one."""
    return any(
        name == b"authorization" or (name == b"cookie" and b"session=" in value) for name, value in scope["headers"]
    )


def identify(scope: Scope) -> str:
    """For limits, which come before the route: the id of the user or key, NOBODY or UNKNOWN.

    Keeps the caller for `get_caller`, or why there is none.
    """
    connection = HTTPConnection(scope)
    connection.state.caller = None
    try:
        connection.state.caller = caller = _find_caller(connection)
    except (ServiceUnavailable, *AWAY) as error:
        connection.state.nobody_because = error
        return UNKNOWN
    except Problem as refusal:  # not let in, or a first call from elsewhere that makes no account
        connection.state.nobody_because = refusal
        return NOBODY
    return str(caller.key_id or caller.user_id)


def own_limit(scope: Scope) -> int | None:
    """How many requests a minute whom `identify` found may make, where an API key says so."""
    caller: Caller | None = HTTPConnection(scope).state.caller
    return caller.limit_per_minute if caller else None


def _find_caller(connection: HTTPConnection) -> Caller:
    """By an Authorization header alone when there is one, even a wrong one; else by the session cookie.

    Raises
    ------
    NotAuthenticated.
    """
    authorization = connection.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotAuthenticated
        return callers.of_bearer(token.strip(), client_address(connection))
    if cookie := connection.cookies.get(_cookie_name(connection)):
        return callers.of_session_token(cookie, client_address(connection))
    raise NotAuthenticated


async def get_caller(connection: HTTPConnection, _bearer: BearerDep) -> Caller:
    """Who calls; found out already where requests are limited.

    Raises
    ------
    NotAuthenticated, or why a first call from elsewhere makes no account; NotForKeys, InsufficientScope of an API key;
    ForeignOrigin for a cookie caller's non-GET or WebSocket from elsewhere.
    """
    is_by_cookie = "authorization" not in connection.headers and _cookie_name(connection) in connection.cookies
    if is_by_cookie and not _reads_only(connection):
        refuse_foreign_origin(connection)
    if hasattr(connection.state, "caller"):
        caller = connection.state.caller
        if caller is None:
            raise connection.state.nobody_because
    else:
        caller = await run_in_threadpool(_find_caller, connection)
    scopes.check(caller, connection.scope.get("method", "GET"), route_template(connection.scope))
    connection.state.user_id, connection.state.account_id = str(caller.user_id), str(caller.account_id)
    return caller  # type: ignore[no-any-return]  # the state of a request has no types


def _reads_only(connection: HTTPConnection) -> bool:
    """Whether a browser keeps the answer from other sites' pages by itself: of a WebSocket it does not."""
    return connection.scope["type"] == "http" and connection.scope["method"] in _SAFE_METHODS


CallerDep = Annotated[Caller, Depends(get_caller)]


async def get_anybody(connection: HTTPConnection, bearer: BearerDep) -> Caller | None:
    """The caller, or None where `get_caller` knows nobody: for the one question whether somebody is logged in."""
    try:
        return await get_caller(connection, bearer)
    except NotAuthenticated:
        return None


AnybodyDep = Annotated[Caller | None, Depends(get_anybody)]


def get_staff(caller: CallerDep) -> Caller:
    """Owner or staff; a driver's phone captures and sees own captures, nothing else."""
    if caller.role == Role.DRIVER:
        raise NotAllowed
    return caller


StaffDep = Annotated[Caller, Depends(get_staff)]


def get_owner(caller: CallerDep) -> Caller:
    """What the account is set to is the owner's alone."""
    if caller.role != Role.OWNER:
        raise NotAllowed
    return caller


OwnerDep = Annotated[Caller, Depends(get_owner)]


async def get_place(connection: HTTPConnection) -> AsyncIterator[None]:
    """A place among the requests that may have a connection between two steps of theirs.

    FastAPI words an answer in a thread of its own while the transaction is open. Were all connections held by requests
    that wait for a thread, and all threads by requests that wait for a connection, all would wait until they time out.
    """
    async with connection.app.state.places:
        yield


PlaceDep = Annotated[None, Depends(get_place, scope="function")]


def get_session(caller: CallerDep, _place: PlaceDep) -> Iterator[Session]:
    """One transaction a request, committed before the answer leaves (scope "function"): no 200 for a failed commit."""
    with transaction(caller.account_id) as session:
        yield session


def get_open_session(_place: PlaceDep) -> Iterator[Session]:
    """A session before anybody is known: sees no tenant's row."""
    with transaction() as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session, scope="function")]
OpenSessionDep = Annotated[Session, Depends(get_open_session, scope="function")]
