"""A deck becomes PDF: slides, notes, handout, pictures, and what its fonts became."""

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.integration.conftest import Person, credits_of
from tests.integration.conversions.conftest import Convert, needs_soffice
from tests.integration.decks import deck, odp

pytestmark = needs_soffice


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().strip() for page in document]


def test_a_deck_becomes_a_pdf_with_a_page_for_each_slide(client: TestClient, person: Person, convert: Convert) -> None:
    made = convert(deck("Muat barang", "Antar barang"), "Pelatihan sopir.pptx")
    file = client.get(made["files"][0]["url"], headers=person.headers)
    assert (made["status"], made["slideCount"], made["pageCount"], made["error"]) == ("completed", 2, 2, None)
    assert pages_of(file.content) == ["Muat barang", "Antar barang"]
    assert file.headers["content-disposition"] == 'attachment; filename="Pelatihan sopir.pdf"'
    assert (file.headers["content-type"], file.headers["x-content-type-options"]) == ("application/pdf", "nosniff")


def test_it_costs_one_credit(person: Person, convert: Convert) -> None:
    before = credits_of(person.account_id)
    convert()
    assert credits_of(person.account_id) == before - 1


def test_speaker_notes_are_a_pdf_of_their_own(client: TestClient, person: Person, convert: Convert) -> None:
    made = convert(deck("Rem", notes="Tunjukkan kampas yang aus"))
    urls = {file["variant"]: file["url"] for file in made["files"]}
    assert list(urls) == ["slides", "notes", "handout"]
    assert "Tunjukkan kampas yang aus" in pages_of(client.get(urls["notes"], headers=person.headers).content)[0]
    assert "Tunjukkan" not in pages_of(client.get(urls["slides"], headers=person.headers).content)[0]


def test_a_handout_has_six_slides_on_a_page(client: TestClient, person: Person, convert: Convert) -> None:
    made = convert(deck(*(f"Slide {number}" for number in range(1, 8))))
    handout = client.get(f"/api/conversions/{made['id']}/file?variant=handout", headers=person.headers)
    first, second = pages_of(handout.content)
    assert [f"Slide {number}" in first for number in range(1, 8)] == [True] * 6 + [False]
    assert second == "Slide 7"


def test_a_kind_of_file_that_there_is_not_is_not_found(client: TestClient, person: Person, convert: Convert) -> None:
    made = convert()
    answer = client.get(f"/api/conversions/{made['id']}/file?variant=notes", headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-variant")


def test_each_page_has_a_picture(client: TestClient, person: Person, convert: Convert) -> None:
    made = convert(deck("Satu", "Dua"))
    address = f"/api/conversions/{made['id']}/pages/{{}}.webp"
    answers = [client.get(address.format(number), headers=person.headers) for number in (1, 2, 3)]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert all(answer.content.startswith(b"RIFF") for answer in answers[:2])
    assert made["picturesMade"] == 2


def test_a_font_that_is_not_here_is_said_with_the_one_that_stands_for_it(convert: Convert) -> None:
    made = convert(deck("Harga", font="Calibri"))
    assert {"name": "Calibri", "shownAs": "Carlito", "asWide": True} in made["fonts"]


def test_an_open_document_is_converted_whatever_its_name(client: TestClient, person: Person, convert: Convert) -> None:
    made = convert(odp("Jam kerja"), "jam.pptx")
    assert (made["kind"], made["status"]) == ("odp", "completed")
    assert "Jam kerja" in pages_of(client.get(made["files"][0]["url"], headers=person.headers).content)[0]


ACTING = {"/OpenAction", "/AA", "/AcroForm", "/JS", "/EmbeddedFiles", "/Launch", "/F"}


@pytest.mark.parametrize(
    ("link", "stays"),
    [("https://contoh.id/aturan", True), ("mailto:rina@contoh.id", True), ("file:///etc/passwd", False)],
)
def test_what_comes_out_has_nothing_that_acts_by_itself(
    client: TestClient, person: Person, convert: Convert, link: str, *, stays: bool
) -> None:
    pdf = client.get(convert(deck("Tautan", link=link))["files"][0]["url"], headers=person.headers).content
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        dictionaries = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
        addresses = [str(each["/URI"]) for each in dictionaries if "/URI" in each]
        actions = [each["/A"] for page in opened.pages for each in page.obj.get("/Annots", []) if "/A" in each]
        addresses += [str(action["/URI"]) for action in actions if "/URI" in action]
        assert not [key for each in [*dictionaries, *actions] for key in each if key in ACTING]
    assert set(addresses) == ({link} if stays else set())


def test_an_outline_becomes_a_deck_and_its_pdf(
    client: TestClient, person: Person, work_on: Callable[[Response], dict[str, object]]
) -> None:
    said = {"title": "Pelatihan", "outline": "# Sebelum berangkat\n- Periksa rem\n  - dan ban\n# Di jalan\n- Pelan"}
    made = work_on(client.post("/api/conversions/outlines", json=said, headers=person.headers))
    files = {file["variant"]: file["url"] for file in made["files"]}  # type: ignore[attr-defined]
    pages = pages_of(client.get(files["slides"], headers=person.headers).content)
    assert [page.split()[0] for page in pages] == ["Sebelum", "Di"]
    assert "Periksa rem" in pages[0]
    assert client.get(files["deck"], headers=person.headers).content.startswith(b"PK")


def test_an_outline_without_words_is_refused(client: TestClient, person: Person) -> None:
    answer = client.post("/api/conversions/outlines", json={"title": "x", "outline": " \n "}, headers=person.headers)
    assert answer.status_code == 422


def test_the_list_has_the_newest_first_and_goes_on(client: TestClient, person: Person, send: object) -> None:
    for name in ("a.pptx", "b.pptx", "c.pptx"):
        send(deck(), name)  # type: ignore[operator]
    first = client.get("/api/conversions?limit=2", headers=person.headers).json()
    rest = client.get(f"/api/conversions?limit=2&cursor={first['nextCursor']}", headers=person.headers).json()
    assert [item["filename"] for item in first["items"] + rest["items"]] == ["c.pptx", "b.pptx", "a.pptx"]
    assert rest["nextCursor"] is None


def test_before_the_end_there_is_no_file_yet(client: TestClient, person: Person, send: Callable[..., Response]) -> None:
    waiting = send(deck()).json()
    answer = client.get(f"/api/conversions/{waiting['id']}/file", headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-converted-yet")


def test_the_same_sent_again_with_its_key_is_charged_once(person: Person, send: Callable[..., Response]) -> None:
    before, content = credits_of(person.account_id), deck()
    first, second = (send(content, **{"Idempotency-Key": "kunci-1"}) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert credits_of(person.account_id) == before - 1
