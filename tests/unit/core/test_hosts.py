"""Only names of ours are answered to, so that no page elsewhere can rebind its own name to this machine."""

from collections.abc import Callable

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from starlette.middleware import Middleware

from ocrwtf.core.http.hosts import AllowedHosts
from ocrwtf.core.http.web import install

On = Callable[[FastAPI], httpx.Client]


def status(on: On, names: list[str], host: str) -> int:
    app = FastAPI()
    install(app, inside=[Middleware(AllowedHosts, names=names)])
    app.add_api_route("/x", lambda: None)
    return on(app).get("/x", headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "localhost.", "192.168.1.7", "[2001:db8::1]"],
)
def test_without_a_list_this_machine_and_addresses_are_answered_to(on: On, host: str) -> None:
    assert status(on, [], host) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1", "a@b"]
)
def test_without_a_list_no_other_name_is(on: On, host: str) -> None:
    assert status(on, [], host) == (200 if host == "[::1" else 421)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("ocr.example:443", 200),
        ("a.fleet.example", 200),
        ("127.0.0.1", 200),
        ("fleet.example", 421),
        ("evilfleet.example", 421),
        ("192.168.1.7", 421),
        ("ocr.example.evil", 421),
    ],
)
def test_with_a_list_exactly_those_and_this_machine(on: On, host: str, expected: int) -> None:
    assert status(on, ["ocr.example", "*.fleet.example"], host) == expected


def test_the_refusal_is_a_problem_with_all_headers(on: On) -> None:
    app = FastAPI()
    install(app, inside=[Middleware(AllowedHosts)])
    answer = on(app).get("/x", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/unknown-host")
    assert answer.headers["x-content-type-options"] == "nosniff"
