"""Two requests about one scan at the same moment: each gets an answer that is true."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.scans import service
from ocrwtf.scans.models import Scan
from ocrwtf.users.models import Role
from ocrwtf.users.service import Caller
from tests.integration.conftest import Person, credits_of
from tests.integration.documents import picture

Meanwhile = Callable[[Callable[[], None]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Something happens once, right before the next request locks its scan, whatever it has seen of it by then."""

    def arrange(happens: Callable[[], None]) -> None:
        real = service._row

        def be_overtaken_then_lock(*arguments: Any, locked: bool = False) -> Scan:
            if locked:
                monkeypatch.setattr(service, "_row", real)
                happens()
            return real(*arguments, locked=locked)

        monkeypatch.setattr(service, "_row", be_overtaken_then_lock)

    return arrange


@pytest.mark.parametrize(("method", "path"), [("POST", "/cancel"), ("POST", "/retry"), ("DELETE", "")])
def test_what_is_deleted_meanwhile_is_not_found(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., dict[str, Any]],
    meanwhile: Meanwhile,
    method: str,
    path: str,
) -> None:
    scan = uploaded(person, picture())

    def somebody_deletes_it() -> None:
        with database.transaction(person.account_id) as session:
            session.execute(text("DELETE FROM scans WHERE id = :id"), {"id": scan["id"]})

    meanwhile(somebody_deletes_it)
    assert client.request(method, f"/api/scans/{scan['id']}{path}", headers=person.headers).status_code == 404


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/cancel", 200), ("DELETE", "", 204)])
def test_what_is_retried_meanwhile_is_ended_and_refunded_as_it_is_now(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., dict[str, Any]],
    meanwhile: Meanwhile,
    method: str,
    path: str,
    status: int,
) -> None:
    scan = uploaded(person, picture())
    client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers)
    caller = Caller(person.user_id, person.account_id, Role.OWNER, UUID(int=0))

    def somebody_retries_it() -> None:
        with database.transaction(person.account_id) as session:
            service.retry(session, caller, UUID(scan["id"]))

    meanwhile(somebody_retries_it)
    assert client.request(method, f"/api/scans/{scan['id']}{path}", headers=person.headers).status_code == status
    assert credits_of(person.account_id) == 10


def test_what_was_retried_before_is_not_charged_again(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scan = uploaded(person, picture())
    client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers)
    real = service.lock_bytes

    def wait_until_somebody_has_retried(*arguments: Any) -> None:
        monkeypatch.setattr(service, "lock_bytes", real)
        with database.transaction(person.account_id) as session:
            service.retry(session, Caller(person.user_id, person.account_id, Role.OWNER, UUID(int=0)), UUID(scan["id"]))
        real(*arguments)

    monkeypatch.setattr(service, "lock_bytes", wait_until_somebody_has_retried)
    assert client.post(f"/api/scans/{scan['id']}/retry", headers=person.headers).status_code == 409
    assert credits_of(person.account_id) == 9
