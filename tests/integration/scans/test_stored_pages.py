"""Pages on their way and where they stay: what is too much is refused, and nothing of it remains."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core import database
from ocrwtf.files import jobs as files_jobs
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.page import Line, Page, Word
from ocrwtf.ocr.reader import PageImages, ReadPage
from ocrwtf.scans.reading import MAX_WORDS, stored_pages
from tests.integration.conftest import Person
from tests.integration.scans.conftest import object_keys

BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def read_page(words: int) -> ReadPage:
    line = Line("x", 1.0, BOX, (Word("x", 1.0, BOX),) * words)
    page = Page(1, 10, 10, rotation=0, confidence=1.0, engine="e", lines=(line,))
    return ReadPage(page, PageImages(b"full", b"medium", b"thumbnail"))


def test_a_document_with_more_words_than_paper_holds_is_refused_and_leaves_no_picture() -> None:
    before = object_keys()
    with stored_pages() as pages:
        pages.put(read_page(MAX_WORDS))
        with pytest.raises(DocumentError, match="too-much-text"):
            pages.put(read_page(1))
    assert object_keys() == before


def test_pictures_stay_when_the_answer_to_the_commit_of_their_rows_was_lost() -> None:
    before = object_keys()
    with pytest.raises(ConnectionError), stored_pages() as pages:  # noqa: PT012  the block is what fails late
        pages.put(read_page(1))
        pages.kept = True
        raise ConnectionError
    assert set(pages.keys()) == object_keys() - before


def test_pictures_are_no_strays_while_their_page_is_there_and_go_with_it(
    client: TestClient, person: Person, letter: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_jobs, "STRAY_AGE", timedelta(0))
    files_jobs.delete_strays.func(0)
    addresses = [page["imageUrl"] + width for page in letter["pages"] for width in ("", "&width=1280", "&width=320")]
    assert [client.get(one, headers=person.headers).status_code for one in addresses] == [200] * 6
    with database.transaction(person.account_id) as session:
        own = set(session.scalars(text("SELECT object_key FROM files UNION SELECT object_key FROM page_images")))
    assert (len(own), own <= object_keys()) == (7, True)
    client.delete(f"/api/scans/{letter['id']}", headers=person.headers).raise_for_status()
    files_jobs.delete_objects.func(0)
    assert not own & object_keys()
