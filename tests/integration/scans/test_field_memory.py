"""What people confirm is looked for on the next document of the same sender, in their account, until they forget it."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.integration.conftest import Person
from tests.integration.documents import text_pdf

Scan = dict[str, Any]
Upload = Callable[[Person, str], Scan]
MEMORY = "/api/field-memory"


def note(number: str) -> bytes:
    return text_pdf(f"PT SINAR LAUT NUSANTARA\nSURAT JALAN\nBerkas: {number}\nKepada: CV Maju Bersama")


@pytest.fixture
def upload(uploaded: Callable[..., Scan], read: Callable[..., Scan]) -> Upload:
    return lambda person, number: read(person, uploaded(person, note(number), f"{number}.pdf"))


@pytest.fixture
def taught(person: Person, upload: Upload, correct: Callable[..., Any]) -> Scan:
    """A document in which a person showed what its number is."""
    scan = upload(person, "XK-0017")
    at = next(
        {"page": 1, "line": line, "word": word}
        for line, read in enumerate(scan["pages"][0]["lines"])
        for word, said in enumerate(read["words"])
        if said["text"] == "XK-0017"
    )
    answer: Scan = correct(person, scan, fields=[{"name": "number", "value": "XK-0017", "words": [at]}]).json()
    return answer


def number_of(scan: Scan) -> tuple[str, str] | None:
    return next(((field["value"], field["source"]) for field in scan["fields"] if field["name"] == "number"), None)


@pytest.mark.usefixtures("taught")
def test_the_next_document_of_the_sender_is_read_as_the_last_was_corrected(person: Person, upload: Upload) -> None:
    assert number_of(upload(person, "XK-0018")) == ("XK-0018", "remembered")


@pytest.mark.parametrize(("value", "learned"), [("CV Pelita Abadi", 0), ("PT SINAR LAUT NUSANTARA Tbk", 1)])
def test_where_something_else_stands_is_not_learned(
    client: TestClient, person: Person, upload: Upload, correct: Callable[..., Any], value: str, learned: int
) -> None:
    correct(person, upload(person, "XK-0017"), fields=[{"name": "seller_name", "value": value}]).raise_for_status()
    assert len(client.get(MEMORY, headers=person.headers).json()["items"]) == learned


def test_what_is_remembered_is_shown(client: TestClient, person: Person, taught: Scan) -> None:
    memory = client.get(MEMORY, headers=person.headers).json()
    (item,) = memory["items"]
    assert memory["enabled"]
    assert (item["name"], item["sender"], item["confirmed"]) == ("number", "pt sinar laut nusantara", 1)
    assert taught["fields"]


@pytest.mark.usefixtures("taught")
def test_switched_off_nothing_is_used_and_nothing_learned(client: TestClient, person: Person, upload: Upload) -> None:
    answer = client.patch(MEMORY, json={"enabled": False}, headers=person.headers).json()
    assert (answer["enabled"], len(answer["items"])) == (False, 1)
    assert number_of(upload(person, "XK-0018")) != ("XK-0018", "remembered")


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.usefixtures("taught")
def test_what_is_forgotten_is_not_used(client: TestClient, person: Person, upload: Upload, *, one: bool) -> None:
    item = client.get(MEMORY, headers=person.headers).json()["items"][0]["id"] if one else ""
    assert client.delete(f"{MEMORY}/{item}".rstrip("/"), headers=person.headers).status_code == 204
    assert client.get(MEMORY, headers=person.headers).json()["items"] == []
    assert number_of(upload(person, "XK-0018")) != ("XK-0018", "remembered")


def test_what_was_taken_back_is_not_remembered(
    client: TestClient, person: Person, taught: Scan, correct: Callable[..., Any]
) -> None:
    correct(person, taught, fields=[{"name": "number", "value": None}]).raise_for_status()
    assert client.get(MEMORY, headers=person.headers).json()["items"] == []


@pytest.mark.usefixtures("taught")
def test_nobody_else_learns_from_it(client: TestClient, new_person: Callable[[], Person], upload: Upload) -> None:
    other = new_person()
    assert client.get(MEMORY, headers=other.headers).json()["items"] == []
    assert number_of(upload(other, "XK-0018")) != ("XK-0018", "remembered")
