"""Turning a page: picture, size and polygons turn together, nothing is read or charged again, nothing is left over."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import text
from sqlalchemy.orm import Session

from ocrwtf.core import database, storage
from ocrwtf.core.problems import ServiceUnavailable
from ocrwtf.files import jobs as files_jobs
from ocrwtf.ocr import reader
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.scans import routes
from tests.integration.conftest import Person, credits_of
from tests.integration.documents import picture, text_pdf
from tests.integration.scans.conftest import jobs_of, object_keys

Scan = dict[str, Any]
Correct = Callable[..., Any]


@pytest.fixture
def note(person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan]) -> Scan:
    return read(person, uploaded(person, picture("TOTAL 45.000")))


@pytest.fixture
def turned(person: Person, correct: Correct) -> Callable[..., Scan]:
    """The scan after its first page was turned to so many degrees."""

    def run(scan: Scan, degrees: int) -> Scan:
        answer = correct(person, scan, pages=[{"number": 1, "rotation": degrees}])
        assert answer.status_code == 200, answer.text
        shown: Scan = answer.json()
        return shown

    return run


def image_of(client: TestClient, person: Person, scan: Scan, query: str = "") -> Image.Image:
    answer = client.get(scan["pages"][0]["imageUrl"] + query, headers=person.headers)
    return Image.open(io.BytesIO(answer.content))


def ink_in(image: Image.Image, polygon: list[list[float]]) -> float:
    """The part of a page's dark pixels that lies in a polygon's box."""
    dark = np.asarray(image.convert("L")) < 128
    (left, top), (right, bottom) = np.min(polygon, axis=0), np.max(polygon, axis=0)
    return float(dark[int(top) : int(bottom) + 1, int(left) : int(right) + 1].sum() / dark.sum())


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_picture_size_and_polygons_turn_together(
    client: TestClient, person: Person, note: Scan, turned: Callable[..., Scan], degrees: int
) -> None:
    before = image_of(client, person, note).rotate(-degrees, expand=True)
    page = (scan := turned(note, degrees))["pages"][0]
    image = image_of(client, person, scan)
    assert page["rotation"] == degrees
    assert image.size == (page["widthPx"], page["heightPx"]) == ((480, 160) if degrees == 180 else (160, 480))
    assert ink_in(image, page["lines"][0]["polygon"]) > 0.95
    assert np.abs(np.asarray(image, int) - np.asarray(before, int)).mean() < 2


def test_only_the_picture_that_its_address_names_is_kept_by_a_browser(
    client: TestClient, person: Person, note: Scan, turned: Callable[..., Scan]
) -> None:
    before = note["pages"][0]["imageUrl"]
    after = turned(note, 90)["pages"][0]["imageUrl"]
    kept = {url: client.get(url, headers=person.headers).headers["Cache-Control"] for url in (before, after)}
    assert kept == {before: "private, no-cache", after: "private, max-age=3600"}


def test_a_request_turns_ten_pages_at_most(person: Person, note: Scan, correct: Correct) -> None:
    pages = [{"number": number, "rotation": 90} for number in range(1, 12)]
    answer = correct(person, note, pages=pages)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "pages")


def test_four_quarter_turns_end_where_they_began(note: Scan, turned: Callable[..., Scan]) -> None:
    scan = note
    for degrees in (90, 180, 270, 0):
        scan = turned(scan, degrees)
    (before,), (after,) = note["pages"], scan["pages"]
    assert after["imageUrl"] != before["imageUrl"]
    assert after | {"imageUrl": before["imageUrl"]} == before


def test_a_page_that_was_read_on_its_side_is_turned_from_how_it_was_received(
    client: TestClient, person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], turned: Any
) -> None:
    content = io.BytesIO()
    upright = Image.open(io.BytesIO(picture("SURAT JALAN 0017\nTOTAL 45.000", size=(520, 240))))
    upright.rotate(90, expand=True).save(content, "PNG")
    scan = read(person, uploaded(person, content.getvalue()))
    assert (scan["pages"][0]["rotation"], scan["pages"][0]["widthPx"]) == (90, 520)
    page = (as_received := turned(scan, 0))["pages"][0]
    assert (page["rotation"], page["widthPx"], page["heightPx"]) == (0, 240, 520)
    image = image_of(client, person, as_received)
    assert sum(ink_in(image, line["polygon"]) for line in page["lines"]) > 0.9


def test_turning_changes_the_address_of_all_three_pictures(
    client: TestClient, person: Person, note: Scan, turned: Callable[..., Scan]
) -> None:
    scan = turned(note, 90)
    assert scan["imageUrl"] != note["imageUrl"]
    assert scan["imageUrl"].partition("?v=")[0] == note["imageUrl"].partition("?v=")[0]
    for query in ("", "&width=1280", "&width=320"):
        assert image_of(client, person, scan, query).size == (160, 480)


def test_turning_reads_and_charges_nothing(person: Person, note: Scan, turned: Callable[..., Scan]) -> None:
    before = credits_of(person.account_id), jobs_of(note["id"])
    scan = turned(note, 180)
    assert (credits_of(person.account_id), jobs_of(note["id"])) == before
    kept = ("ocrText", "confidence", "engine", "ocrSeconds", "attempt", "status")
    assert [scan[name] for name in kept] == [note[name] for name in kept]


def test_the_old_pictures_go_with_the_next_sweep(note: Scan, turned: Callable[..., Scan]) -> None:
    files_jobs.delete_objects.func(0)
    before = object_keys()
    turned(note, 90)
    assert len(object_keys() - before) == 3
    files_jobs.delete_objects.func(0)
    assert len(before - object_keys()) == len(object_keys() - before) == 3


def test_a_page_of_a_pdf_is_turned_alone(person: Person, letter: Scan, correct: Correct) -> None:
    scan = correct(person, letter, pages=[{"number": 2, "rotation": 90}]).json()
    assert [page["rotation"] for page in scan["pages"]] == [0, 90]
    assert scan["pages"][0] == letter["pages"][0]
    size = letter["pages"][1]["widthPx"], letter["pages"][1]["heightPx"]
    assert (scan["pages"][1]["heightPx"], scan["pages"][1]["widthPx"]) == size


def test_a_page_without_a_picture_cannot_be_turned(person: Person, letter: Scan, correct: Correct) -> None:
    answer = correct(person, letter, pages=[{"number": 1, "rotation": 90}, {"number": 3, "rotation": 90}])
    assert (answer.status_code, answer.json()["type"], answer.json()["page"]) == (422, "/problems/no-such-page", 3)


def test_a_change_that_is_refused_in_the_end_leaves_no_picture(person: Person, letter: Scan, correct: Correct) -> None:
    before = object_keys()
    nowhere = [{"page": 9, "line": 0, "word": 0, "text": "x"}]
    assert correct(person, letter, pages=[{"number": 1, "rotation": 90}], words=nowhere).status_code == 422
    assert object_keys() == before


def test_a_store_that_fails_at_the_second_picture_leaves_none(
    person: Person, letter: Scan, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real, puts = object_keys(), storage.put, iter([True, False])

    def put(key: str, content: bytes) -> None:
        if not next(puts):
            raise ServiceUnavailable
        real(key, content)

    monkeypatch.setattr(storage, "put", put)
    assert correct(person, letter, pages=[{"number": 1, "rotation": 90}]).status_code == 503
    assert object_keys() == before


def test_of_two_turns_at_once_one_wins_and_the_others_pictures_are_gone(
    person: Person, letter: Scan, correct: Correct, in_parallel: Callable[..., list[int]]
) -> None:
    files_jobs.delete_objects.func(0)
    before = object_keys()
    codes = in_parallel(
        3, lambda n: correct(person, letter, pages=[{"number": 1, "rotation": 90 * (n + 1)}]).status_code
    )
    assert sorted(codes) == [200, 409, 409]
    files_jobs.delete_objects.func(0)
    assert len(object_keys() - before) == 3


def test_a_stale_version_opens_no_document(
    person: Person, letter: Scan, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    monkeypatch.setattr(reader, "turned_images", lambda *_: opened.append(1))
    stale = letter | {"version": letter["version"] - 1}
    assert correct(person, stale, pages=[{"number": 1, "rotation": 90}]).status_code == 409
    assert opened == []


def test_no_connection_is_held_while_a_page_is_turned(
    person: Person, letter: Scan, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = reader.turned_images, []

    def turn(*arguments: Any) -> reader.PageImages:
        seen.append(database._engines[-1].pool.checkedout())  # type: ignore[attr-defined]  # of a QueuePool
        return real(*arguments)

    monkeypatch.setattr(reader, "turned_images", turn)
    assert correct(person, letter, pages=[{"number": 1, "rotation": 90}]).status_code == 200
    assert seen == [0]


@pytest.mark.parametrize(
    ("error", "status"),
    [(DocumentError("reader-crashed", retryable=True), 503), (DocumentError("unreadable-document"), 422)],
)
def test_a_document_that_does_not_open_is_a_problem_and_no_change(
    client: TestClient,
    person: Person,
    letter: Scan,
    correct: Correct,
    monkeypatch: pytest.MonkeyPatch,
    error: Any,
    status: int,
) -> None:
    def fail(*_: object) -> reader.PageImages:
        raise error

    monkeypatch.setattr(reader, "turned_images", fail)
    assert correct(person, letter, pages=[{"number": 1, "rotation": 90}]).status_code == status
    assert client.get(f"/api/scans/{letter['id']}", headers=person.headers).json() == letter


def test_a_scan_that_is_deleted_while_its_page_is_turned_is_not_found(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., Scan],
    read: Callable[..., Scan],
    correct: Correct,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files_jobs.delete_objects.func(0)
    before, real = object_keys(), reader.turned_images
    scan = read(person, uploaded(person, text_pdf("Surat Jalan 0017")))

    def turn_and_be_overtaken(*arguments: Any) -> reader.PageImages:
        client.delete(f"/api/scans/{scan['id']}", headers=person.headers)
        return real(*arguments)

    monkeypatch.setattr(reader, "turned_images", turn_and_be_overtaken)
    assert correct(person, scan, pages=[{"number": 1, "rotation": 90}]).status_code == 404
    files_jobs.delete_objects.func(0)
    assert object_keys() == before


def test_pictures_stay_when_the_answer_to_the_commit_was_lost(
    client: TestClient, person: Person, note: Scan, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def committed_unheard(account_id: Any) -> Iterator[Session]:
        with database.transaction(account_id) as session:
            yield session
        raise ServiceUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(routes, "transaction", committed_unheard)
        assert correct(person, note, pages=[{"number": 1, "rotation": 90}]).status_code == 503
    assert image_of(client, person, note).size == (160, 480)


def test_a_mere_turn_leaves_what_the_scan_is_found_by_alone(
    person: Person, note: Scan, turned: Callable[..., Scan], correct: Correct
) -> None:
    def written_by() -> object:
        with database.transaction(person.account_id) as session:
            return session.scalar(text("SELECT xmin::text FROM search_entries WHERE scan_id = :id"), {"id": note["id"]})

    before = written_by()
    scan = turned(note, 90)
    assert written_by() == before
    assert correct(person, scan, recipientName="Wayan").status_code == 200
    assert written_by() != before
