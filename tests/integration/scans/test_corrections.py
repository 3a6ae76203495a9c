"""What people correct stands beside what was read, one version at a time, and is remembered."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from ocrwtf.core import database
from ocrwtf.scans import texts
from tests.integration.conftest import Person
from tests.integration.documents import picture

Scan = dict[str, Any]
Correct = Callable[..., Any]

READ = "Surat Jalan 0017\n\nHalaman dua"
EVERY_KIND: dict[str, dict[str, Any]] = {
    "word": {"words": [{"page": 1, "line": 0, "word": 2, "text": "0018"}]},
    "checked": {"words": [{"page": 1, "line": 0, "word": 2, "text": "0017"}]},
    "text": {"correctedText": "lain sama sekali"},
    "recipient": {"recipientName": "Pak Budi"},
    "rotation": {"pages": [{"number": 1, "rotation": 90}]},
}


def word(page: int, line: int, index: int, new: str | None) -> dict[str, Any]:
    return {"page": page, "line": line, "word": index, "text": new}


def as_read(person: Person, scan: Scan) -> list[Any]:
    """Everything in the rows that the reading wrote."""
    columns = "number, width_px, height_px, rotation, confidence, lines, text, error_code"
    with database.transaction(person.account_id) as session:
        found = text(f"SELECT {columns} FROM pages WHERE scan_id = :id ORDER BY number")  # noqa: S608  the line above
        pages: list[Any] = [tuple(row) for row in session.execute(found, {"id": scan["id"]})]
        scans = text("SELECT confidence, engine, ocr_seconds, sha256, filename, attempt FROM scans WHERE id = :id")
        return [*pages, tuple(session.execute(scans, {"id": scan["id"]}).one())]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_change_touches_what_was_read(person: Person, letter: Scan, correct: Correct, kind: str) -> None:
    before = as_read(person, letter)
    answer = correct(person, letter, **EVERY_KIND[kind])
    assert (answer.status_code, answer.json()["version"]) == (200, letter["version"] + 1)
    assert (as_read(person, letter), answer.json()["ocrText"]) == (before, READ)


@pytest.mark.parametrize("column", ["lines", "text", "rotation", "width_px", "confidence"])
def test_the_database_itself_keeps_the_reading(person: Person, letter: Scan, column: str) -> None:
    with pytest.raises(ProgrammingError, match="denied"), database.transaction(person.account_id) as session:
        session.execute(text(f"UPDATE pages SET {column} = DEFAULT WHERE scan_id = '{letter['id']}'"))  # noqa: S608


def test_a_corrected_word_changes_the_text_that_goes_out(
    client: TestClient, person: Person, letter: Scan, correct: Correct
) -> None:
    scan = correct(person, letter, words=[word(1, 0, 2, "0018"), word(2, 0, 1, "2")]).json()
    assert scan["correctedText"] == scan["extractedText"] == "Surat Jalan 0018\n\nHalaman 2"
    assert [one["correctedText"] for one in scan["pages"][0]["lines"][0]["words"]] == [None, None, "0018"]
    assert scan["pages"][0]["lines"][0]["words"][2]["text"] == "0017"
    assert client.get(f"/api/scans/{letter['id']}/text", headers=person.headers).text == scan["correctedText"]
    (listed,) = client.get("/api/scans", headers=person.headers).json()["items"]
    assert (listed["correctedText"], listed["ocrText"]) == (scan["correctedText"], READ)


def test_a_word_that_is_right_is_checked_and_no_correction(person: Person, letter: Scan, correct: Correct) -> None:
    scan = correct(person, letter, words=[word(1, 0, 0, "Surat")]).json()
    assert scan["pages"][0]["lines"][0]["words"][0]["correctedText"] == "Surat"
    assert (scan["correctedText"], scan["extractedText"]) == (None, READ)


def test_a_change_is_undone_by_null(person: Person, letter: Scan, correct: Correct) -> None:
    changed = correct(person, letter, words=[word(1, 0, 2, "0018")], recipientName="Pak Budi", correctedText="x").json()
    assert (changed["extractedText"], changed["recipientName"]) == ("x", "Pak Budi")
    undone = correct(person, changed, words=[word(1, 0, 2, None)], recipientName=None, correctedText=None).json()
    assert (undone["correctedText"], undone["recipientName"]) == (None, None)
    assert undone["pages"] == letter["pages"]


def test_a_text_in_place_of_the_whole_stands_above_the_words(person: Person, letter: Scan, correct: Correct) -> None:
    written = correct(person, letter, correctedText="SURAT\r\nJALAN").json()
    assert written["extractedText"] == "SURAT\nJALAN"
    worded = correct(person, written, words=[word(1, 0, 2, "0018")]).json()
    assert worded["correctedText"] == "SURAT\nJALAN"
    assert correct(person, worded, correctedText=None).json()["correctedText"] == "Surat Jalan 0018\n\nHalaman dua"


def test_a_text_that_the_words_give_anyway_does_not_hide_them_later(
    person: Person, letter: Scan, correct: Correct
) -> None:
    saved = correct(person, letter, correctedText=READ).json()
    assert (saved["correctedText"], saved["version"]) == (None, letter["version"])
    assert "0018" in correct(person, saved, words=[word(1, 0, 2, "0018")]).json()["extractedText"]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_what_is_so_already_is_no_new_version(person: Person, letter: Scan, correct: Correct, kind: str) -> None:
    once = correct(person, letter, **EVERY_KIND[kind]).json()
    assert correct(person, once, **EVERY_KIND[kind]).json() == once


def test_a_stale_version_is_409_with_the_newest_and_changes_nothing(
    client: TestClient, person: Person, letter: Scan, correct: Correct
) -> None:
    newer = correct(person, letter, recipientName="Pak Budi").json()
    for body in EVERY_KIND.values():
        answer = correct(person, letter, **body)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/stale-version")
        assert answer.json()["version"] == newer["version"]
    assert client.get(f"/api/scans/{letter['id']}", headers=person.headers).json() == newer


def test_of_changes_at_once_on_one_version_one_wins(
    client: TestClient, person: Person, letter: Scan, correct: Correct, in_parallel: Callable[..., list[int]]
) -> None:
    codes = in_parallel(8, lambda n: correct(person, letter, words=[word(1, 0, 2, str(n))]).status_code)
    assert sorted(codes) == [200] + [409] * 7
    history = client.get(f"/api/scans/{letter['id']}/history", headers=person.headers).json()["items"]
    assert [item["new"] for item in history] == [str(codes.index(200))]


@pytest.mark.parametrize("place", [(1, 0, 3), (1, 9, 0), (3, 0, 0)])
def test_a_word_that_is_not_there_undoes_the_whole_change(
    client: TestClient, person: Person, letter: Scan, correct: Correct, place: tuple[int, int, int]
) -> None:
    answer = correct(person, letter, recipientName="Pak Budi", words=[word(1, 0, 0, "x"), word(*place, "x")])
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/no-such-word")
    assert client.get(f"/api/scans/{letter['id']}", headers=person.headers).json() == letter


@pytest.mark.parametrize(
    "body",
    [
        {"words": [word(1, -1, 0, "x")]},
        {"words": [word(1, 0, 0, "two\nlines")]},
        {"words": [word(1, 0, 0, "x"), word(1, 0, 0, "y")]},
        {"pages": [{"number": 1, "rotation": 45}]},
        {"pages": [{"number": 1, "rotation": 90}, {"number": 1, "rotation": 180}]},
        {"recipientName": "n" * 201},
        {"recipientName": "Pak\nBudi"},
        {"correctedText": "bell \x07"},
        {"correctedText": 7},
        {"ocrText": "x"},
        {"version": None},
    ],
)
def test_a_change_that_makes_no_sense_is_422_and_names_the_field(
    person: Person, letter: Scan, correct: Correct, body: dict[str, Any]
) -> None:
    answer = correct(person, letter, **body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
    assert answer.json()["errors"][0]["field"].startswith(next(iter(body)))


@pytest.mark.parametrize(("body", "limit"), [({"correctedText": "x" * 100_001}, 100_000), ({"words": 2}, 50_000)])
def test_no_text_is_longer_than_its_pages_can_hold(
    person: Person, letter: Scan, correct: Correct, body: dict[str, Any], limit: int
) -> None:
    if "words" in body:
        body = {"words": [word(1, 0, n, "x" * 25_000) for n in range(2)]}
    answer = correct(person, letter, **body)
    assert (answer.status_code, answer.json()["type"], answer.json()["limit"]) == (
        422,
        "/problems/text-too-long",
        limit,
    )


def test_a_scan_without_a_result_cannot_be_corrected(
    client: TestClient, person: Person, uploaded: Callable[..., Scan], correct: Correct
) -> None:
    scan = uploaded(person, picture())
    for body in (EVERY_KIND["recipient"], EVERY_KIND["rotation"]):
        assert correct(person, scan, **body).json()["type"] == "/problems/not-read-yet"
    cancelled = client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers).json()
    for body in (EVERY_KIND["recipient"], EVERY_KIND["rotation"]):
        assert correct(person, cancelled, **body).json()["type"] == "/problems/not-correctable"


def test_a_retry_forgets_what_was_corrected_and_keeps_who_did_it(
    client: TestClient, person: Person, letter: Scan, correct: Correct, read: Callable[..., Scan]
) -> None:
    correct(person, letter, words=[word(1, 0, 2, "0018")], correctedText="x", recipientName="Pak Budi")
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE scans SET status = 'failed' WHERE id = :id"), {"id": letter["id"]})
    waiting = client.post(f"/api/scans/{letter['id']}/retry", headers=person.headers).json()
    assert (waiting["pages"], waiting["correctedText"], waiting["recipientName"]) == ([], None, "Pak Budi")
    again = read(person, waiting)
    assert (again["correctedText"], again["extractedText"], again["status"]) == (None, READ, "completed")
    history = client.get(f"/api/scans/{letter['id']}/history", headers=person.headers).json()["items"]
    assert {item["kind"] for item in history} == {"word", "text", "recipient"}


def test_doubtful_words_are_those_that_nobody_looked_at(
    client: TestClient, person: Person, letter: Scan, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "DOUBTFUL_BELOW", 1.1)
    one = correct(person, letter, words=[word(1, 0, 0, "Surat")]).json()
    assert one["doubtfulWords"] == 4
    rest = [word(1, 0, 1, "Jln"), word(1, 0, 2, ""), word(2, 0, 0, "Halaman")]
    assert correct(person, one, words=rest).json()["doubtfulWords"] == 1
    (listed,) = client.get("/api/scans", headers=person.headers).json()["items"]
    assert listed["doubtfulWords"] == 1
