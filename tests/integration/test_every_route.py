"""Every route, as somebody else and as nobody: a route that is missing from the matrix fails."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.limits import KEPT
from ocrwtf.conversions.made import made_files
from ocrwtf.conversions.models import Conversion, ConversionStatus, Variant
from ocrwtf.core import database, storage
from ocrwtf.core.database import transaction
from ocrwtf.core.http import web_app
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Bytes
from ocrwtf.main import create_app
from ocrwtf.retention import receipts
from ocrwtf.retention.models import Deletion, DeletionKind
from ocrwtf.scans import jobs
from ocrwtf.users.identity_models import Identity
from tests.integration.conftest import Person, changed_settings
from tests.integration.documents import picture, text_pdf

OPEN = {
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/config"),
    ("POST", "/api/auth/first-run"),
    ("POST", "/api/auth/register"),
    ("POST", "/api/auth/login"),
    ("POST", "/api/auth/refresh"),
    ("POST", "/api/auth/password/forgot"),
    ("POST", "/api/auth/password/reset"),
    ("POST", "/api/auth/email/verify"),
    ("GET", "/api/auth/session"),
    ("GET", "/api/receipts/{token}"),
    ("POST", "/api/receipts/check"),
    ("GET", "/api/reviews/list"),
    ("POST", "/api/auth/invitation"),
    ("POST", "/api/auth/invitation/accept"),
    ("POST", "/api/auth/pairing"),
    ("POST", "/api/auth/pairing/accept"),
    ("GET", "/api/auth/google"),
    ("GET", "/api/auth/google/callback"),
    ("GET", "/api/auth/oidc"),
    ("GET", "/api/auth/oidc/callback"),
}
"""Whoever asks gets an answer."""

OPERATORS = {("GET", "/metrics")}
"""For this machine or a token; `limits/test_api.py` lets nobody else see them."""

SCHEDULES = {("POST", "/api/cleanup/daily-credit-reset"), ("POST", "/api/cleanup/monthly-cleanup")}
"""For who has the secret; `retention/test_schedules.py` lets nobody else run them."""

OWN = {
    ("GET", "/api/users/me"),
    ("PATCH", "/api/users/me"),
    ("POST", "/api/users/me/email"),
    ("POST", "/api/users/me/email/verification"),
    ("POST", "/api/users/me/password"),
    ("GET", "/api/api-keys"),
    ("POST", "/api/api-keys"),
    ("GET", "/api/security-log"),
    ("GET", "/api/security-log.csv"),
    ("GET", "/api/auth/sessions"),
    ("DELETE", "/api/auth/sessions"),
    ("GET", "/api/auth/identities"),
    ("POST", "/api/auth/identities"),
    ("POST", "/api/auth/logout"),
    ("GET", "/api/people"),
    ("POST", "/api/people/leave"),
    ("GET", "/api/invitations"),
    ("POST", "/api/invitations"),
    ("GET", "/api/phones"),
    ("POST", "/api/phones/pairings"),
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
    ("GET", "/api/conversions"),
    ("POST", "/api/conversions"),
    ("POST", "/api/conversions/outlines"),
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
    ("GET", "/api/webhooks"),
    ("POST", "/api/upload"),
    ("GET", "/api/files"),
    ("POST", "/api/credits/quote"),
    ("POST", "/api/webhooks"),
}
"""No id in it: every caller gets or makes own things."""

ABOUT = {("POST", "/api/people/transfer")}
"""Names somebody in its body; `users/people/test_owners.py` hands nothing to somebody of another account."""

SIGNED = {("GET", "/api/conversions/{conversion_id}/shared")}
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
    ("GET", "/api/scans/{scan_id}/links"),
    ("DELETE", "/api/scans/{scan_id}/links/{link_id}"),
    ("POST", "/api/scans/{scan_id}/fields"),
    ("POST", "/api/scans/{scan_id}/cancel"),
    ("POST", "/api/scans/{scan_id}/retry"),
    ("DELETE", "/api/scans/{scan_id}"),
    ("GET", "/api/conversions/{conversion_id}"),
    ("GET", "/api/conversions/{conversion_id}/file"),
    ("GET", "/api/conversions/{conversion_id}/original"),
    ("GET", "/api/conversions/{conversion_id}/pages/{number}.webp"),
    ("POST", "/api/conversions/{conversion_id}/links"),
    ("POST", "/api/conversions/{conversion_id}/cancel"),
    ("DELETE", "/api/conversions/{conversion_id}"),
    ("PUT", "/api/scans/{scan_id}/hold"),
    ("DELETE", "/api/scans/{scan_id}/hold"),
    ("GET", "/api/cleanup/receipts/{deletion_id}"),
    ("DELETE", "/api/auth/sessions/{session_id}"),
    ("DELETE", "/api/api-keys/{key_id}"),
    ("DELETE", "/api/auth/identities/{identity_id}"),
    ("DELETE", "/api/field-memory/{remembered_id}"),
    ("PATCH", "/api/people/{user_id}"),
    ("DELETE", "/api/people/{user_id}"),
    ("DELETE", "/api/people/{user_id}/sessions"),
    ("DELETE", "/api/invitations/{invitation_id}"),
    ("DELETE", "/api/phones/{phone_id}"),
    ("GET", "/api/phones/pairings/{pairing_id}"),
    ("DELETE", "/api/phones/pairings/{pairing_id}"),
    ("GET", "/api/webhooks/{webhook_id}"),
    ("GET", "/api/files/{file_id}"),
    ("DELETE", "/api/files/{file_id}"),
    ("PATCH", "/api/webhooks/{webhook_id}"),
    ("DELETE", "/api/webhooks/{webhook_id}"),
    ("POST", "/api/webhooks/{webhook_id}/secret"),
    ("POST", "/api/webhooks/{webhook_id}/test"),
    ("POST", "/api/webhooks/{webhook_id}/replay"),
    ("GET", "/api/webhooks/{webhook_id}/deliveries"),
    ("GET", "/api/webhooks/{webhook_id}/deliveries/{delivery_id}"),
    ("POST", "/api/webhooks/{webhook_id}/deliveries/{delivery_id}/replay"),
}
"""Names something of an account: somebody else's is 404."""

