"""Every route, as somebody else and as nobody: a route that is missing from the matrix fails."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import database
from ocrwtf.core.http import web_app
from ocrwtf.main import create_app
from ocrwtf.retention import receipts
from ocrwtf.retention.models import Deletion, DeletionKind
from ocrwtf.scans import jobs
from tests.integration.conftest import Person, changed_settings
from tests.integration.documents import text_pdf

OPEN = {
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/config"),
    ("POST", "/api/auth/first-run"),
    ("POST", "/api/auth/register"),
    ("POST", "/api/auth/login"),
    ("POST", "/api/auth/refresh"),
    ("GET", "/api/auth/session"),
    ("GET", "/api/receipts/{token}"),
    ("POST", "/api/receipts/check"),
    ("GET", "/api/reviews/list"),
}
"""Whoever asks gets an answer."""

OPERATORS = {("GET", "/metrics")}
"""For this machine or a token; `limits/test_api.py` lets nobody else see them."""

SCHEDULES = {("POST", "/api/cleanup/daily-credit-reset"), ("POST", "/api/cleanup/monthly-cleanup")}
"""For who has the secret; `retention/test_schedules.py` lets nobody else run them."""

OWN = {
    ("GET", "/api/users/me"),
    ("PATCH", "/api/users/me"),
    ("GET", "/api/api-keys"),
    ("POST", "/api/api-keys"),
    ("GET", "/api/auth/sessions"),
    ("DELETE", "/api/auth/sessions"),
    ("POST", "/api/auth/logout"),
    ("GET", "/api/credits"),
    ("GET", "/api/credits/history"),
    ("GET", "/api/dashboard/stats"),
    ("POST", "/api/reviews/submit"),
    ("GET", "/api/reviews/mine"),
    ("DELETE", "/api/reviews/mine"),
    ("GET", "/api/dashboard/weekly-activity"),
    ("GET", "/api/scans"),
    ("GET", "/api/events"),
    ("POST", "/api/scans/upload"),
    ("GET", "/api/scans/counts"),
    ("POST", "/api/scans/bulk"),
    ("GET", "/api/field-memory"),
    ("PATCH", "/api/field-memory"),
    ("DELETE", "/api/field-memory"),
    ("GET", "/api/cleanup/preview"),
    ("POST", "/api/cleanup/execute"),
    ("GET", "/api/cleanup/receipts"),
    ("GET", "/api/archive"),
    ("POST", "/api/archive"),
    ("DELETE", "/api/archive"),
    ("GET", "/api/archive/download"),
    ("DELETE", "/api/users/delete-account"),
}
"""No id in it: every caller gets or makes own things."""

SIGNED = {("GET", "/api/files/{scan_id}")}
"""Opened by whoever has the whole address; without its signature there is nothing, whoever asks."""

SOCKETS = {"/ws"}
"""WebSockets, which OpenAPI does not know; `events/test_socket.py` lets nobody in."""

BY_ID = {
    ("GET", "/api/scans/{scan_id}"),
    ("PATCH", "/api/scans/{scan_id}"),
    ("GET", "/api/scans/{scan_id}/history"),
    ("GET", "/api/scans/{scan_id}/text"),
    ("GET", "/api/scans/{scan_id}/original"),
    ("GET", "/api/scans/{scan_id}/document.pdf"),
    ("GET", "/api/scans/{scan_id}/export.{form}"),
    ("GET", "/api/scans/{scan_id}/pages/{number}.webp"),
    ("POST", "/api/scans/{scan_id}/links"),
    ("POST", "/api/scans/{scan_id}/cancel"),
    ("POST", "/api/scans/{scan_id}/retry"),
    ("DELETE", "/api/scans/{scan_id}"),
    ("PUT", "/api/scans/{scan_id}/hold"),
    ("DELETE", "/api/scans/{scan_id}/hold"),
    ("GET", "/api/cleanup/receipts/{deletion_id}"),
    ("DELETE", "/api/auth/sessions/{session_id}"),
    ("DELETE", "/api/api-keys/{key_id}"),
    ("DELETE", "/api/field-memory/{remembered_id}"),
}
"""Names something of an account: somebody else's is 404."""

WEB_APP = {*web_app.PAGES, web_app.ASSETS, web_app.API_DOCS, *web_app.ROOT_FILES}
"""The web application itself: the same files for whoever asks, so the API's description leaves them out."""

BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("PATCH", "/api/scans/{scan_id}"): {"version": 3, "recipientName": "Pak Budi"},
    ("POST", "/api/scans/{scan_id}/links"): {"what": "original"},
}
"""What would be answered with 200, were it the caller's own."""


