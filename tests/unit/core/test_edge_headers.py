"""Every answer carries the same security headers and its request id, whoever wrote it."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from ocrwtf.core.http.web import install
from ocrwtf.core.problems import TooManyRequests

ANSWERS = [
    (200, "GET", "/api/things/1", {}),
    (400, "POST", "/api/things", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
    (404, "GET", "/nowhere", {}),
    (405, "PUT", "/api/things/1", {}),
    (405, "OPTIONS", "/api/things/1", {}),
    (405, "HEAD", "/api/things/1", {}),
    (413, "POST", "/api/things/any", {"content": b"x" * (2**20 + 1)}),
    (422, "POST", "/api/things", {"json": {}}),
    (429, "GET", "/api/things/busy", {}),
    (500, "GET", "/api/things/broken", {}),
    (503, "GET", "/api/things/database/away", {}),
]


@pytest.mark.parametrize(("status", "method", "path", "extra"), ANSWERS)
def test_every_kind_of_answer_has_the_security_headers(
    client: httpx.Client, status: int, method: str, path: str, extra: dict[str, Any]
) -> None:
    answer = client.request(method, path, **extra)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["permissions-policy"] == "camera=(self), geolocation=(self)"
    assert answer.headers["cache-control"] == "no-store"
    assert uuid.UUID(answer.headers["x-request-id"]).version == 7


def test_a_route_may_set_its_own_caching_and_policy_but_no_server_banner(client: httpx.Client) -> None:
    headers = client.get("/api/things/cached").headers
    assert headers["cache-control"] == "max-age=60"
    assert headers["content-security-policy"] == "default-src 'self'"
    assert "server" not in headers


def test_strict_transport_is_promised_on_https_only(client: httpx.Client) -> None:
    assert "strict-transport-security" not in client.get("/api/things/1").headers
    promised = client.get("https://testserver/api/things/1").headers["strict-transport-security"]
    assert promised == "max-age=31536000; includeSubDomains"


def test_a_method_that_is_not_allowed_names_those_that_are(client: httpx.Client) -> None:
    answer = client.delete("/api/things/1")
    assert answer.headers["allow"] == "GET"
    assert answer.json()["allow"] == "GET"


def test_too_many_requests_say_when_to_come_back(client: httpx.Client) -> None:
    answer = client.get("/api/things/busy")
    assert answer.headers["retry-after"] == "7"
    assert answer.json()["retryAfterSeconds"] == 7


def test_a_trailing_slash_is_not_redirected_to_the_host_a_caller_claims(client: httpx.Client) -> None:
    answer = client.get("/api/things/1/", headers={"Host": "evil.example"})
    assert answer.status_code == 404


class Closed:
    """A layer as a limiter is one: it refuses before the body is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            raise TooManyRequests(retry_after_seconds=1)
        await self._app(scope, receive, send)


def test_a_layer_that_is_added_inside_answers_with_id_and_headers(on: Callable[[FastAPI], httpx.Client]) -> None:
    app = FastAPI()
    install(app, inside=[Middleware(Closed)])
    answer = on(app).post("/x", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 429
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["requestId"] == answer.headers["x-request-id"]


def test_the_edge_refuses_to_be_installed_after_routes() -> None:
    app = FastAPI()
    late = APIRouter()
    late.add_api_route("/x", lambda: None)
    app.include_router(late)
    with pytest.raises(RuntimeError, match="before the routes"):
        install(app)
