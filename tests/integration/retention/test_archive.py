"""All that an account has, as one file that can be read without us."""

import io
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database, storage
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.retention import archive_contents, archive_document, jobs
from tests.integration.conftest import Person
from tests.integration.documents import text_pdf
from tests.integration.scans.conftest import _LastRun, object_keys

Scan = dict[str, Any]


@pytest.fixture
def make(client: TestClient) -> Callable[[Person], None]:
    """Ask for an archive, and make it as the worker would."""

    def run(person: Person) -> None:
        client.post("/api/archive", headers=person.headers).raise_for_status()
        work(person)

    return run


def work(person: Person) -> None:
    with database.transaction(person.account_id) as session:
        archive_id = str(session.execute(text("SELECT id FROM archives")).scalar_one())
    jobs.make_archive.func(_LastRun(), account_id=str(person.account_id), archive_id=archive_id)


@pytest.fixture
def download(client: TestClient, make: Callable[[Person], None]) -> Callable[[Person], ZipFile]:
    def run(person: Person) -> ZipFile:
        make(person)
        answer = client.get("/api/archive/download", headers=person.headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Disposition"] == 'attachment; filename="ocrwtf-archive.zip"'
        return ZipFile(io.BytesIO(answer.content))

    return run


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [unquote(value) for name, value in attrs if name in ("href", "src") and value]


def links(content: bytes) -> Links:
    parsed = Links()
    parsed.feed(content.decode())
    return parsed


def resolved(page: str, path: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_every_link_of_every_page_leads_to_a_file_of_the_archive(
    person: Person, letter: Scan, download: Callable[[Person], ZipFile]
) -> None:
    del letter
    archive = download(person)
    names = set(archive.namelist())
    pages = [name for name in names if name.endswith(".html")]
    assert len(pages) == 3
    for page in pages:
        assert {resolved(page, path) for path in links(archive.read(page)).found} <= names
    reached = {resolved(page, path) for page in pages for path in links(archive.read(page)).found}
    folder = "documents/000001-surat"
    assert {f"{folder}/page-1.webp", f"{folder}/page-2.webp", f"{folder}/original.pdf", "data/items.csv"} <= reached


def test_the_archive_has_originals_pictures_text_data_people_and_ledger(
    client: TestClient, person: Person, letter: Scan, download: Callable[[Person], ZipFile]
) -> None:
    archive = download(person)
    folder = "documents/000001-surat"
    original = client.get(letter["originalUrl"], headers=person.headers).content
    assert archive.read(f"{folder}/original.pdf") == original
    assert archive.read(f"{folder}/text.txt").decode() == letter["extractedText"]
    assert f'"id": "{letter["id"]}"' in archive.read(f"{folder}/document.json").decode()
    assert person.email in archive.read("data/people.csv").decode()
    assert person.email in archive.read("index.html").decode()
    ledger = archive.read("data/ledger.csv").decode().splitlines()
    assert [line.split(",")[1:4] for line in ledger[1:]] == [["10", "10", "refill"], ["-1", "9", "scan"]]
    assert archive.testzip() is None


def test_what_people_wrote_cannot_become_markup(
    client: TestClient, person: Person, letter: Scan, download: Callable[[Person], ZipFile]
) -> None:
    body = {"version": letter["version"], "recipientName": "<script>alert(1)</script>\"'<img src=x>"}
    client.patch(f"/api/scans/{letter['id']}", json=body, headers=person.headers).raise_for_status()
    archive = download(person)
    page = archive.read("documents/000001-surat/index.html")
    assert "script" not in links(page).tags
    assert b"&lt;script&gt;alert(1)" in page
    assert b"default-src 'none'" in page


def test_the_pages_speak_the_language_of_who_asked(person: Person, download: Callable[[Person], ZipFile]) -> None:
    assert b'<html lang="en">' in download(person).read("index.html")


def test_an_empty_account_has_an_archive_too(person: Person, download: Callable[[Person], ZipFile]) -> None:
    archive = download(person)
    assert "There are no documents." in archive.read("documents-1.html").decode()


def test_an_original_that_the_store_has_lost_leaves_the_rest(
    person: Person, letter: Scan, download: Callable[[Person], ZipFile]
) -> None:
    del letter
    with database.transaction(person.account_id) as session:
        key = session.execute(text("SELECT object_key FROM files WHERE media_type = 'application/pdf'")).scalar_one()
    storage.delete([key])
    names = download(person).namelist()
    assert "documents/000001-surat/original.pdf" not in names
    assert "documents/000001-surat/page-1.webp" in names


def test_progress_is_told(
    client: TestClient, person: Person, letter: Scan, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    del letter
    monkeypatch.setattr(jobs, "REPORT_SECONDS", 0)
    make(person)
    with database.transaction(person.account_id) as session:
        told = session.scalars(text("SELECT data FROM events WHERE kind = 'archive.changed' ORDER BY sequence")).all()
    states = [(one["status"], one["documentsDone"], one["documentsTotal"]) for one in told]
    assert states == [("pending", 0, 1), ("working", 0, 1), ("working", 1, 1), ("ready", 1, 1)]
    archive = client.get("/api/archive", headers=person.headers).json()["archive"]
    assert (archive["status"], archive["documentsDone"]) == ("ready", 1)


def test_asking_twice_makes_one(client: TestClient, person: Person) -> None:
    answers = [client.post("/api/archive", headers=person.headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert archive_jobs(person) == 1


def archive_jobs(person: Person) -> int:
    own = "SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'account_id' = :id AND task_name LIKE 'retention%'"
    with database.transaction() as session:
        return int(session.execute(text(own), {"id": str(person.account_id)}).scalar_one())


def test_one_that_is_cancelled_leaves_nothing(
    client: TestClient, person: Person, letter: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    del letter
    monkeypatch.setattr(jobs, "REPORT_SECONDS", 0)
    client.post("/api/archive", headers=person.headers).raise_for_status()
    before, told = object_keys(), archive_document.told

    def cancel_then_tell(*arguments: Any) -> Any:
        client.delete("/api/archive", headers=person.headers).raise_for_status()
        return told(*arguments)

    monkeypatch.setattr(archive_document, "told", cancel_then_tell)
    work(person)
    assert object_keys() == before
    assert client.get("/api/archive", headers=person.headers).json() == {"archive": None}
    assert client.get("/api/archive/download", headers=person.headers).json()["type"] == "/problems/no-archive"


def test_one_that_fails_for_good_says_so(client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/api/archive", headers=person.headers).raise_for_status()

    def away(_key: str, _pieces: Any) -> None:
        raise ServiceUnavailable

    monkeypatch.setattr(storage, "put_pieces", away)
    with pytest.raises(ServiceUnavailable):
        work(person)
    assert client.get("/api/archive", headers=person.headers).json()["archive"]["status"] == "failed"


def test_a_new_one_takes_the_place_of_the_old(client: TestClient, person: Person, make: Any) -> None:
    make(person)
    with database.transaction(person.account_id) as session:
        first = session.execute(text("SELECT object_key FROM files")).scalar_one()
    make(person)
    with database.transaction(person.account_id) as session:
        assert session.scalars(text("SELECT object_key FROM files")).all() != [first]
    assert client.get("/api/archive/download", headers=person.headers).status_code == 200


def test_who_takes_everything_away_stands_in_the_security_log(
    client: TestClient, person: Person, download: Callable[[Person], ZipFile]
) -> None:
    download(person)
    [entry] = client.get("/api/security-log?kind=exported", headers=person.headers).json()["items"]
    assert entry["detail"] == {"format": "archive", "count": 0}


def test_it_goes_when_its_time_is_over(client: TestClient, person: Person, make: Any, owner_engine: Engine) -> None:
    make(person)
    over = "UPDATE archives SET expires_at = now() WHERE account_id = :id"
    with owner_engine.begin() as connection:
        connection.execute(text(over), {"id": person.account_id})
    assert client.get("/api/archive/download", headers=person.headers).status_code == 404
    jobs.forget_expired.func(0)
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT FROM files")).all() == []


def test_a_driver_gets_none(client: TestClient, person: Person, new_driver: Callable[[Person], Person]) -> None:
    driver = new_driver(person)
    answers = [client.request(how, "/api/archive", headers=driver.headers) for how in ("GET", "POST", "DELETE")]
    assert {answer.json()["type"] for answer in answers} == {"/problems/not-allowed"}


def test_another_page_of_the_list_begins_when_one_is_full(
    person: Person, uploaded: Any, download: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_contents, "_BATCH", 1)
    for number in range(2):
        uploaded(person, text_pdf(f"Surat {number}"), "surat.pdf")
    archive = download(person)
    assert {"documents-1.html", "documents-2.html"} <= set(links(archive.read("index.html")).found)
    assert "documents/000002-surat/original.pdf" in archive.namelist()


def test_a_phone_is_listed_by_its_name(
    person: Person, new_driver: Callable[[Person], Person], download: Callable[[Person], ZipFile]
) -> None:
    driver = new_driver(person)
    phone = "email = NULL, username = NULL, password_hash = NULL, is_phone = true, display_name = 'HP Sutrisno'"
    with database.transaction(person.account_id) as session:
        session.execute(text(f"UPDATE users SET {phone} WHERE id = :id"), {"id": driver.user_id})  # noqa: S608  ours
    archive = download(person)
    (name,) = (name for name in archive.namelist() if name.endswith("people.csv"))
    assert "HP Sutrisno,,driver," in archive.read(name).decode()
