"""A mark is left wherever one can be; after the account's deletion it is nowhere, but for what stays on purpose."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database
from ocrwtf.core.logs import configure_logs
from tests.integration.conftest import Person
from tests.integration.retention.conftest import CANARY, Leave, found_anywhere, keys_of, name_of, rows_of
from tests.integration.scans.conftest import object_keys

Scan = dict[str, Any]


@pytest.fixture
def log(client: TestClient) -> Iterator[io.StringIO]:
    """All that is logged from here on."""
    del client  # it sets up logs of its own, before
    stream = io.StringIO()
    configure_logs("production", stream)
    yield stream
    configure_logs("production")


def stored_bytes(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in (folder / "objects").rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


def test_a_mark_that_was_left_everywhere_is_nowhere_afterwards(
    log: io.StringIO,
    client: TestClient,
    canary: Person,
    owner_engine: Engine,
    shared_data_dir: Path,
    leave: Leave,
) -> None:
    marked = found_anywhere(owner_engine, CANARY)
    assert {"users.email", "scans.filename", "pages.text", "events.data", "api_keys.name"} <= set(marked)
    assert {"idempotent_requests.body", "extractions.said", "corrections.new", "sessions.device"} <= set(marked)
    assert {"users.display_name", "invitations.label", "identities.subject", "one_time_links.email"} <= set(marked)
    assert {"known_devices.device", "conversions.filename", "reviews.text"} <= set(marked)
    left = {table for table, count in rows_of(owner_engine, canary.account_id).items() if count}
    assert {"scan_links", "pairings", "security_log", "search_entries", "remembered_fields"} <= left
    username = client.get("/api/users/me", headers=canary.headers).json()["username"]
    answer = leave(canary, username=username)
    assert answer.status_code == 200, answer.text
    assert found_anywhere(owner_engine, CANARY) == []
    assert [name for name, content in stored_bytes(shared_data_dir) if CANARY.encode() in content] == []
    assert "account.left" in log.getvalue()
    assert CANARY.lower() not in log.getvalue().lower()


def test_what_stays_is_the_ledger_and_the_receipt(canary: Person, owner_engine: Engine, leave: Leave) -> None:
    before = rows_of(owner_engine, canary.account_id)
    leave(canary, username=name_of(canary))
    after = rows_of(owner_engine, canary.account_id)
    assert after == {"credit_entries": before["credit_entries"], "deletions": 1}
    with database.transaction(canary.account_id) as session:
        account = session.execute(text("SELECT credits, left_at FROM accounts")).one()
        total = session.execute(text("SELECT sum(amount) FROM credit_entries")).scalar_one()
    assert account.credits == total
    assert account.left_at


def test_no_object_and_no_job_of_the_account_remains(canary: Person, leave: Leave) -> None:
    keys = keys_of(canary)
    assert len(keys) == 11  # two originals, three pictures of each of two pages, a deck, a logo, the archive
    leave(canary, username=name_of(canary))
    assert not keys & object_keys()
    assert jobs_of(canary) == 0


def jobs_of(person: Person) -> int:
    with database.transaction() as session:
        own = text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'account_id' = :id")
        return int(session.execute(own, {"id": str(person.account_id)}).scalar_one())
