"""Tries are counted over the network where Redis is: nobody holds a connection or a lock meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import QueuePool

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users import addresses
from ocrwtf.users.letter_problems import EmailNotVerified
from tests.integration.conftest import Person, changed_settings
from tests.integration.mailbox import Mailbox


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many connections were taken at each try that was counted."""
    hit, taken = Throttle.hit, []
    pool = database._engines[-1].pool
    assert isinstance(pool, QueuePool)

    def looked(throttle: Throttle, *key: str) -> None:
        taken.append(pool.checkedout())
        hit(throttle, *key)

    monkeypatch.setattr(Throttle, "hit", looked)
    return taken


def invite(client: TestClient, person: Person) -> Any:
    body = {"role": "staff", "email": f"baru-{person.email}"}
    return client.post("/api/invitations", json=body, headers=person.headers)


def rename(client: TestClient, person: Person) -> Any:
    return client.patch("/api/users/me", json={"username": f"nama-{person.user_id.hex[-12:]}"}, headers=person.headers)


def ask_for_proof(client: TestClient, person: Person) -> Any:
    return client.post("/api/users/me/email/verification", headers=person.headers)


@pytest.mark.usefixtures("box")
@pytest.mark.parametrize("ask", [invite, rename, ask_for_proof])
def test_a_request_is_counted_before_its_transaction(
    client: TestClient, person: Person, held: list[int], ask: Callable[[TestClient, Person], Any]
) -> None:
    assert ask(client, person).is_success
    assert set(held) == {0}


def test_a_letter_for_who_may_not_log_in_yet_is_counted_before_its_transaction(
    person: Person, box: Mailbox, held: list[int]
) -> None:
    assert box
    with changed_settings(REGISTRATION="verified"), pytest.raises(EmailNotVerified):
        addresses.require_verified(person.account_id, person.user_id)
    assert held == [0]
