"""Two requests about one scan at the same moment: each gets an answer that is true."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.scans import jobs, service
from tests.integration.conftest import Person
from tests.integration.documents import picture


@pytest.mark.parametrize(("action", "module", "step"), [("cancel", jobs, "finish"), ("retry", service, "_lock_bytes")])
def test_what_is_deleted_meanwhile_is_not_found(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    module: ModuleType,
    step: str,
) -> None:
    scan = uploaded(person, picture())

    def somebody_deletes_it(*_arguments: object) -> None:
        with database.transaction(person.account_id) as session:
            session.execute(text("DELETE FROM scans WHERE id = :id"), {"id": scan["id"]})

    monkeypatch.setattr(module, step, somebody_deletes_it)
    assert client.post(f"/api/scans/{scan['id']}/{action}", headers=person.headers).status_code == 404
