"""A caller is counted by user, else by address, and by what is asked for; failures without a login block."""

from collections.abc import Callable, Mapping
from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.types import Scope

from ocrwtf.core.address_blocks import AddressBlocks
from ocrwtf.core.http.limited import NOBODY, UNKNOWN, Gate, Limited, RoutePolicies
from ocrwtf.core.http.web import install
from ocrwtf.core.rate_limits import Policy, RateLimits
from tests.unit.core.conftest import router

API, UPLOAD, FILES = Policy("api", 4), Policy("upload", 2), Policy("files", 6)
ROUTES = RoutePolicies(
    API,
    {
        ("POST", "/api/things/upload"): [UPLOAD, API],
        ("GET", "/api/pictures/{number}.webp"): [FILES],
        ("GET", "/api/things/events"): [],
    },
)

pictures = APIRouter(prefix="/api/pictures")


@pictures.get("/{number}.webp")
def picture(number: int) -> int:
    return number


def has_login(scope: Scope) -> bool:
    return b"authorization" in dict(scope["headers"])


def who(scope: Scope) -> str:
    """`Authorization: rina` is a login of rina; `wrong…` is none; `away` cannot be looked at."""
    name: str = dict(scope["headers"])[b"authorization"].decode()
    return {"wrong": NOBODY, "away": UNKNOWN}.get(name[:5].strip(), name)


@pytest.fixture
def client(on: Callable[[FastAPI], httpx.Client], tmp_path: Path) -> httpx.Client:
    blocks = AddressBlocks(tmp_path / "blocks.json", failures=3)
    app = FastAPI()
    install(app, inside=[Middleware(Limited, gate=Gate(RateLimits(), ROUTES, blocks, has_login, who))])
    app.include_router(router)
    app.include_router(pictures)
    app.add_api_route("/health", lambda: None)
    return on(app)


def test_a_callers_own_limit_is_counted_with_the_others(on: Callable[[FastAPI], httpx.Client], tmp_path: Path) -> None:
    limits, blocks = RateLimits(), AddressBlocks(tmp_path / "blocks.json", failures=3)
    both = []
    for _ in range(2):  # two processes that count together, as with a Redis
        app = FastAPI()
        gate = Gate(limits, ROUTES, blocks, has_login, who, lambda scope: 3 if who(scope) == "key" else None)
        install(app, inside=[Middleware(Limited, gate=gate)])
        app.include_router(router)
        both.append(on(app))
    assert [statuses(both[turn % 2], 1, "/api/things/1", user="key")[0] for turn in range(4)] == [200, 200, 200, 429]
    assert statuses(both[0], 4, "/api/things/1", user="rina") == [200] * 4


def statuses(client: httpx.Client, times: int, path: str, method: str = "GET", user: str = "") -> list[int]:
    headers: Mapping[str, str] = {"Authorization": user} if user else {}
    return [client.request(method, path, headers=headers).status_code for _ in range(times)]


def test_a_caller_may_make_so_many_requests_and_is_told_how_many_are_left(client: httpx.Client) -> None:
    answer = client.get("/api/things/1")
    assert answer.headers["ratelimit-policy"] == '"api";q=4;w=60'
    assert answer.headers["ratelimit"] == '"api";r=3;t=60'
    assert statuses(client, 4, "/api/things/1") == [200, 200, 200, 429]


def test_a_refusal_is_a_problem_with_every_header(client: httpx.Client) -> None:
    statuses(client, 4, "/api/things/1")
    answer = client.get("/api/things/1", headers={"Accept-Language": "en"})
    assert answer.json()["type"] == "/problems/too-many-requests"
    assert answer.headers["ratelimit"].startswith('"api";r=0;t=')
    assert int(answer.headers["retry-after"]) in range(50, 61)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["requestId"] == answer.headers["x-request-id"]