def documented_routes() -> set[tuple[str, str]]:
    paths: dict[str, Any] = create_app().openapi()["paths"]
    found = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    return found | {("GET", "/api/openapi.json")}


@pytest.fixture(scope="module")
def victim(new_person: Callable[[], Person]) -> Person:
    return new_person()


@pytest.fixture(scope="module")
def ids(client: TestClient, victim: Person) -> dict[str, str]:
    """What the victim has: a read scan with its file and page, what is remembered of it, a session and a key."""
    files = [("file", ("surat.pdf", text_pdf("Rahasia dagang")))]
    scan = client.post("/api/scans/upload", files=files, headers=victim.headers).json()["items"][0]
    with changed_settings(OCR_PROCESSES="1"), jobs.reading_processes():
        jobs.read_scan.func(None, account_id=str(victim.account_id), scan_id=scan["id"], attempt=1)
    words = [{"page": 1, "line": 0, "word": word} for word in (0, 1)]
    seller = {"version": 2, "fields": [{"name": "seller_name", "value": "Rahasia dagang", "words": words}]}
    client.patch(f"/api/scans/{scan['id']}", json=seller, headers=victim.headers).raise_for_status()
    (remembered,) = client.get("/api/field-memory", headers=victim.headers).json()["items"]
    session = client.get("/api/auth/sessions", headers=victim.headers).json()["items"][0]
    wanted = {"name": "ERP", "scopes": ["read"]}
    key = client.post("/api/api-keys", json=wanted, headers=victim.headers).json()
    return {
        "scan_id": scan["id"],
        "number": "1",
        "form": "xlsx",
        "session_id": session["id"],
        "remembered_id": remembered["id"],
        "key_id": key["id"],
        "deletion_id": deletion(victim),
    }


def deletion(victim: Person) -> str:
    """A clean-up of long ago."""
    with database.transaction(victim.account_id) as session:
        at = datetime.now(UTC)
        row = Deletion(account_id=victim.account_id, kind=DeletionKind.CYCLE, due_at=at, started_at=at, finished_at=at)
        session.add(row)
        session.flush()
        row.receipt = receipts.made(row, {})
        return str(row.id)


def test_every_route_is_in_the_matrix() -> None:
    assert documented_routes() == OPEN | OPERATORS | SCHEDULES | OWN | BY_ID | SIGNED


def test_every_route_that_serves_is_documented() -> None:
    served = {route.path for route in create_app().routes if hasattr(route, "path")}
    assert served - WEB_APP <= {path for _, path in documented_routes()} | SOCKETS


@pytest.mark.parametrize(("method", "path"), sorted(BY_ID))
def test_somebody_elses_thing_is_not_found(
    client: TestClient, person: Person, ids: dict[str, str], method: str, path: str
) -> None:
    answer = client.request(method, path.format(**ids), headers=person.headers, json=BODIES.get((method, path)))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(("method", "path"), sorted(BY_ID | OWN))
def test_nobody_gets_401(client: TestClient, ids: dict[str, str], method: str, path: str) -> None:
    answer = client.request(method, path.format(**ids))
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-authenticated")


@pytest.mark.parametrize(("method", "path"), sorted(SIGNED))
def test_without_a_signature_nobody_finds_anything(
    client: TestClient, victim: Person, ids: dict[str, str], method: str, path: str
) -> None:
    for headers in ({}, victim.headers):
        answer = client.request(method, path.format(**ids), headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/link-over")


@pytest.mark.parametrize(("method", "path"), sorted(BY_ID))
def test_an_id_that_is_none_is_not_found(client: TestClient, person: Person, method: str, path: str) -> None:
    nonsense = path.format(
        scan_id="1", number="-1", form="exe", session_id="1", remembered_id="1", key_id="1", deletion_id="1"
    )
    assert client.request(method, nonsense, headers=person.headers).status_code == 404


def test_the_list_of_somebody_else_is_empty(client: TestClient, person: Person, ids: dict[str, str]) -> None:
    assert ids
    assert client.get("/api/scans", headers=person.headers).json()["items"] == []


def test_the_owner_still_has_everything_after_the_attempts(
    client: TestClient, victim: Person, ids: dict[str, str]
) -> None:
    reads = [(method, path) for method, path in sorted(BY_ID) if method == "GET"]
    codes = {client.request(method, path.format(**ids), headers=victim.headers).status_code for method, path in reads}
    assert codes == {200}
