"""What waits for a person: counted, and found by the list."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from tests.integration.conftest import Person
from tests.integration.documents import picture

Scan = dict[str, Any]


@pytest.fixture
def some_of_each(person: Person, uploaded: Callable[..., Scan]) -> dict[str, list[str]]:
    """Scans by what they are, as the worker would have left them."""
    kinds = {"pending": 2, "failed": 1, "cancelled": 1, "completed": 1, "doubtful": 2, "failed doubtful": 1}
    ids = {kind: [uploaded(person, picture(f"{kind} {n}"))["id"] for n in range(many)] for kind, many in kinds.items()}
    with database.transaction(person.account_id) as session:
        for kind, found in ids.items():
            status = kind.split()[0].replace("doubtful", "completed")
            values = {"ids": found, "status": status, "words": 3 if "doubtful" in kind else 0}
            changed = "UPDATE scans SET status = :status, doubtful_words = :words WHERE id = ANY (CAST(:ids AS uuid[]))"
            session.execute(text(changed), values)
    return ids


def test_each_sort_is_counted(client: TestClient, person: Person, some_of_each: dict[str, list[str]]) -> None:
    assert sum(map(len, some_of_each.values())) == 8
    counts = client.get("/api/scans/counts", headers=person.headers).json()
    assert counts == {"all": 8, "needsReview": 2, "unfinished": 2, "failed": 2}


def test_nobody_elses_scans_are_counted(
    client: TestClient, new_person: Callable[[], Person], some_of_each: dict[str, list[str]]
) -> None:
    assert some_of_each
    counts = client.get("/api/scans/counts", headers=new_person().headers).json()
    assert counts == {"all": 0, "needsReview": 0, "unfinished": 0, "failed": 0}


def test_the_list_of_what_needs_review_comes_in_parts_too(
    client: TestClient, person: Person, some_of_each: dict[str, list[str]]
) -> None:
    first = client.get("/api/scans?needsReview=true&limit=1", headers=person.headers).json()
    second = client.get(f"/api/scans?needsReview=true&cursor={first['nextCursor']}", headers=person.headers).json()
    found = [item["id"] for item in first["items"] + second["items"]]
    assert (found, second["nextCursor"]) == (some_of_each["doubtful"][::-1], None)


def test_without_the_filter_everything_is_listed(
    client: TestClient, person: Person, some_of_each: dict[str, list[str]]
) -> None:
    for query in ("", "?needsReview=false"):
        listed = client.get(f"/api/scans{query}", headers=person.headers).json()["items"]
        assert len(listed) == sum(map(len, some_of_each.values()))


def test_a_reading_counts_its_doubtful_words(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocrwtf.scans.texts.DOUBTFUL_BELOW", 1.1)
    assert read(person, uploaded(person, picture("kami tiba")))["doubtfulWords"] == 2
