"""Pages of named origins may call the API with a token; no other origin may, and nobody with our cookie."""

from collections.abc import Callable

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from ocrwtf.core.http.web import install
from tests.unit.core.conftest import router

OURS = "https://app.example"
OTHERS = [
    "https://app.example.evil",
    "https://evilapp.example",
    "http://app.example",
    "https://app.example:444",
    "https://APP.example",
    "https://app.example/",
    "https://sub.app.example",
    "https://app.example, https://evil.example",
    "null",
    "*",
    "file://",
    "",
]
ASKS = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization"}


@pytest.fixture
def client(on: Callable[[FastAPI], httpx.Client]) -> httpx.Client:
    app = FastAPI()
    install(app, origins=[OURS])
    app.include_router(router)
    return on(app)


@pytest.mark.parametrize(("path", "status"), [("/api/things/1", 200), ("/api/things/busy", 429), ("/api/no", 404)])
def test_a_named_origin_may_read_answers_and_refusals(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path, headers={"Origin": OURS})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == OURS
    assert "Origin" in answer.headers["vary"]
    assert "Retry-After" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", OTHERS)
def test_another_origin_may_not(client: httpx.Client, origin: str) -> None:
    for answer in (
        client.get("/api/things/1", headers={"Origin": origin}),
        client.options("/api/things/1", headers={"Origin": origin} | ASKS),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert "Origin" in answer.headers["vary"]


def test_a_browser_that_asks_first_is_told_what_it_may_send(client: httpx.Client) -> None:
    answer = client.options("/api/things/1", headers={"Origin": OURS} | ASKS)
    assert answer.status_code == 204
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_named_origins_nothing_is_said(on: Callable[[FastAPI], httpx.Client]) -> None:
    app = FastAPI()
    install(app)
    app.include_router(router)
    assert "vary" not in on(app).get("/api/things/1", headers={"Origin": OURS}).headers
