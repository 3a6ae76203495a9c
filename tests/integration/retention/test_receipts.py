"""The receipt of a deletion: what it says, that it can be checked, and when it is forgotten."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.retention import jobs
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.retention.conftest import Leave

Scan = dict[str, Any]


def test_the_receipt_says_what_went_and_can_be_checked(
    client: TestClient, person: Person, letter: Scan, leave: Leave
) -> None:
    del letter
    left = leave(person).json()
    receipt = left["receipt"]
    assert (receipt["kind"], receipt["documentCount"], receipt["kept"]) == ("account", 1, {"credit_entries": 2})
    assert {"scans": 1, "pages": 2, "page_images": 6, "files": 1, "users": 1}.items() <= receipt["deleted"].items()
    assert client.get(f"/api/receipts/{left['token']}").json() == {"receipt": receipt}
    assert client.post("/api/receipts/check", json=receipt).json() == {"genuine": True}
    head = {name: value for name, value in receipt.items() if name != "documents"}
    assert client.post("/api/receipts/check", json=head).json() == {"genuine": True}


@pytest.mark.parametrize("change", [{"documentCount": 2}, {"documents": ["0" * 64]}, {"signature": "0" * 64}])
def test_a_receipt_that_was_changed_is_not_genuine(
    client: TestClient, person: Person, letter: Scan, leave: Leave, change: dict[str, Any]
) -> None:
    del letter
    receipt = leave(person).json()["receipt"]
    assert client.post("/api/receipts/check", json=receipt | change).json() == {"genuine": False}


def test_a_receipt_has_the_hash_of_each_document(
    client: TestClient, person: Person, uploaded: Any, leave: Leave
) -> None:
    from hashlib import sha256  # noqa: PLC0415

    content = text_pdf("Surat Jalan 1")
    uploaded(person, content, "surat.pdf")
    assert leave(person).json()["receipt"]["documents"] == [sha256(content).hexdigest()]
    assert client.get("/api/receipts/unknown").json()["type"] == "/problems/receipt-over"


def test_receipts_are_forgotten_after_thirty_days(
    client: TestClient, person: Person, owner_engine: Engine, leave: Leave
) -> None:
    token = leave(person).json()["token"]
    old = "UPDATE deletions SET finished_at = now() - interval '30 days' WHERE account_id = :id"
    with owner_engine.begin() as connection:
        connection.execute(text(old), {"id": person.account_id})
    jobs.forget_expired.func(0)
    assert client.get(f"/api/receipts/{token}").json()["type"] == "/problems/receipt-over"
