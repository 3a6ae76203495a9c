"""Searching all documents: what is found, in which order, and what each shows."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ocrwtf.core import database
from tests.integration.conftest import Person
from tests.integration.documents import picture
from tests.integration.scans.finding import box, found, read_document, search

NOTE = "SURAT JALAN No. SJ/2026/0417\nPT Sinar Laut Nusantara\n12 koli semen, dikirim ke Cilacap\nTotal Rp 1.335.775"


@pytest.mark.parametrize(
    "typed",
    [
        "sinar laut nusantara",
        "NUSANTARA sinar",
        "nusant",
        "sinar laut nusantarа",  # its last letter is Cyrillic
        "sínar",
        '"laut nusantara"',
        '"laut nusan',
        "SJ/2026/0417",
        "sj-2026-0417",
        "1.335.775",
        "1335775",
        "335775",
        "pengiriman",
        "kirim",
        "surat   jalan, cilacap!",
        "foto nusantara",
    ],
)
def test_a_document_is_found_by_its_words_however_they_are_written(
    client: TestClient, person: Person, typed: str
) -> None:
    scan_id = read_document(person, NOTE)
    assert found(client, person, typed) == [scan_id]


@pytest.mark.parametrize(
    "read", ["Invoice", "lnvoice", "INV0ICE", "lnv01ce", "Involce", "Invoce", "Invoicee", "Inwoice"]
)
def test_a_word_with_a_misread_letter_is_found_and_marked(client: TestClient, person: Person, read: str) -> None:
    read_document(person, f"Kepada Yth\n{read} ini untuk Bapak")
    (item,) = search(client, person, "invoice")
    (hit,) = item["hits"]
    ((start, end),) = hit["marks"]
    assert hit["snippet"][start:end] == read
    assert hit["polygons"] == [box(1, 0)]


@pytest.mark.parametrize("typed", ["lnvoice", "nusantora", "sinarlaut", "nusan tara", "sinarr nusantra laut"])
def test_what_was_typed_wrongly_is_found_too(client: TestClient, person: Person, typed: str) -> None:
    scan_id = read_document(person, NOTE + "\nINVOICE")
    assert found(client, person, typed) == [scan_id]


@pytest.mark.parametrize(
    "typed", ["bulan", "nusantara bulan", '"nusantara laut"', "1.335.776", "SJ/2026/0418", "laud", '"sinar nusantara"']
)
def test_what_is_not_there_is_not_found(client: TestClient, person: Person, typed: str) -> None:
    read_document(person, NOTE)
    assert found(client, person, typed) == []


def test_words_may_stand_on_different_pages_and_in_the_file_name(client: TestClient, person: Person) -> None:
    scan_id = read_document(person, "Halaman pertama", "Halaman kedua: semen", filename="Nota_Cilacap-12.pdf")
    assert found(client, person, "pertama semen cilacap") == [scan_id]
    assert [hit["page"] for hit in search(client, person, "semen")[0]["hits"]] == [2]


def test_the_best_come_first_and_of_equals_the_newest(client: TestClient, person: Person) -> None:
    misread = read_document(person, "sinor laut")
    apart = read_document(person, "laut yang sinar")
    beside = [read_document(person, "di sinar laut") for _ in range(2)]
    other_form = read_document(person, "penyinaran laut")
    newest_apart = read_document(person, "laut dan sinar")
    expected = [*reversed(beside), newest_apart, apart, other_form, misread]
    assert found(client, person, "sinar laut") == expected


def test_pieces_of_a_search_fit_together_whatever_their_size(client: TestClient, person: Person) -> None:
    texts = ["sinar laut", "laut, sinar", "slnar laut", "sinor laut", "bulan"] * 4
    texts = texts[::3] + texts[1::3] + texts[2::3]
    for each in texts:
        read_document(person, each)
    whole = found(client, person, "sinar laut", limit=100)
    assert len(whole) == len(set(whole)) == 16
    for limit in (1, 3, 5, 16):
        assert found(client, person, "sinar laut", limit=limit) == whole


def test_a_snippet_is_the_piece_with_most_of_the_words_and_marks_them(client: TestClient, person: Person) -> None:
    far = " ".join(["kosong"] * 60)
    read_document(person, f"semen di sini {far}\n{far} semen Cilacap putih {far}")
    (hit,) = search(client, person, "cilacap semen")[0]["hits"]
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["semen", "Cilacap"]
    assert (hit["snippet"][0], hit["snippet"][-1]) == ("…", "…")
    assert len(hit["snippet"]) <= 162
    assert hit["polygons"] == [box(1, 60), box(1, 61), box(0, 0)]


def test_marks_count_code_points_also_where_folding_changes_the_length(client: TestClient, person: Person) -> None:
    read_document(person, "𝐒𝐢𝐧𝐚𝐫 e\u0301 straße ﬁnal 😀 Nusantara")
    for typed, marked in (("sinar", "𝐒𝐢𝐧𝐚𝐫"), ("final", "ﬁnal"), ("strasse", "straße"), ("nusantara", "Nusantara")):
        (hit,) = search(client, person, typed)[0]["hits"]
        assert [hit["snippet"][start:end] for start, end in hit["marks"]] == [marked]


def test_at_most_three_pages_and_five_places_are_shown(client: TestClient, person: Person) -> None:
    read_document(person, *["semen " * 9] * 5)
    hits = search(client, person, "semen")[0]["hits"]
    assert [(hit["page"], len(hit["polygons"])) for hit in hits] == [(1, 5), (2, 5), (3, 5)]


@pytest.mark.parametrize("typed", ["", "  ", '"', "?!", "😀"])
def test_nothing_to_look_for_is_the_plain_list_without_hits(client: TestClient, person: Person, typed: str) -> None:
    ids = [read_document(person, NOTE) for _ in range(3)]
    items = search(client, person, typed, limit=2)
    assert [item["id"] for item in items] == ids[::-1]
    assert [item["hits"] for item in items] == [[]] * 3


def test_a_search_is_narrowed_like_the_list(client: TestClient, person: Person) -> None:
    failed = [read_document(person, "semen", status="failed") for _ in range(3)]
    for _ in range(30):
        read_document(person, "semen")
    assert found(client, person, "semen", status="failed", limit=2) == failed[::-1]
    assert found(client, person, "semen", until="2020-01-01T00:00:00Z") == []
    assert len(found(client, person, "semen", since="2020-01-01T00:00:00Z")) == 33


def test_nobody_finds_what_is_in_another_account(client: TestClient, new_person: Callable[[], Person]) -> None:
    mine, other = new_person(), new_person()
    read_document(other, NOTE)
    own = read_document(mine, NOTE)
    assert found(client, mine, "nusantara") == [own]


def test_the_definer_function_finds_for_the_account_of_the_transaction_alone(new_person: Callable[[], Person]) -> None:
    owner = new_person()
    scan_id = read_document(owner, NOTE)
    look_up = text("SELECT * FROM search_scans('nusantara', NULL, 10)")
    for account_id, expected in ((owner.account_id, [scan_id]), (new_person().account_id, []), (None, [])):
        with database.transaction(account_id) as session:
            assert [str(found_id) for found_id in session.scalars(look_up)] == expected


def test_a_driver_finds_own_captures_only(
    client: TestClient, person: Person, new_driver: Callable[..., Person]
) -> None:
    driver = new_driver(person)
    own = read_document(person, NOTE, user_id=driver.user_id)
    for _ in range(3):
        read_document(person, NOTE)
    answer = client.get("/api/scans?q=nusantara&limit=1", headers=driver.headers).json()
    assert ([item["id"] for item in answer["items"]], answer["nextCursor"]) == ([own], None)
    assert len(found(client, person, "nusantara")) == 4


def test_an_upload_is_found_by_its_name_at_once_and_by_its_text_once_it_is_read(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., dict[str, Any]],
    read: Callable[..., dict[str, Any]],
) -> None:
    scan = uploaded(person, picture("SEMEN CILACAP"), name="nota gudang.png")
    assert found(client, person, "gudang") == [scan["id"]]
    assert found(client, person, "semen") == []
    read(person, scan)
    (hit,) = search(client, person, "semen")[0]["hits"]
    assert (hit["page"], len(hit["polygons"])) == (1, 1)


def test_a_deleted_document_is_found_no_more(client: TestClient, person: Person) -> None:
    scan_id = read_document(person, NOTE)
    assert client.delete(f"/api/scans/{scan_id}", headers=person.headers).status_code == 204
    assert found(client, person, "nusantara") == []


TYPED = st.text(max_size=200) | st.text(st.sampled_from("\"'\\:*&|!()<->~+=-^%_ a1é漢\t\n"), max_size=200)


@pytest.fixture(scope="module")
def reader_of_anything(new_person: Callable[[], Person]) -> Person:
    person = new_person()
    read_document(person, NOTE + "\na 1 é 漢 a1")
    return person


@given(TYPED)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered(client: TestClient, reader_of_anything: Person, typed: str) -> None:
    answer = client.get("/api/scans", params={"q": typed}, headers=reader_of_anything.headers)
    assert answer.status_code == (400 if "\0" in typed else 200), answer.text


@pytest.mark.parametrize("query", [{"q": "x" * 201}, {"cursor": "x"}, {"cursor": "é" * 23}])
def test_what_cannot_be_looked_for_is_422(client: TestClient, person: Person, query: dict[str, str]) -> None:
    answer = client.get("/api/scans", params=query, headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
