"""Colleagues in a person's account, and phones that were paired with it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import passwords, proof_of_identity
from ocrwtf.users import service as users_service
from ocrwtf.users.models import Role, User
from ocrwtf.users.people import invitations, pairing
from tests.integration.conftest import Person

PASSWORD = "rahasia-rekan"


@pytest.fixture(autouse=True)
def fresh_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests call from one address."""
    monkeypatch.setattr(invitations, "_by_address", Throttle(amount=50, per_seconds=300))
    monkeypatch.setattr(pairing, "_by_address", Throttle(amount=50, per_seconds=300))
    monkeypatch.setattr(proof_of_identity, "_guesses", Throttle(amount=10, per_seconds=300))


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def new_colleague(person: Person, password_hash: str) -> Callable[[Role], Person]:
    """Somebody else in the person's account."""

    def make(role: Role) -> Person:
        name = f"rekan-{uuid4().hex[:12]}"
        row = {"account_id": person.account_id, "role": role, "email": f"{name}@contoh.id", "username": name}
        with database.transaction(person.account_id) as session:
            user = User(**row, password_hash=password_hash)
            session.add(user)
            session.flush()
        login = users_service.open_session(user.account_id, user.id)
        headers = {"Authorization": f"Bearer {login.access_token}", "Accept-Language": "en"}
        return Person(user.account_id, user.id, f"{name}@contoh.id", PASSWORD, headers, login.session_token)

    return make


@pytest.fixture
def invite(client: TestClient, person: Person) -> Callable[..., dict[str, Any]]:
    """The answer to a new invitation of the person, with its `token`."""

    def make(role: str = "staff", **wanted: str) -> dict[str, Any]:
        answer = client.post("/api/invitations", json={"role": role, **wanted}, headers=person.headers)
        answer.raise_for_status()
        made: dict[str, Any] = answer.json()
        return made | {"token": made["link"].partition("#undangan=")[2]}

    return make


@pytest.fixture
def accept(client: TestClient) -> Callable[..., Any]:
    def post(token: str, **said: str) -> Any:
        body = {"token": token, "username": f"baru-{uuid4().hex[:12]}", "password": PASSWORD, **said}
        answer = client.post("/api/auth/invitation/accept", json=body)
        client.cookies.clear()  # all tests share the client
        return answer

    return post


@pytest.fixture
def new_pairing(client: TestClient, person: Person) -> Callable[[], dict[str, Any]]:
    """The answer to a new pairing of the person, with its `token`."""

    def make() -> dict[str, Any]:
        answer = client.post("/api/phones/pairings", headers=person.headers)
        answer.raise_for_status()
        made: dict[str, Any] = answer.json()
        return made | {"token": made["link"].partition("#pasang=")[2]}

    return make


@pytest.fixture
def pair(client: TestClient) -> Callable[..., Any]:
    def post(token: str, name: str = "HP Sutrisno") -> Any:
        answer = client.post("/api/auth/pairing/accept", json={"token": token, "name": name})
        client.cookies.clear()  # all tests share the client
        return answer

    return post


@pytest.fixture
def phone(new_pairing: Callable[[], dict[str, Any]], pair: Callable[..., Any]) -> dict[str, str]:
    """Headers of a phone that was paired with the person's account."""
    return {"Authorization": f"Bearer {pair(new_pairing()['token']).json()['accessToken']}"}
