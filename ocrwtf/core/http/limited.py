"""Counts every request to the API by who makes it and what it asks for, before its body is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocrwtf.core.address_blocks import AddressBlocks
from ocrwtf.core.errors import Problem
from ocrwtf.core.http.client_address import counted_address
from ocrwtf.core.rate_limits import Policy, RateLimits, Standing, headers

API: Final = "/api/"
NOBODY, UNKNOWN = "", "?"
"""No valid login came with the request; it cannot be found out now, because the database is away."""
_TOO_MANY: Final = 429

Route = tuple[str, str]


class RoutePolicies:
    """Which policies count a request. A route is its method and template, matched as the router itself matches."""

    def __init__(self, general: Policy, special: Mapping[Route, Sequence[Policy]]) -> None:
        """Of a policy of 0 there is none. A route that `special` does not name is counted with `general`."""
        self._general = _limiting([general])
        self._exact = {route: _limiting(each) for route, each in special.items() if "{" not in route[1]}
        self._patterns = [
            (method, compile_path(template)[0], _limiting(policies))
            for (method, template), policies in special.items()
            if "{" in template
        ]

    def of(self, method: str, path: str) -> tuple[Policy, ...]:
        exact = self._exact.get((method, path))
        if exact is not None:
            return exact
        for known, pattern, policies in self._patterns:
            if known == method and pattern.match(path):
                return policies
        return self._general


def _limiting(policies: Sequence[Policy]) -> tuple[Policy, ...]:
    return tuple(policy for policy in policies if policy.amount)


@dataclass(frozen=True)
class Gate:
    """`identify` says who calls: a name that no other caller has, NOBODY or UNKNOWN; it may ask the database.

    `own_limit` says how many requests a minute that caller may make besides, if anything is said of it.
    `may_have_login` says without asking whether there is anything to look at.
    """

    limits: RateLimits
    routes: RoutePolicies
    blocks: AddressBlocks
    may_have_login: Callable[[Scope], bool]
    identify: Callable[[Scope], str]
    own_limit: Callable[[Scope], int | None] = lambda _scope: None


@dataclass
class _Visit:
    """One request: who made it, from where, and how the caller stands."""

    address: str
    caller: str = NOBODY
    standings: Sequence[Standing] = field(default=())


class Limited:
    """Refuses who has reached a limit, and addresses that keep failing without a login; says where a caller stands.

    A caller with a login is counted by user, wherever it comes from; anybody else by address. Blocks concern only the
    latter: a whole fleet may share one mobile address.
    """

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self._app(scope, receive, send)
            return
        visit = await self._admitted(scope)
        status = 0

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if visit.standings:
                    told = [(name.lower().encode(), value.encode()) for name, value in headers(visit.standings).items()]
                    message["headers"] = [*message.get("headers", ()), *told]
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except Problem as error:
            status = status or error.status
            raise
        finally:
            if 400 <= status < 500 and status != _TOO_MANY:
                await self._note_failure(scope, visit)

    async def _admitted(self, scope: Scope) -> _Visit:
        """Raises TooManyRequests."""
        visit = _Visit(counted_address(scope["client"][0] if scope.get("client") else ""))
        policies = self._gate.routes.of(scope["method"], scope["path"])
        has_login = self._gate.may_have_login(scope)
        if (has_login and (policies or self._gate.blocks.is_blocked(visit.address))) or (
            policies and self._gate.limits.asks_over_the_network
        ):
            await run_in_threadpool(self._admit, scope, visit, policies, has_login=has_login)
        else:
            self._admit(scope, visit, policies, has_login=False)
        return visit

    def _admit(self, scope: Scope, visit: _Visit, policies: Sequence[Policy], *, has_login: bool) -> None:
        if has_login:
            visit.caller = self._gate.identify(scope)
        if visit.caller == NOBODY:
            self._gate.blocks.refuse(visit.address)
        if policies and visit.caller != UNKNOWN:
            own = self._gate.own_limit(scope) if visit.caller else None
            policies = (Policy("key", own), *policies) if own else policies
            key = f"user {visit.caller}" if visit.caller else f"address {visit.address}"
            visit.standings = self._gate.limits.hit(policies, key)

    async def _note_failure(self, scope: Scope, visit: _Visit) -> None:
        if visit.caller == NOBODY and not scope["state"].get("user_id") and self._gate.blocks.failed(visit.address):
            await run_in_threadpool(self._gate.blocks.block, visit.address)
