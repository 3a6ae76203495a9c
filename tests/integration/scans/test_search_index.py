"""The index behind the search: used under forced row-level security, and kept in step."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from ocrwtf.core import database
from ocrwtf.scans.search.query import parsed
from tests.integration.conftest import Person, Urls
from tests.integration.scans.finding import PAGE_PX, box, read_document, search

INDEX = "ix_search_entries_account_id_lexemes"


@pytest.fixture
def plans(urls: Urls) -> Iterator[Callable[..., list[str]]]:
    """The plans of all statements that a look-up as the app role runs, those inside of functions too."""
    engine = create_engine(make_url(urls.admin).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        notices: list[str] = []
        driver: Any = connection.connection.driver_connection
        driver.add_notice_handler(lambda said: notices.append(said.message_primary))
        connection.execute(text("LOAD 'auto_explain'"))
        for setting in ("log_min_duration = 0", "log_nested_statements = on"):
            connection.execute(text(f"SET auto_explain.{setting}"))
        connection.execute(text("SET client_min_messages = log"))
        connection.execute(text("SET ROLE ocrwtf_app"))

        def run(person: Person, statement: str, **parameters: object) -> list[str]:
            connection.execute(text("SELECT set_config('app.account_id', :id, true)"), {"id": str(person.account_id)})
            notices.clear()
            connection.execute(text(statement), parameters).all()
            return notices

        yield run
    engine.dispose()


@pytest.mark.parametrize("typed", ["nusantara", "sem", "sinar laut", "sinor laot"])
def test_every_tier_of_a_search_reads_the_index_by_account_and_lexeme(
    person: Person, plans: Callable[..., list[str]], typed: str
) -> None:
    for _ in range(20):
        read_document(person, "semen sinar laut nusantara")
    query = parsed(typed)
    assert query
    for tier in query.tiers():
        said = "\n".join(plans(person, "SELECT * FROM search_scans(CAST(:query AS tsquery), NULL, 21)", query=tier))
        conditions = said.split(f"Bitmap Index Scan on {INDEX}")[1].split("\n")[1]
        assert "account_id = " in conditions
        assert "lexemes @@ " in conditions
        assert "Seq Scan" not in said


def test_the_same_search_under_row_level_security_alone_cannot_use_the_lexemes(
    person: Person, plans: Callable[..., list[str]]
) -> None:
    read_document(person, "semen")
    said = "\n".join(plans(person, "SELECT scan_id FROM search_entries WHERE lexemes @@ 'semen'"))
    assert "Filter: (lexemes @@ " in said


def test_the_definer_function_never_takes_an_account_from_its_caller(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        arguments = connection.scalar(
            text("SELECT pg_get_function_identity_arguments(oid) FROM pg_proc WHERE proname = 'search_scans'")
        )
    assert arguments == "query tsquery, before uuid, most integer"


def corrected(client: TestClient, person: Person, scan_id: str, **changes: object) -> None:
    version = client.get(f"/api/scans/{scan_id}", headers=person.headers).json()["version"]
    answer = client.patch(f"/api/scans/{scan_id}", json={"version": version, **changes}, headers=person.headers)
    assert answer.status_code == 200, answer.text


def test_a_corrected_word_is_found_and_shown_and_the_misread_one_still_found(
    client: TestClient, person: Person
) -> None:
    scan_id = read_document(person, "Kepada\nPT Sinar Lout")
    corrected(client, person, scan_id, words=[{"page": 1, "line": 1, "word": 2, "text": "Lautan"}])
    for typed, snippet in (("lautan", "Kepada PT Sinar Lautan"), ("lout", "Kepada PT Sinar Lout")):
        (hit,) = search(client, person, typed)[0]["hits"]
        assert (hit["snippet"], hit["polygons"]) == (snippet, [box(1, 2)])


def test_a_text_in_place_of_the_whole_and_a_recipient_are_found(client: TestClient, person: Person) -> None:
    scan_id = read_document(person, "Kepada")
    corrected(client, person, scan_id, correctedText="Ditulis tangan", recipientName="Wayan")
    (item,) = search(client, person, "tangan wayan")
    assert (item["id"], item["hits"][0]["snippet"], item["hits"][0]["polygons"]) == (scan_id, "Ditulis tangan", [])
    corrected(client, person, scan_id, correctedText=None)
    assert search(client, person, "tangan") == []


def test_places_lie_on_the_page_as_it_is_shown(client: TestClient, person: Person) -> None:
    scan_id = read_document(person, "semen")
    with database.transaction(person.account_id) as session:
        session.execute(text("UPDATE pages SET turned_to = 180 WHERE scan_id = :id"), {"id": scan_id})
    (hit,) = search(client, person, "semen")[0]["hits"]
    assert hit["polygons"] == [[[PAGE_PX - x, PAGE_PX - y] for x, y in box(0, 0)]]
