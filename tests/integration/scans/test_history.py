"""Every change keeps who made it, when, and what it was."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from ocrwtf.core import database
from tests.integration.conftest import Person
from tests.integration.scans.conftest import rows

Scan = dict[str, Any]


@pytest.fixture
def history(client: TestClient, person: Person, letter: Scan) -> Callable[..., Any]:
    def get(query: str = "") -> Any:
        return client.get(f"/api/scans/{letter['id']}/history{query}", headers=person.headers).json()

    return get


@pytest.fixture
def changed(person: Person, letter: Scan, correct: Callable[..., Any]) -> Scan:
    """The letter after a change of each kind, and one undone."""
    scan = letter
    for body in (
        {"words": [{"page": 1, "line": 0, "word": 2, "text": "0018"}]},
        {"words": [{"page": 1, "line": 0, "word": 2, "text": None}]},
        {"correctedText": "lain"},
        {"recipientName": " Pak Budi "},
        {"pages": [{"number": 2, "rotation": 270}]},
    ):
        scan = correct(person, scan, **body).json()
    return scan


@pytest.mark.usefixtures("changed")
def test_the_newest_change_comes_first_with_old_and_new(history: Callable[..., Any]) -> None:
    told = [(item["kind"], item["page"], item["old"], item["new"]) for item in history()["items"]]
    assert told == [
        ("rotation", 2, "0", "270"),
        ("recipient", None, None, "Pak Budi"),
        ("text", None, None, "lain"),
        ("word", 1, "0018", None),
        ("word", 1, "0017", "0018"),
    ]


def test_of_a_long_text_the_beginning_is_told(
    person: Person, letter: Scan, correct: Callable[..., Any], history: Callable[..., Any]
) -> None:
    correct(person, letter, correctedText="a" * 1000).raise_for_status()
    correct(person, letter, correctedText="b" * 1001, version=letter["version"] + 1).raise_for_status()
    newest, older = history()["items"]
    assert (newest["old"], newest["new"]) == ("a" * 1000, "b" * 1000 + "…")
    assert older["new"] == "a" * 1000


@pytest.mark.usefixtures("changed")
def test_a_change_says_who_and_when_and_which_word(
    client: TestClient, person: Person, history: Callable[..., Any]
) -> None:
    item = history()["items"][-1]
    me = client.get("/api/users/me", headers=person.headers).json()
    assert (item["userId"], item["username"]) == (me["id"], me["username"])
    assert (item["line"], item["word"]) == (0, 2)
    assert abs(datetime.now(UTC) - datetime.fromisoformat(item["at"])).total_seconds() < 60


@pytest.mark.usefixtures("changed")
def test_history_comes_in_parts_that_fit_together(history: Callable[..., Any]) -> None:
    first = history("?limit=2")
    second = history(f"?limit=3&cursor={first['nextCursor']}")
    assert first["items"] + second["items"] == history()["items"]
    assert (second["nextCursor"], history()["nextCursor"]) == (None, None)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("statement", ["UPDATE corrections SET new = 'x'", "DELETE FROM corrections"])
def test_nobody_of_us_rewrites_history(person: Person, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="denied"), database.transaction(person.account_id) as session:
        session.execute(text(statement))


def test_history_goes_with_its_scan(client: TestClient, person: Person, changed: Scan) -> None:
    assert rows(person.account_id, "corrections") == 5
    assert client.delete(f"/api/scans/{changed['id']}", headers=person.headers).status_code == 204
    assert rows(person.account_id, "corrections") == 0
