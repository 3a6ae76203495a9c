"""A tiny application with the whole edge on it, and a place where its log lines end up."""

import contextlib
import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Annotated, Any

import anyio
import httpx2 as httpx
import pytest
import structlog
from fastapi import APIRouter, FastAPI, Form, HTTPException, Request, UploadFile
from psycopg import errors as psycopg_errors
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.responses import Response

from ocrwtf.core.http.web import install
from ocrwtf.core.logs import configure_logs
from ocrwtf.core.problems import TooManyRequests
from ocrwtf.core.schemas import Body

CANARY = "canary-7f3a"

router = APIRouter(prefix="/api/things")


class Thing(Body):
    recipient_name: str
    count: int = 0


@router.post("")
def make(thing: Thing) -> dict[str, Any]:
    return thing.model_dump()


@router.post("/any")
async def take_anything(request: Request) -> dict[str, int]:
    return {"bytes": len(await request.body())}


@router.post("/form")
def fill_in(name: Annotated[str, Form()]) -> dict[str, int]:
    return {"characters": len(name)}


@router.post("/upload")
def upload(file: UploadFile, note: Annotated[str, Form()] = "") -> dict[str, int | None]:
    return {"bytes": file.size, "note": len(note)}


@router.get("/teapot")
def brew() -> None:
    raise HTTPException(418, detail=CANARY, headers={"X-Brew": "no"})


@router.get("/busy")
def busy() -> None:
    raise TooManyRequests(retry_after_seconds=7)


@router.get("/broken")
def broken() -> None:
    raise RuntimeError(f"cannot reach {CANARY}")


@router.get("/half")
async def half() -> Response:
    return _HalfAnAnswer()


class _HalfAnAnswer(Response):
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG002
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError(CANARY)


_FAILURES: dict[str, Callable[[], Exception]] = {
    "away": lambda: OperationalError(f"SELECT '{CANARY}'", {"a": CANARY}, psycopg_errors.ConnectionFailure(CANARY)),
    "cut": lambda: InterfaceError(f"SELECT '{CANARY}'", {"a": CANARY}, psycopg_errors.InterfaceError(CANARY)),
    "full": lambda: PoolTimeoutError(CANARY),
    "raw": lambda: psycopg_errors.AdminShutdown(CANARY),
    "refused": lambda: DataError("INSERT", {"a": CANARY}, psycopg_errors.NumericValueOutOfRange(CANARY)),
}


@router.get("/database/{kind}")
def ask_database(kind: str) -> None:
    failure = _FAILURES[kind]()
    raise failure


@router.get("/cached")
def cached() -> Response:
    headers = {"Cache-Control": "max-age=60", "Content-Security-Policy": "default-src 'self'", "Server": "x"}
    return Response("x", headers=headers)


@router.get("/{number}")
def read(number: int, request: Request, q: str = "") -> dict[str, int]:
    request.state.account_id = "account-1"
    return {"number": number, "q": len(q)}


@pytest.fixture
def app(log: io.StringIO) -> FastAPI:  # noqa: ARG001  structlog without set-up draws every local variable of a traceback
    app = FastAPI()
    install(app, upload_paths={"/api/things/upload": 3 * 2**20})
    app.include_router(router)
    return app


class _Parts(httpx.AsyncByteStream):
    """A body in the pieces in which the test gave it."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part


class _InProcess(httpx.BaseTransport):
    """Brings a request to the app in this process; what the app raises is what a server would make of it: nothing."""

    def __init__(self, app: FastAPI) -> None:
        self._asgi = httpx.ASGITransport(app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return anyio.run(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        parts = _Parts(request.stream)
        sent = httpx.Request(request.method, request.url, headers=request.headers, stream=parts)
        answer = await self._asgi.handle_async_request(sent)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


@pytest.fixture
def on() -> Iterator[Callable[[FastAPI], httpx.Client]]:
    """`on(app)` is a client of that app."""
    with contextlib.ExitStack() as stack:
        yield lambda app: stack.enter_context(httpx.Client(transport=_InProcess(app), base_url="http://testserver"))


@pytest.fixture
def client(app: FastAPI, on: Callable[[FastAPI], httpx.Client]) -> httpx.Client:
    return on(app)


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    before = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


@pytest.fixture
def log() -> io.StringIO:
    """Everything logged, as the JSON lines of production."""
    stream = io.StringIO()
    configure_logs("production", stream)
    return stream


@pytest.fixture
def lines(log: io.StringIO) -> Callable[[], list[dict[str, Any]]]:
    return lambda: [json.loads(line) for line in log.getvalue().splitlines()]
