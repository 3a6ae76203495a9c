"""The web application as it is served: caching, compression, policy, and nothing but its own files."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from ocrwtf.core.http import web_app

ROUTES = Path(__file__).resolve().parents[3] / "web" / "src" / "routes.ts"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = b"export const answer = 42;"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build: a page, a script in three codings, a font, and beside them what nobody may have."""
    assets = tmp_path / "dist" / "assets"
    assets.mkdir(parents=True)
    for page in ("index.html", "api-docs.html"):
        (assets.parent / page).write_text("<!doctype html><title>OCR.WTF</title>")
    for name, content in {
        "app-1a.js": SCRIPT,
        "app-1a.js.br": b"1",
        "app-1a.js.gz": b"22",
        "f-2b.woff2": b"f",
    }.items():
        (assets / name).write_bytes(content)
    for secret in (tmp_path / "secret.js", assets.parent / "secret.js", assets / ".secret.js", assets / "secret.map"):
        secret.write_text("secret")
    return assets.parent


@pytest.fixture
def browser(app: FastAPI, on: Callable[[FastAPI], httpx.Client], dist: Path) -> httpx.Client:
    web_app.install(app, dist)
    return on(app)


def test_the_pages_are_those_that_the_application_knows() -> None:
    known = re.findall(r"path: '([^']+)'", ROUTES.read_text())
    assert sorted(known) == sorted(re.sub(r"\{(\w+)\}", r":\1", page) for page in web_app.PAGES)


@pytest.mark.parametrize("path", ["/", "/masuk", "/dokumen/0198", "/akun?x=1", "/api/docs"])
def test_a_page_is_asked_for_anew_each_time_and_has_its_own_policy(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-security-policy"] == web_app.POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<title>OCR.WTF</title>" in answer.text


def test_the_policy_lets_nothing_in_from_elsewhere_or_inline() -> None:
    directives = dict(directive.split(" ", 1) for directive in web_app.POLICY.split("; "))
    assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
    assert "unsafe" not in web_app.POLICY
    assert "http" not in web_app.POLICY


def test_an_address_that_leads_nowhere_is_our_page_to_a_browser_and_a_problem_to_a_program(
    browser: httpx.Client,
) -> None:
    page, answer = browser.get("/nowhere", headers=BROWSER), browser.get("/nowhere")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert page.headers["content-security-policy"] == web_app.POLICY
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize("path", ["/api/nowhere", "/assets/nowhere.js", "/assets/a/b", "/ws"])
def test_an_address_of_the_api_or_an_asset_is_never_a_page(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_page_takes_no_other_method(browser: httpx.Client) -> None:
    assert browser.post("/masuk", headers=BROWSER).status_code == 405
    assert browser.post("/nowhere", headers=BROWSER).headers["content-type"] == "application/problem+json"
    assert (browser.head("/masuk").status_code, browser.head("/masuk").content) == (200, b"")


@pytest.mark.parametrize(
    ("accepted", "coding", "size"),
    [
        ("gzip, deflate, br, zstd", "br", 1),
        ("gzip;q=1.0, br;q=0", "gzip", 2),
        ("gzip", "gzip", 2),
        ("gzip; q=0.000, br ;q=0.0", None, len(SCRIPT)),
        ("identity", None, len(SCRIPT)),
        ("", None, len(SCRIPT)),
    ],
)
def test_an_asset_comes_in_the_smallest_coding_that_is_accepted(
    browser: httpx.Client, accepted: str, coding: str | None, size: int
) -> None:
    headers = browser.head("/assets/app-1a.js", headers={"Accept-Encoding": accepted}).headers
    assert headers.get("content-encoding") == coding
    assert headers["content-length"] == str(size)
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["vary"] == "Accept-Encoding"


def test_an_asset_is_kept_for_ever_for_its_name_changes_with_its_content(browser: httpx.Client) -> None:
    answer = browser.get("/assets/f-2b.woff2")
    assert (answer.content, answer.headers["content-type"]) == (b"f", "font/woff2")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/favicon.ico", "image/x-icon"), ("/manifest.webmanifest", "application/manifest+json")],
)
def test_what_browsers_ask_for_by_a_fixed_address_is_there_and_asked_for_anew_each_day(
    browser: httpx.Client, dist: Path, path: str, media_type: str
) -> None:
    assert browser.get(path, headers=BROWSER).headers["content-type"] == "application/problem+json"
    (dist / path[1:]).write_bytes(b"x")
    answer = browser.get(path)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"x", media_type)
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["x-content-type-options"] == "nosniff"


ESCAPES = [
    "/assets/../secret.js",
    "/assets/%2e%2e/secret.js",
    "/assets/..%2fsecret.js",
    "/assets/..%5csecret.js",
    "/assets/..%2f..%2fsecret.js",
    "/assets/%2fetc%2fpasswd",
    "/assets/.secret.js",
    "/assets/secret.map",
    "/assets/app-1a.js.br",
    "/assets/app-1a.js%00",
    "/assets/app-1a.js%0a",
    "/assets/",
    "/secret.js",
    f"/assets/{'a' * 300}.js",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_nothing_but_an_asset_is_ever_served(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.json()["detail"]


def test_without_a_build_a_page_says_what_to_do(
    app: FastAPI, on: Callable[[FastAPI], httpx.Client], tmp_path: Path
) -> None:
    web_app.install(app, tmp_path)
    answer = on(app).get("/dokumen", headers=BROWSER | {"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")
    assert "`make run`" in answer.text
    assert on(app).get("/assets/app-1a.js").status_code == 404


def test_a_target_without_a_slash_is_an_address_like_another() -> None:
    scope = {"type": "http", "method": "GET", "path": "*", "headers": [(b"accept", b"text/html")]}
    assert web_app._opens_a_page(scope)
