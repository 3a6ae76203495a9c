"""The limits of the real API: who is counted, how often what may be asked, and what an operator sees and can do."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ocrwtf import guard
from ocrwtf.cli import main
from ocrwtf.config import Settings, settings
from ocrwtf.core.address_blocks import blocks_path
from ocrwtf.main import create_app
from tests.integration.conftest import Person, changed_settings
from tests.integration.documents import picture
from tests.integration.events.conftest import cookie, wait_for
from tests.integration.limits.conftest import Valkey

New = Callable[..., TestClient]
PICTURE = "/api/scans/01a21bf4-c635-73e5-a3a0-791b6defe1f9/pages/1.webp"
TOKEN = "t" * 32


@pytest.fixture
def new_client() -> Iterator[New]:
    """`new_client("203.0.113.9", LIMIT_API="5")`: somebody there, of an API with these settings."""
    with ExitStack() as stack:

        def make(address: str = "203.0.113.9", app: FastAPI | None = None, **environment: str) -> TestClient:
            stack.enter_context(changed_settings(**environment))
            return TestClient(app or create_app(), raise_server_exceptions=False, client=(address, 5))

        yield make
        blocks_path(settings().data_dir).unlink(missing_ok=True)


def statuses(client: TestClient, times: int, path: str, **options: Any) -> list[int]:
    return [client.get(path, **options).status_code for _ in range(times)]


def test_the_defaults_are_those_of_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIMIT_API", "LIMIT_UPLOAD", "LIMIT_FILES", "LIMIT_REVIEW", "LIMIT_FAILURES"):
        monkeypatch.delenv(name)
    limits = guard.policies(Settings())
    assert [(each.name, each.amount) for each in limits.of("POST", "/api/scans/upload")] == [
        ("upload", 60),
        ("api", 100),
    ]
    assert [(each.name, each.amount) for each in limits.of("GET", PICTURE)] == [("files", 1000)]
    assert limits.of("GET", "/api/events") == ()
    assert [each.name for each in limits.of("GET", "/api/scans")] == ["api"]


def test_every_route_that_is_counted_otherwise_exists() -> None:
    paths = create_app().openapi()["paths"]
    named = (*guard.UNLIMITED, *guard.UPLOADS, *guard.FILES)
    assert {(method, path) for method, path in named if method.lower() in paths.get(path, {})} == set(named)


def test_all_logins_of_a_user_are_one_caller(new_client: New, person: Person, new_person: Callable[[], Person]) -> None:
    client = new_client(LIMIT_API="4")
    assert statuses(client, 2, "/api/users/me", headers=person.headers) == [200] * 2
    elsewhere = new_client("198.51.100.1", client.app)
    assert statuses(elsewhere, 3, "/api/users/me", headers=cookie(person)) == [200, 200, 429]
    assert statuses(client, 1, "/api/users/me", headers=new_person().headers) == [200]


def test_of_many_uploads_at_once_ten_are_received(new_client: New, person: Person) -> None:
    client = new_client(LIMIT_UPLOAD="10")

    def upload(_: int) -> int:
        return client.post("/api/scans/upload", content=b"x", headers=person.headers).status_code

    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(upload, range(60)))
    assert sorted(answers) == [400] * 10 + [429] * 50


def test_a_refused_upload_is_not_even_received(new_client: New, person: Person) -> None:
    client = new_client(LIMIT_UPLOAD="1")
    files = [("file", ("a.png", picture("BATAS")))]
    assert client.post("/api/scans/upload", files=files, headers=person.headers).status_code == 202

    asked = list[bool]()

    def body() -> Iterator[bytes]:
        asked.append(True)
        yield b"--b--"

    form = {"Content-Type": "multipart/form-data; boundary=b"}
    assert client.post("/api/scans/upload", content=body(), headers=person.headers | form).status_code == 429
    assert asked == []


def test_pictures_have_a_limit_of_their_own(new_client: New, person: Person) -> None:
    client = new_client(LIMIT_FILES="2", LIMIT_API="1")
    assert statuses(client, 3, PICTURE, headers=person.headers) == [404, 404, 429]
    assert statuses(client, 2, "/api/users/me", headers=person.headers) == [200, 429]


def test_an_address_that_guesses_is_listed_and_lifted_on_the_command_line(new_client: New, person: Person) -> None:
    client = new_client("2001:db8:1:2::7", LIMIT_FAILURES="3")
    assert statuses(client, 5, "/api/users/me", headers={"Authorization": "Bearer x"}) == [401] * 4 + [429]
    neighbour = new_client("2001:db8:1:2::8", client.app)
    assert neighbour.get("/api/config").json()["type"] == "/problems/address-blocked"
    assert neighbour.get("/api/users/me", headers=person.headers).status_code == 200
    run = CliRunner().invoke
    assert run(main, ["limits", "list"]).output.startswith("2001:db8:1:2::/64 ")
    assert run(main, ["limits", "unblock", "2001:db8:1:2::9"]).exit_code == 0
    assert neighbour.get("/api/config").status_code == 200
    assert run(main, ["limits", "list"]).output == "No address is blocked.\n"
    assert run(main, ["limits", "unblock", "2001:db8:1:2::9"]).exit_code == 1


def test_behind_a_trusted_proxy_each_client_counts_and_the_cookie_is_that_of_https(
    new_client: New, person: Person
) -> None:
    client = new_client("127.0.0.1", LIMIT_API="2", TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8")
    for address in ("203.0.113.1", "203.0.113.2"):
        forwarded = {"X-Forwarded-For": f"6.6.6.6, {address}", "X-Forwarded-Proto": "https"}
        assert statuses(client, 3, "/api/config", headers=forwarded) == [200, 200, 429]
    login = {"username": person.email, "password": person.password}
    forwarded = {"X-Forwarded-For": "203.0.113.3", "X-Forwarded-Proto": "https"}
    answer = client.post("/api/auth/login", json=login, headers=forwarded)
    assert answer.headers["set-cookie"].startswith("__Host-session=")
    assert "strict-transport-security" in answer.headers


def test_a_name_that_is_not_ours_is_not_answered_to(new_client: New) -> None:
    client = new_client(ALLOWED_HOSTS="ocr.example")
    hosts = ["ocr.example", "localhost:8000", "testserver"]
    assert [client.get("/api/config", headers={"Host": host}).status_code for host in hosts] == [200, 200, 421]


def test_a_front_end_elsewhere_may_call(new_client: New) -> None:
    client = new_client(PROD_FE_URL="https://app.example/")
    answer = client.get("/api/config", headers={"Origin": "https://app.example"})
    assert answer.headers["access-control-allow-origin"] == "https://app.example"


def test_a_lost_redis_is_shown_and_its_return_too(new_client: New, valkey: Valkey) -> None:
    client = new_client("127.0.0.1", REDIS_URL=valkey.url)
    assert client.get("/ready").json() == {"status": "ready", "degraded": []}
    assert "ocrwtf_redis_in_use 1.0" in client.get("/metrics").text
    valkey.kill()
    assert statuses(client, 5, "/api/config") == [200] * 5
    assert client.get("/ready").json() == {"status": "ready", "degraded": ["redis"]}
    assert "ocrwtf_redis_in_use 0.0" in client.get("/metrics").text
    valkey.start()
    wait_for(lambda: client.get("/ready").json()["degraded"] == [])


def test_figures_are_told_by_route_and_status(new_client: New, person: Person) -> None:
    client = new_client("127.0.0.1", LIMIT_API="1")
    statuses(client, 2, "/api/scans/counts", headers=person.headers)
    client.request("X" * 16, "/api/scans/counts")
    text = client.get("/metrics").text
    for line in (
        'ocrwtf_http_requests_total{method="GET",route="/api/scans/counts",status="200"}',
        'ocrwtf_http_request_seconds_count{method="GET",route="/api/scans/counts"}',
        'ocrwtf_limited_total{policy="api"}',
        'ocrwtf_http_requests_total{method="other",',
        "ocrwtf_database_up 1.0",
        "process_resident_memory_bytes",
    ):
        assert line in text
    assert person.email not in text


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 404),
    ],
)
def test_figures_are_told_on_this_machine_only(
    new_client: New, address: str, headers: dict[str, str], status: int
) -> None:
    assert new_client(address).get("/metrics", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("address", "given", "status"),
    [
        ("203.0.113.9", f"Bearer {TOKEN}", 200),
        ("203.0.113.9", "Bearer x", 404),
        ("127.0.0.1", "", 404),
        ("127.0.0.1", TOKEN, 404),
    ],
)
def test_with_a_token_figures_are_for_who_has_it(new_client: New, address: str, given: str, status: int) -> None:
    client = new_client(address, METRICS_TOKEN=TOKEN)
    assert client.get("/metrics", headers={"Authorization": given}).status_code == status
