"""Every route says who of an account may: owner, staff, a driver's phone. A route that says nothing fails."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.users import service as users_service
from ocrwtf.users.models import Role, User
from tests.integration.conftest import Person
from tests.integration.test_every_route import OPEN, OPERATORS, SCHEDULES, SIGNED, documented_routes

EVERYBODY = {
    ("GET", "/api/users/me"),
    ("PATCH", "/api/users/me"),
    ("POST", "/api/users/me/email/verification"),
    ("POST", "/api/auth/logout"),
    ("GET", "/api/events"),
    ("POST", "/api/scans/upload"),
    ("POST", "/api/upload"),
    ("GET", "/api/files"),
    ("GET", "/api/files/{file_id}"),
    ("GET", "/api/scans"),
    ("GET", "/api/scans/counts"),
    ("GET", "/api/scans/{scan_id}"),
    ("GET", "/api/scans/{scan_id}/text"),
    ("GET", "/api/scans/{scan_id}/original"),
    ("GET", "/api/scans/{scan_id}/document.pdf"),
    ("GET", "/api/scans/{scan_id}/export.{form}"),
    ("GET", "/api/scans/{scan_id}/pages/{number}.webp"),
}
"""Also a driver's phone: of captures its own alone (`users/test_roles.py`)."""

PEOPLE = {
    ("POST", "/api/people/leave"),
    ("POST", "/api/users/me/email"),
    ("POST", "/api/users/me/password"),
}
"""Whoever is a person, a driver too; a phone cannot prove who holds it."""

STAFF = {
    ("GET", "/api/auth/sessions"),
    ("DELETE", "/api/auth/sessions"),
    ("DELETE", "/api/auth/sessions/{session_id}"),
    ("GET", "/api/phones"),
    ("DELETE", "/api/phones/{phone_id}"),
    ("POST", "/api/phones/pairings"),
    ("GET", "/api/phones/pairings/{pairing_id}"),
    ("DELETE", "/api/phones/pairings/{pairing_id}"),
    ("GET", "/api/credits"),
    ("GET", "/api/credits/history"),
    ("POST", "/api/credits/quote"),
    ("DELETE", "/api/files/{file_id}"),
    ("POST", "/api/scans/bulk"),
    ("PATCH", "/api/scans/{scan_id}"),
    ("GET", "/api/scans/{scan_id}/history"),
    ("POST", "/api/scans/{scan_id}/links"),
    ("POST", "/api/scans/{scan_id}/cancel"),
    ("POST", "/api/scans/{scan_id}/retry"),
    ("DELETE", "/api/scans/{scan_id}"),
    ("GET", "/api/dashboard/stats"),
    ("GET", "/api/dashboard/weekly-activity"),
    ("GET", "/api/field-memory"),
    ("DELETE", "/api/field-memory/{remembered_id}"),
    ("GET", "/api/scans/{scan_id}/links"),
    ("DELETE", "/api/scans/{scan_id}/links/{link_id}"),
    ("POST", "/api/scans/{scan_id}/fields"),
    ("GET", "/api/auth/identities"),
    ("POST", "/api/auth/identities"),
    ("DELETE", "/api/auth/identities/{identity_id}"),
    ("POST", "/api/reviews/submit"),
    ("GET", "/api/reviews/mine"),
    ("DELETE", "/api/reviews/mine"),
    ("GET", "/api/conversions"),
    ("POST", "/api/conversions"),
    ("POST", "/api/conversions/outlines"),
    ("GET", "/api/conversions/{conversion_id}"),
    ("GET", "/api/conversions/{conversion_id}/file"),
    ("GET", "/api/conversions/{conversion_id}/original"),
    ("GET", "/api/conversions/{conversion_id}/pages/{number}.webp"),
    ("POST", "/api/conversions/{conversion_id}/links"),
    ("POST", "/api/conversions/{conversion_id}/cancel"),
    ("DELETE", "/api/conversions/{conversion_id}"),
}
"""Owner and staff."""

OWNER = {
    ("GET", "/api/people"),
    ("PATCH", "/api/people/{user_id}"),
    ("DELETE", "/api/people/{user_id}"),
    ("DELETE", "/api/people/{user_id}/sessions"),
    ("POST", "/api/people/transfer"),
    ("GET", "/api/invitations"),
    ("POST", "/api/invitations"),
    ("DELETE", "/api/invitations/{invitation_id}"),
    ("GET", "/api/api-keys"),
    ("POST", "/api/api-keys"),
    ("DELETE", "/api/api-keys/{key_id}"),
    ("PATCH", "/api/field-memory"),
    ("DELETE", "/api/field-memory"),
    ("GET", "/api/security-log"),
    ("GET", "/api/security-log.csv"),
    ("GET", "/api/archive"),
    ("POST", "/api/archive"),
    ("DELETE", "/api/archive"),
    ("GET", "/api/archive/download"),
    ("GET", "/api/cleanup/preview"),
    ("POST", "/api/cleanup/execute"),
    ("GET", "/api/cleanup/receipts"),
    ("GET", "/api/cleanup/receipts/{deletion_id}"),
    ("PUT", "/api/scans/{scan_id}/hold"),
    ("DELETE", "/api/scans/{scan_id}/hold"),
    ("DELETE", "/api/users/delete-account"),
    ("GET", "/api/webhooks"),
    ("POST", "/api/webhooks"),
    ("GET", "/api/webhooks/{webhook_id}"),
    ("PATCH", "/api/webhooks/{webhook_id}"),
    ("DELETE", "/api/webhooks/{webhook_id}"),
    ("POST", "/api/webhooks/{webhook_id}/secret"),
    ("POST", "/api/webhooks/{webhook_id}/test"),
    ("POST", "/api/webhooks/{webhook_id}/replay"),
    ("GET", "/api/webhooks/{webhook_id}/deliveries"),
    ("GET", "/api/webhooks/{webhook_id}/deliveries/{delivery_id}"),
    ("POST", "/api/webhooks/{webhook_id}/deliveries/{delivery_id}/replay"),
}

BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("PATCH", "/api/scans/{scan_id}"): {"version": 1, "recipientName": "x"},
    ("POST", "/api/scans/bulk"): {"action": "delete", "ids": [str(UUID(int=0))]},
    ("POST", "/api/scans/{scan_id}/links"): {"what": "original"},
    ("PATCH", "/api/people/{user_id}"): {"isActive": True},
    ("POST", "/api/people/transfer"): {"userId": str(UUID(int=0))},
    ("POST", "/api/invitations"): {"role": "staff"},
    ("POST", "/api/api-keys"): {"name": "x", "scopes": ["read"]},
    ("PATCH", "/api/field-memory"): {"enabled": True},
    ("POST", "/api/auth/identities"): {"provider": "google"},
    ("POST", "/api/reviews/submit"): {"rating": 5, "text": "x"},
    ("POST", "/api/conversions/{conversion_id}/links"): {},
    ("POST", "/api/credits/quote"): {"items": [{"job": "scan", "count": 1}]},
    ("POST", "/api/webhooks"): {"url": "https://erp.contoh.id/"},
    ("PATCH", "/api/webhooks/{webhook_id}"): {"description": "x"},
    ("POST", "/api/webhooks/{webhook_id}/replay"): {"since": "2026-01-01T00:00:00Z"},
    ("POST", "/api/webhooks/{webhook_id}/secret"): {},
    ("DELETE", "/api/users/delete-account"): {"username": "x", "password": "x"},
    ("POST", "/api/people/leave"): {},
    ("POST", "/api/users/me/email"): {"email": "hp@contoh.id", "password": "x"},
    ("POST", "/api/users/me/password"): {"oldPassword": "x", "newPassword": "kuda-nil-biru"},
}
"""So that it is the role that refuses."""


@pytest.fixture(scope="module")
def owner(new_person: Callable[[], Person]) -> Person:
    return new_person()


@pytest.fixture(scope="module")
def phone(client: TestClient, owner: Person) -> dict[str, str]:
    link = client.post("/api/phones/pairings", headers=owner.headers).json()["link"]
    body = {"token": link.partition("=")[2], "name": "HP Sutrisno"}
    token = client.post("/api/auth/pairing/accept", json=body).json()["accessToken"]
    client.cookies.clear()  # all tests share the client
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def staff(owner: Person) -> dict[str, str]:
    name = f"staf-{owner.user_id.hex[-12:]}"
    with database.transaction(owner.account_id) as session:
        user = User(account_id=owner.account_id, role=Role.STAFF, username=name)
        session.add(user)
    login = users_service.open_session(user.account_id, user.id)
    return {"Authorization": f"Bearer {login.access_token}"}


def ask(client: TestClient, headers: dict[str, str], method: str, path: str) -> tuple[int, str | None]:
    """Of nobody's things: who may gets as far as that there is nothing."""
    filled = re.sub(r"\{\w+_id\}", str(UUID(int=0)), path).format(number="1", form="xlsx")
    answer = client.request(method, filled, headers=headers, json=BODIES.get((method, path)))
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    return answer.status_code, answer.json()["type"] if is_problem else None


REFUSED = (403, "/problems/not-allowed")


def test_every_route_says_who_may() -> None:
    groups = (OPEN, OPERATORS, SCHEDULES, SIGNED, EVERYBODY, PEOPLE, STAFF, OWNER)
    assert documented_routes() == set().union(*groups)
    assert len(documented_routes()) == sum(map(len, groups))


@pytest.mark.parametrize(("method", "path"), sorted(PEOPLE | STAFF | OWNER))
def test_a_phone_may_not(client: TestClient, phone: dict[str, str], method: str, path: str) -> None:
    assert ask(client, phone, method, path) == REFUSED


@pytest.mark.parametrize(("method", "path"), sorted(OWNER))
def test_staff_may_not(client: TestClient, staff: dict[str, str], method: str, path: str) -> None:
    assert ask(client, staff, method, path) == REFUSED


@pytest.mark.parametrize(("method", "path"), sorted(STAFF))
def test_staff_may(client: TestClient, staff: dict[str, str], method: str, path: str) -> None:
    assert ask(client, staff, method, path) != REFUSED


@pytest.mark.parametrize(("method", "path"), sorted(EVERYBODY - {("POST", "/api/auth/logout"), ("GET", "/api/events")}))
def test_a_phone_may(client: TestClient, phone: dict[str, str], method: str, path: str) -> None:
    assert ask(client, phone, method, path)[0] != 403


def test_a_phone_logs_out(client: TestClient, owner: Person) -> None:
    link = client.post("/api/phones/pairings", headers=owner.headers).json()["link"]
    body = {"token": link.partition("=")[2], "name": "HP Joko"}
    token = client.post("/api/auth/pairing/accept", json=body).json()["accessToken"]
    client.cookies.clear()  # all tests share the client
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/auth/logout", headers=headers).status_code == 204
    assert client.get("/api/users/me", headers=headers).status_code == 401
    with database.transaction(owner.account_id) as session:
        assert session.scalar(text("SELECT count(*) FROM users WHERE is_phone AND display_name = 'HP Joko'")) == 1
