"""Uploading, and a worker's reading run in this process."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database, storage
from ocrwtf.scans import jobs
from tests.integration.conftest import Person, changed_settings
from tests.integration.documents import text_pdf

Upload = Callable[..., Any]


@pytest.fixture(scope="session")
def reader() -> Iterator[None]:
    """One real OCR process for all tests."""
    with changed_settings(OCR_PROCESSES="1"), jobs.reading_processes():
        yield


@pytest.fixture
def upload(client: TestClient) -> Upload:
    """POST files as a person; gives the answer."""

    def post(person: Person, *contents: bytes, name: str = "nota.png") -> Any:
        files = [("file", (name, content)) for content in contents]
        return client.post("/api/scans/upload", files=files, headers=person.headers)

    return post


@pytest.fixture
def uploaded(upload: Upload) -> Callable[..., dict[str, Any]]:
    """The scan of one uploaded file."""

    def post(person: Person, content: bytes, name: str = "nota.png") -> dict[str, Any]:
        answer = upload(person, content, name=name)
        assert answer.status_code == 202, answer.text
        item: dict[str, Any] = answer.json()["items"][0]
        return item

    return post


@pytest.fixture
def read(reader: None, client: TestClient) -> Callable[..., dict[str, Any]]:  # noqa: ARG001
    """Run a scan's job as the worker would, and give the scan as the API shows it."""

    def run(person: Person, scan: dict[str, Any]) -> dict[str, Any]:
        arguments = {"account_id": str(person.account_id), "scan_id": scan["id"], "attempt": scan["attempt"]}
        jobs.read_scan.func(_LastRun(), **arguments)
        shown: dict[str, Any] = client.get(f"/api/scans/{scan['id']}", headers=person.headers).json()
        return shown

    return run


class _LastRun:
    """What the queue tells a job about itself: here, that it will not run again."""

    class job:  # noqa: N801
        attempts = 99


def rows(account_id: UUID, table: str) -> int:
    with database.transaction(account_id) as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  our own tables


def jobs_of(scan_id: str) -> int:
    with database.transaction() as session:
        found = text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'scan_id' = :id")
        return int(session.execute(found, {"id": scan_id}).scalar_one())


def object_keys() -> set[str]:
    """Everything that lies in the store."""
    from obstore import list as listed  # noqa: PLC0415

    return {item["path"] for batch in listed(storage.store()) for item in batch} - {storage._OWNER_KEY}


@pytest.fixture
def forget_jobs() -> Callable[[str], None]:
    """Lose a scan's job, as a restored backup or a hand in the queue might."""

    def run(scan_id: str) -> None:
        with database.transaction() as session:
            session.execute(text("DELETE FROM procrastinate_jobs WHERE args ->> 'scan_id' = :id"), {"id": scan_id})

    return run


@pytest.fixture
def correct(client: TestClient) -> Callable[..., Any]:
    """PATCH a scan as a person who has seen it as it was given; gives the answer."""

    def patch(person: Person, scan: dict[str, Any], **body: Any) -> Any:
        content = {"version": scan["version"]} | body
        return client.patch(f"/api/scans/{scan['id']}", json=content, headers=person.headers)

    return patch


@pytest.fixture
def letter(
    person: Person, uploaded: Callable[..., dict[str, Any]], read: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    """A read scan of two pages, "Surat Jalan 0017" and "Halaman dua"."""
    return read(person, uploaded(person, text_pdf("Surat Jalan 0017", "Halaman dua"), "surat.pdf"))


def events(account_id: UUID) -> list[Any]:
    with database.transaction(account_id) as session:
        return list(session.execute(text("SELECT kind, data, user_id, sequence FROM events ORDER BY sequence")))
