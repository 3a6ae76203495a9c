"""A scan's searchable PDF: its pages as they lie now, with their words as corrected; made at once and kept nowhere."""

from collections.abc import Callable
from typing import Any

import pypdfium2 as pdfium
import pytest
from fastapi.testclient import TestClient

from ocrwtf.core import admission
from ocrwtf.core.admission import Places
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.scans import made_file, searchable
from tests.integration.conftest import Person
from tests.integration.documents import picture
from tests.integration.scans.conftest import object_keys

Scan = dict[str, Any]
Made = Callable[..., Any]


@pytest.fixture
def pdf(client: TestClient) -> Made:
    def get(person: Person, scan: Scan) -> Any:
        return client.get(f"/api/scans/{scan['id']}/document.pdf", headers=person.headers)

    return get


@pytest.fixture
def note(person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan]) -> Scan:
    return read(person, uploaded(person, picture("TOTAL 45.000"), "nota – 漢.png"))


def texts(answer: Any) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pdfium.PdfDocument(answer.content)]


def test_every_page_is_there_with_its_words(person: Person, letter: Scan, pdf: Made) -> None:
    answer = pdf(person, letter)
    assert texts(answer) == ["Surat Jalan 0017", "Halaman dua"]
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_it_is_an_attachment_named_as_the_upload(person: Person, note: Scan, pdf: Made) -> None:
    name = pdf(person, note).headers["content-disposition"]
    assert name == "attachment; filename=\"nota _ _.pdf\"; filename*=UTF-8''nota%20%E2%80%93%20%E6%BC%A2.pdf"


def test_words_lie_over_their_picture_and_say_what_they_were_corrected_to(
    person: Person, note: Scan, pdf: Made, correct: Callable[..., Any]
) -> None:
    polygon = note["pages"][0]["lines"][0]["words"][1]["polygon"]
    correct(person, note, words=[{"page": 1, "line": 0, "word": 1, "text": "46.000"}])
    page = pdfium.PdfDocument(pdf(person, note).content)[0]
    text, scale = page.get_textpage(), page.get_size()[0] / note["pages"][0]["widthPx"]
    start, count = text.search("46.000").get_next()
    left, right = text.get_charbox(start)[0], text.get_charbox(start + count - 1)[2]
    assert [left, right] == pytest.approx([polygon[0][0] * scale, polygon[1][0] * scale], abs=1)


def test_a_turned_page_is_turned(person: Person, note: Scan, pdf: Made, correct: Callable[..., Any]) -> None:
    correct(person, note, pages=[{"number": 1, "rotation": 90}])
    answer = pdf(person, note)
    width, height = pdfium.PdfDocument(answer.content)[0].get_size()
    assert width / height == pytest.approx(160 / 480, rel=0.01)
    assert texts(answer) == ["TOTAL 45.000"]


def test_nothing_is_stored(person: Person, letter: Scan, pdf: Made) -> None:
    before = object_keys()
    assert pdf(person, letter).status_code == 200
    assert object_keys() == before


def test_what_is_not_read_yet_or_was_never_readable_has_none(
    client: TestClient, person: Person, uploaded: Callable[..., Scan], pdf: Made
) -> None:
    scan = uploaded(person, picture("BARU"))
    assert (pdf(person, scan).status_code, pdf(person, scan).json()["type"]) == (409, "/problems/not-read-yet")
    client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers)
    assert pdf(person, scan).status_code == 404


def test_whoever_finds_no_place_is_told_to_come_back(
    person: Person, letter: Scan, pdf: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made_file, "_making", Places("testing", 0))
    monkeypatch.setattr(admission, "WAIT_SECONDS", 0.01)
    answer = pdf(person, letter)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")


def test_what_takes_too_long_is_given_up(
    person: Person, letter: Scan, pdf: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searchable, "_SECONDS", 0.0)
    assert pdf(person, letter).status_code == 503


def test_a_machine_that_cannot_make_it_now_says_so(
    person: Person, letter: Scan, pdf: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_picture: object, _seconds: float) -> None:
        raise DocumentError("reader-crashed", retryable=True)

    monkeypatch.setattr(searchable, "jpeg_picture", lost)
    assert pdf(person, letter).status_code == 503
