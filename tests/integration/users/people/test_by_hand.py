"""What the owner of the machine does to people by the command line takes what an owner's click takes."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.users import refresh, service
from ocrwtf.users.people import by_hand
from ocrwtf.users.problems import WrongCredentials
from tests.integration.conftest import Person

Made = Callable[..., dict[str, Any]]


def block(person: Person) -> None:
    with database.transaction() as session:
        assert by_hand.set_active(session, person.email, active=False)


def test_what_a_blocked_owner_has_handed_out_opens_nothing_any_more(
    client: TestClient, person: Person, invite: Made, new_pairing: Made
) -> None:
    made = {"/api/auth/invitation": invite("staff")["token"], "/api/auth/pairing": new_pairing()["token"]}
    seen = [client.post(path, json={"token": token}).status_code for path, token in made.items()]
    block(person)
    assert (seen, [client.post(path, json={"token": token}).status_code for path, token in made.items()]) == (
        [200, 200],
        [403, 403],
    )


def test_who_is_blocked_opens_no_session_without_a_password_either(person: Person) -> None:
    block(person)
    with pytest.raises(WrongCredentials):
        service.open_session(person.account_id, person.user_id)


def test_a_session_that_is_being_opened_ends_with_the_others(
    client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one without a password, by a provider or a phone's code, while the user is blocked."""
    blocking = threading.Thread(target=lambda: block(person))
    first = refresh.first

    def meanwhile(session: Any, login: Any) -> str:
        blocking.start()
        while blocking.is_alive() and not session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            blocking.join(0.02)
        assert blocking.is_alive()
        return first(session, login)

    monkeypatch.setattr(refresh, "first", meanwhile)
    login = service.open_session(person.account_id, person.user_id, refreshable=True)
    blocking.join(timeout=30)
    bearer = {"Authorization": f"Bearer {login.access_token}"}
    assert client.get("/api/users/me", headers=bearer).status_code == 401
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT FROM sessions")).all() == []
