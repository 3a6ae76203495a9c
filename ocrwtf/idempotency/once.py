"""HTTP for the Idempotency-Key: a route's dependency, which answers in the route's place when the key was used."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Header, Request, Response
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.core.http.edge import route_template
from ocrwtf.core.schemas import Answer
from ocrwtf.idempotency import fingerprint, service
from ocrwtf.idempotency.service import Asked, Begun, Reply
from ocrwtf.users.auth import CallerDep
from ocrwtf.users.service import Caller

REPLAYED = {"Idempotency-Replayed": "true"}
KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,255}$",
        description="A name of your choice for this request, such as a UUID: sent again with it within 24 hours, the "
        "request has no second effect and gets the same answer, with `Idempotency-Replayed: true`.",
    ),
]


class Replay(Exception):  # noqa: N818  no error: the answer that was given before
    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Once:
    """A request that has its effect once, if it came with a key; else any request.

    `began_at` is when the first try of it began: what an answer says of times is reckoned from it.
    """

    def __init__(self, caller: Caller, begun: Begun | None) -> None:
        self._caller, self._begun = caller, begun
        self._is_done = False
        self.began_at = begun.began_at if begun else datetime.now(UTC)

    @property
    def was_done(self) -> bool:
        """Whether this is sent again, and only the answer is wanted."""
        return bool(self._begun and self._begun.reply)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """That of the effect, and of the reply with it."""
        with transaction(self._caller.account_id) as session:
            yield session
        self._is_done = True

    def answered(
        self,
        session: Session,
        answer: Answer,
        status: int = 200,
        *,
        location: str | None = None,
        goes_with: Sequence[UUID] = (),
        is_remade: bool = False,
    ) -> Response:
        """The answer, kept for whoever sends the same again; it goes with any of these (scans,
        conversions, files).

        `is_remade`: nothing of it is kept but that it was given, because it holds a secret and the route can make it
        again.
        """
        reply = Reply(status, location, answer.model_dump_json().encode())
        if self._begun and self._begun.reply:
            return _sent(reply, REPLAYED)
        if self._begun:
            kept = Reply(status, location, None) if is_remade else reply
            service.finish(session, self._begun, kept, goes_with)
        return _sent(reply)

    def end(self) -> None:
        """Without an effect the key is free again."""
        if self._begun and not self._is_done and not self._begun.reply:
            service.give_up(self._begun)


def attempt(request: Request, caller: Caller, key: str | None, said: Callable[[], bytes]) -> Iterator[Once]:
    """One try of the request; `said` gives its fingerprint, and is asked only when there is a key.

    Raises
    ------
    Replay, where the reply was kept whole; RequestInFlight, IdempotencyKeyReused.
    """
    begun = service.begin(_asked(request, caller, key, said())) if key else None
    if begun and begun.reply and begun.reply.body is not None:
        raise Replay(begun.reply)
    once = Once(caller, begun)
    try:
        yield once
    finally:
        once.end()


def _asked(request: Request, caller: Caller, key: str, said: bytes) -> Asked:
    route = route_template(request.scope)
    caller_id = caller.key_id or caller.user_id
    return Asked(
        caller.account_id, caller.user_id, caller_id, request.method, route, sha256(key.encode()).digest(), said
    )


def address(request: Request) -> str:
    """Path and query: the key's scope is the route's template, so they are part of what was said."""
    return f"{request.url.path}?{request.url.query}"


async def _said(request: Request) -> bytes:
    return fingerprint.of_body(address(request), await request.body())


def once(
    request: Request, caller: CallerDep, said: Annotated[bytes, Depends(_said)], key: KeyHeader = None
) -> Iterator[Once]:
    """For a route with a JSON body or none."""
    yield from attempt(request, caller, key, lambda: said)


OnceDep = Annotated[Once, Depends(once, scope="function")]


def install(app: FastAPI) -> None:
    app.add_exception_handler(Replay, _on_replay)


async def _on_replay(_request: Request, raised: Exception) -> Response:
    if not isinstance(raised, Replay):
        raise TypeError from raised
    return _sent(raised.reply, REPLAYED)


def _sent(reply: Reply, more: dict[str, str] | None = None) -> Response:
    headers = (more or {}) | ({"Location": reply.location} if reply.location else {})
    return Response(reply.body, reply.status, headers, "application/json")