WEB_APP = {*web_app.PAGES, web_app.ASSETS, web_app.API_DOCS, *web_app.ROOT_FILES}
"""The web application itself: the same files for whoever asks, so the API's description leaves them out."""

BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("PATCH", "/api/scans/{scan_id}"): {"version": 3, "recipientName": "Pak Budi"},
    ("POST", "/api/scans/{scan_id}/links"): {"what": "original"},
    ("PATCH", "/api/people/{user_id}"): {"isActive": True},
    ("POST", "/api/conversions/{conversion_id}/links"): {},
    ("PATCH", "/api/webhooks/{webhook_id}"): {"description": "ERP"},
    ("POST", "/api/webhooks/{webhook_id}/replay"): {"since": "2026-01-01T00:00:00Z"},
    ("POST", "/api/webhooks/{webhook_id}/secret"): {},
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
    """What the victim has: a read scan with its file and page, what is remembered of it, a conversion, a session and a
    key.
    """
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
    invitation = client.post("/api/invitations", json={"role": "staff"}, headers=victim.headers).json()
    pairing = client.post("/api/phones/pairings", headers=victim.headers).json()
    token = pairing["link"].partition("=")[2]
    client.post("/api/auth/pairing/accept", json={"token": token, "name": "HP"}).raise_for_status()
    client.cookies.clear()  # all tests share the client
    (phone,) = client.get("/api/phones", headers=victim.headers).json()["items"]
    wanted = {"what": "original"}
    link = client.post(f"/api/scans/{scan['id']}/links", json=wanted, headers=victim.headers).json()
    hook = client.post("/api/webhooks", json={"url": "https://erp.contoh.id/"}, headers=victim.headers).json()[
        "webhook"
    ]
    told = client.post(f"/api/webhooks/{hook['id']}/test", headers=victim.headers).json()
    kept = client.post("/api/upload", files=[("file", ("logo.png", picture("LOGO")))], headers=victim.headers).json()
    return {
        "file_id": kept["id"],
        "webhook_id": hook["id"],
        "delivery_id": told["id"],
        "user_id": str(victim.user_id),
        "invitation_id": invitation["id"],
        "pairing_id": pairing["id"],
        "phone_id": phone["id"],
        "scan_id": scan["id"],
        "link_id": link["id"],
        "conversion_id": str(converted(victim.account_id)),
        "number": "1",
        "form": "xlsx",
        "session_id": session["id"],
        "remembered_id": remembered["id"],
        "key_id": key["id"],
        "identity_id": str(identity_of(victim)),
        "deletion_id": deletion(victim),
    }


def identity_of(person: Person) -> UUID:
    identity = Identity(account_id=person.account_id, user_id=person.user_id, issuer="x", subject=str(person.user_id))
    with database.transaction(person.account_id) as session:
        session.add(identity)
    return identity.id


def converted(account_id: UUID) -> UUID:
    """A conversion that has ended, as its rows: no LibreOffice is needed for who may see it."""
    with transaction(account_id) as session, made_files() as made:
        made.put(Variant.SLIDES, b"%PDF-rahasia")
        made.put_picture(1, b"RIFF")
        key = storage.new_key()
        storage.put(key, b"PK")
        now = datetime.now(UTC)
        conversion = Conversion(
            account_id=account_id,
            file_id=files_service.add(session, account_id, key, Bytes(b"x" * 32, 2, "application/zip")),
            kind=DeckKind.PPTX,
            filename="rahasia.pptx",
            size_bytes=2,
            slide_count=1,
            status=ConversionStatus.COMPLETED,
            expires_at=now + KEPT,
        )
        session.add(conversion)
        session.flush()
        made.keep(session, conversion)
        return conversion.id


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
    assert documented_routes() == OPEN | OPERATORS | SCHEDULES | OWN | BY_ID | ABOUT | SIGNED


def test_every_route_that_serves_is_documented() -> None:
    served = {route.path for route in create_app().routes if hasattr(route, "path")}
    assert served - WEB_APP <= {path for _, path in documented_routes()} | SOCKETS


@pytest.mark.parametrize(("method", "path"), sorted(BY_ID))
def test_somebody_elses_thing_is_not_found(
    client: TestClient, person: Person, ids: dict[str, str], method: str, path: str
) -> None:
    answer = client.request(method, path.format(**ids), headers=person.headers, json=BODIES.get((method, path)))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(("method", "path"), sorted(BY_ID | OWN | ABOUT))
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
    nonsense = re.sub(r"\{\w+\}", "-1", path)
    assert client.request(method, nonsense, headers=person.headers).status_code == 404


def test_the_list_of_somebody_else_is_empty(client: TestClient, person: Person, ids: dict[str, str]) -> None:
    assert ids
    assert client.get("/api/scans", headers=person.headers).json()["items"] == []
    assert client.get("/api/conversions", headers=person.headers).json()["items"] == []


def test_the_owner_still_has_everything_after_the_attempts(
    client: TestClient, victim: Person, ids: dict[str, str]
) -> None:
    reads = [(method, path) for method, path in sorted(BY_ID) if method == "GET"]
    codes = {client.request(method, path.format(**ids), headers=victim.headers).status_code for method, path in reads}
    assert codes == {200}
