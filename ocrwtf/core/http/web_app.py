"""Serves the built web application: its assets for ever and compressed, its page at every address it knows.

`web/` is the source; `make run` builds it to `ocrwtf/web_dist/`, and a wheel carries that.
"""

import re
from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ocrwtf.core.errors import Wording, preferred_language
from ocrwtf.core.problems import NotFound

WEB_DIST: Final = Path(__file__).resolve().parents[2] / "web_dist"

PAGES: Final = ("/", "/masuk", "/dokumen", "/dokumen/{id}", "/latih", "/akun")
"""The addresses in `web/src/routes.ts`. The same page is the answer to all; it looks at the address itself."""
ASSETS: Final = "/assets/{name}"
API_DOCS: Final = "/api/docs"
"""Swagger UI on our description of the API, which the build lays beside the application."""
ROOT_FILES: Final = {"/favicon.ico": "image/x-icon", "/manifest.webmanifest": "application/manifest+json"}
"""What browsers ask for by an address that never changes, so it is asked for anew each day."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
_ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))  # smallest first
_NAME: Final = re.compile(
    r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}"
)  # a longer one is no file name to the system but an error
_API_PATHS: Final = ("/api", "/assets", "/ws")  # never a page, whatever the caller would accept

_NOT_BUILT: Final = Wording(
    "Aplikasi web belum dibangun. Hentikan server, jalankan dengan `make run`, lalu muat ulang halaman ini. "
    "API di /api sudah berjalan.\n",
    "The web application has not been built. Stop the server, start it with `make run`, then reload this page. "
    "The API at /api is running.\n",
)


def install(app: FastAPI, dist: Path = WEB_DIST) -> None:
    """Pages and assets on an app that has its edge; a missing address is a page to who asks for one, else a problem."""
    web_app = _WebApp(dist)
    for path in PAGES:
        app.add_route(path, web_app.page, methods=["GET"], include_in_schema=False)
    app.add_route(API_DOCS, web_app.api_docs, methods=["GET"], include_in_schema=False)
    app.add_route(ASSETS, web_app.asset, methods=["GET"], include_in_schema=False)
    for path in ROOT_FILES:
        app.add_route(path, web_app.root_file, methods=["GET"], include_in_schema=False)
    app.router.default = _PageElse(web_app, app.router.default)


class _WebApp:
    def __init__(self, dist: Path) -> None:
        self._dist = dist

    def page(self, request: Request, status: int = HTTPStatus.OK) -> Response:
        return self._html("index.html", request, status)

    def api_docs(self, request: Request) -> Response:
        return self._html("api-docs.html", request, HTTPStatus.OK)

    def asset(self, request: Request) -> Response:
        """A file of `assets/`, whose name has the hash of its content; raises NotFound."""
        name = request.path_params["name"]
        path = self._dist / "assets" / name
        media_type = _TYPES.get(path.suffix)
        # One plain name of a known kind: no folder, no hidden file, nothing compressed asked for by its own name.
        if not _NAME.fullmatch(name) or not media_type or not path.is_file():
            raise NotFound
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        path, encoding = _smallest(path, _accepted(request.headers.get("accept-encoding", "")))
        return FileResponse(path, headers=headers | encoding, media_type=media_type)

    def _html(self, name: str, request: Request, status: int) -> Response:
        """`no-cache` lets nobody keep the names of assets that a new build no longer has."""
        page = self._dist / name
        if not page.is_file():
            return _not_built(request)
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
        return FileResponse(page, status, headers, "text/html; charset=utf-8")

    def root_file(self, request: Request) -> Response:
        """Raises NotFound before the application is built."""
        address = request.url.path
        path = self._dist / address.removeprefix("/")
        if not path.is_file():
            raise NotFound
        return FileResponse(path, headers={"Cache-Control": "public, max-age=86400"}, media_type=ROOT_FILES[address])


class _PageElse:
    """Where no route matched: our page, with status 404, for a browser that opens an address; others as before."""

    def __init__(self, web_app: _WebApp, otherwise: ASGIApp) -> None:
        self._web_app, self._otherwise = web_app, otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _opens_a_page(scope):
            await self._web_app.page(Request(scope), HTTPStatus.NOT_FOUND)(scope, receive, send)
        else:
            await self._otherwise(scope, receive, send)


def _opens_a_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    first = "/" + scope["path"].removeprefix("/").partition("/")[0]  # the path of `GET *` has no slash
    return first not in _API_PATHS and "text/html" in Headers(scope=scope).get("accept", "")


def _accepted(header: str) -> set[str]:
    """Codings of an Accept-Encoding (RFC 9110 §12.5.3) that are not refused with `q=0`."""
    accepted = set()
    for item in header.lower().split(","):
        coding, _, quality = item.partition(";")
        if not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", quality):
            accepted.add(coding.strip())
    return accepted


def _smallest(path: Path, accepted: set[str]) -> tuple[Path, dict[str, str]]:
    for coding, ending in _ENCODINGS:
        packed = path.with_name(path.name + ending)
        if coding in accepted and packed.is_file():
            return packed, {"Content-Encoding": coding}
    return path, {}


def _not_built(request: Request) -> Response:
    language = preferred_language(request.headers.get("accept-language", ""))
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Retry-After": "60"}
    return PlainTextResponse(_NOT_BUILT.in_language(language, {}), HTTPStatus.SERVICE_UNAVAILABLE, headers)