def test_a_user_is_counted_wherever_and_others_at_the_same_address_are_not(client: httpx.Client) -> None:
    assert statuses(client, 5, "/api/things/1", user="rina")[-1] == 429
    assert statuses(client, 4, "/api/things/1", user="dewi") == [200] * 4
    assert statuses(client, 5, "/api/things/1") == [200] * 4 + [429]


def test_a_login_that_is_none_gives_no_tries_of_its_own(client: httpx.Client) -> None:
    tries = [statuses(client, 1, "/api/things/1", user=f"wrong {number}")[0] for number in range(5)]
    assert tries == [200] * 4 + [429]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/things/1/"),
        ("GET", "/api//things/1"),
        ("GET", "/api/THINGS/1"),
        ("HEAD", "/api/things/1"),
        ("OPTIONS", "/api/things/1"),
        ("GET", "/api/things/%31"),
        ("GET", "/api/things/1?x=2"),
        ("GET", "/api/pictures/1.webp/"),
        ("POST", "/api/pictures/1.webp"),
        ("GET", "/api/things/events/"),
        ("PURGE", "/api/things/1"),
    ],
)
def test_no_other_spelling_of_an_address_escapes(client: httpx.Client, method: str, path: str) -> None:
    assert statuses(client, 5, path, method, user="rina")[-1] == 429


def test_an_upload_counts_with_uploads_and_with_all(client: httpx.Client) -> None:
    assert statuses(client, 3, "/api/things/upload", "POST", user="rina") == [422, 422, 429]
    assert statuses(client, 3, "/api/things/1", user="rina") == [200, 200, 429]


def test_pictures_count_apart_and_streams_and_health_not_at_all(client: httpx.Client) -> None:
    assert statuses(client, 7, "/api/pictures/1.webp", user="rina") == [200] * 6 + [429]
    assert statuses(client, 4, "/api/things/1", user="rina") == [200] * 4
    assert 429 not in statuses(client, 20, "/api/things/events", user="rina")
    assert statuses(client, 20, "/health") == [200] * 20


def test_an_address_that_keeps_failing_is_held_off_and_who_has_a_login_goes_on(client: httpx.Client) -> None:
    assert statuses(client, 4, "/api/things/x") == [404] * 4
    answer = client.get("/api/things/events")
    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/address-blocked")
    assert 50 <= int(answer.headers["retry-after"]) <= 60
    assert statuses(client, 2, "/api/things/1", user="wrong") == [429, 429]
    assert statuses(client, 4, "/api/things/1", user="rina") == [200] * 4


def test_the_abuse_of_one_leaves_the_rest_of_a_shared_address_alone(client: httpx.Client) -> None:
    statuses(client, 300, "/api/things/x")
    assert {code for number in range(199) for code in statuses(client, 1, "/api/things/1", user=f"u{number}")} == {200}


def test_reaching_limits_or_failing_with_a_login_never_blocks(client: httpx.Client) -> None:
    statuses(client, 4, "/api/things/1")
    assert statuses(client, 20, "/api/things/1") == [429] * 20
    statuses(client, 20, "/api/pictures/x.webp", user="rina")
    assert client.get("/api/things/1").json()["type"] == "/problems/too-many-requests"
    assert client.get("/api/things/events").status_code == 404


def test_a_limit_of_a_route_itself_is_no_failure(client: httpx.Client) -> None:
    assert statuses(client, 4, "/api/things/busy") == [429] * 4
    assert client.get("/api/things/events").status_code == 404


def test_refusals_before_the_route_are_failures_too(client: httpx.Client) -> None:
    for _ in range(4):
        client.post("/api/things", content=b"{", headers={"Content-Type": "application/json"})
    assert client.get("/api/things/events").json()["type"] == "/problems/address-blocked"


def test_who_cannot_be_looked_at_is_let_through_to_hear_why(client: httpx.Client) -> None:
    assert statuses(client, 9, "/api/things/database/away", user="away") == [503] * 9
