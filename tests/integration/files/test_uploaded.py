"""Files that are no documents: kept for seven days for their account, and for nobody else."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf import worker
from ocrwtf.core import database, storage
from ocrwtf.core.queue import queue
from ocrwtf.files import jobs, uploaded
from tests.integration.conftest import Person, credits_of
from tests.integration.documents import picture, text_pdf


def send(client: TestClient, person: Person, content: bytes, name: str = "cap.png", **headers: str) -> httpx2.Response:
    return client.post("/api/upload", files=[("file", (name, content))], headers={**person.headers, **headers})


def listed(client: TestClient, person: Person, **query: Any) -> dict[str, Any]:
    answer = client.get("/api/files", params=query, headers=person.headers)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def object_key(person: Person, upload_id: str) -> str:
    with database.transaction(person.account_id) as session:
        found = "SELECT object_key FROM files f JOIN uploads u ON u.file_id = f.id WHERE u.id = :id"
        return str(session.execute(text(found), {"id": UUID(upload_id)}).scalar_one())


def test_what_was_sent_comes_back_to_the_byte_and_is_free(client: TestClient, person: Person) -> None:
    content = picture("CAP PERUSAHAAN")
    answer = send(client, person, content, "cap é.png")
    kept = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, kept["url"])
    assert (kept["sha256"], kept["mediaType"], kept["sizeBytes"]) == (
        hashlib.sha256(content).hexdigest(),
        "image/png",
        len(content),
    )
    back = client.get(kept["url"], headers=person.headers)
    assert (back.content, back.headers["content-type"]) == (content, "image/png")
    assert back.headers["content-disposition"].startswith("attachment;")
    assert (back.headers["x-content-type-options"], back.headers["cache-control"]) == ("nosniff", "private, no-store")
    assert credits_of(person.account_id) == 10
    assert listed(client, person)["items"] == [kept]


def test_it_is_said_when_it_goes(client: TestClient, person: Person) -> None:
    kept = send(client, person, picture("HARI")).json()
    made, goes = (datetime.fromisoformat(kept[name]) for name in ("createdAt", "deletesAt"))
    assert goes - made == timedelta(days=7)


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"", 422, "empty-file"),
        (b"<svg onload=alert(1)>", 415, "unsupported-media-type"),
        (b"MZ\x90\x00 program", 415, "unsupported-media-type"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), 422, "unreadable-document"),
    ],
)
def test_what_is_no_picture_or_pdf_is_refused_and_nothing_kept(
    client: TestClient, person: Person, content: bytes, status: int, problem: str
) -> None:
    answer = send(client, person, content, "logo.png")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")
    assert listed(client, person)["items"] == []


@pytest.mark.parametrize(
    "request_body",
    [
        {"files": [("file", ("a.png", b"x")), ("file", ("b.png", b"x"))]},
        {"files": [("other", ("a.png", b"x"))]},
        {"json": {"file": "a.png"}},
        {},
    ],
)
def test_one_file_and_nothing_else_is_taken(client: TestClient, person: Person, request_body: dict[str, Any]) -> None:
    answer = client.post("/api/upload", headers=person.headers, **request_body)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-upload")


def test_the_same_request_again_keeps_one(client: TestClient, person: Person) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    first, again = (send(client, person, picture("SEKALI"), **key) for _ in range(2))
    assert (first.content, again.headers["idempotency-replayed"]) == (again.content, "true")
    assert len(listed(client, person)["items"]) == 1


def test_nobody_else_sees_or_deletes_it(client: TestClient, new_person: Callable[[], Person]) -> None:
    owner, other = new_person(), new_person()
    url = send(client, owner, picture("MILIK")).json()["url"]
    for method in ("GET", "DELETE"):
        assert client.request(method, url, headers=other.headers).status_code == 404
        assert client.request(method, url).status_code == 401
    assert listed(client, other)["items"] == []
    assert client.get(f"{url}?signature=x", headers=owner.headers).json()["type"] == "/problems/link-over"


def test_a_driver_sees_what_was_sent_from_that_phone_alone(
    client: TestClient, person: Person, new_driver: Callable[[Person], Person]
) -> None:
    driver = new_driver(person)
    office, own = send(client, person, picture("KANTOR")).json(), send(client, driver, picture("SOPIR")).json()
    assert [item["id"] for item in listed(client, driver)["items"]] == [own["id"]]
    assert client.get(office["url"], headers=driver.headers).status_code == 404
    assert client.get(own["url"], headers=driver.headers).status_code == 200
    assert client.delete(own["url"], headers=driver.headers).status_code == 403


def test_one_that_is_deleted_is_gone_with_its_object(client: TestClient, person: Person) -> None:
    kept = send(client, person, picture("HAPUS")).json()
    key = object_key(person, kept["id"])
    assert client.delete(kept["url"], headers=person.headers).status_code == 204
    assert client.get(kept["url"], headers=person.headers).status_code == 404
    jobs.delete_objects.func(0)
    with pytest.raises(FileNotFoundError):
        list(storage.get(key))


@pytest.mark.parametrize(("age", "there"), [("6 days 23 hours", True), ("7 days 1 second", False)])
def test_after_seven_days_it_is_not_there_and_then_gone(
    client: TestClient,
    person: Person,
    age: str,
    there: bool,  # noqa: FBT001
) -> None:
    kept = send(client, person, picture("TUA")).json()
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE uploads SET expires_at = expires_at - CAST(:age AS interval)"), {"age": age})
    assert client.get(kept["url"], headers=person.headers).status_code == (200 if there else 404)
    jobs.delete_expired.func(0)
    with database.transaction(person.account_id) as session:
        left = [session.scalar(text(f"SELECT count(*) FROM {table}")) for table in ("uploads", "files")]  # noqa: S608
    assert left == ([1, 1] if there else [0, 0])


def test_the_worker_looks_every_minute() -> None:
    assert jobs in worker.JOBS
    periodic = queue.periodic_registry.periodic_tasks
    assert [task.cron for (name, _), task in periodic.items() if name == jobs.delete_expired.name] == ["* * * * * 40"]


@pytest.mark.parametrize("limit", ["MOST", "MOST_BYTES"])
def test_there_is_room_for_so_much_and_no_more_also_at_once(
    client: TestClient,
    person: Person,
    in_parallel: Callable[..., list[int]],
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
) -> None:
    contents = [text_pdf(f"berkas {number}") for number in range(6)]
    room = 3 if limit == "MOST" else 3 * max(map(len, contents)) + 10
    monkeypatch.setattr(uploaded, limit, room)
    codes = in_parallel(6, lambda number: send(client, person, contents[number]).status_code)
    assert sorted(codes) == [201] * 3 + [409] * 3
    refused = send(client, person, contents[0])
    assert refused.json()["type"] == "/problems/too-many-files-kept"
    assert client.delete(listed(client, person)["items"][0]["url"], headers=person.headers).status_code == 204
    assert send(client, person, contents[0]).status_code == 201


def test_the_list_comes_in_pieces(client: TestClient, person: Person) -> None:
    ids = [send(client, person, text_pdf(f"nomor {number}")).json()["id"] for number in range(5)]
    found: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        piece = listed(client, person, limit=2, **cursor)
        found += [item["id"] for item in piece["items"]]
        if not piece["nextCursor"]:
            break
        cursor = {"cursor": piece["nextCursor"]}
    assert found == ids[::-1]
