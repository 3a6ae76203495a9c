"""Labels, however they were misread."""

import pytest

from ocrwtf.extraction.labels import known, labels_of
from ocrwtf.extraction.sheet import sheet_of
from tests.unit.extraction.papers import paper
from tests.unit.extraction.said import value


def named(text: str) -> list[str | None]:
    return [label.name for found in labels_of(sheet_of([paper(text)])).values() for label in found]


@pytest.mark.parametrize(
    "text", ["No. Faktur: A-1", "N0 FAKTUR : A-1", "NoFaktur:A-1", "Nomor Fakturr A-1", "no faktur   A-1"]
)
def test_a_label_is_known_misread_and_without_its_spaces(text: str) -> None:
    assert value("number", text) == "A-1"


def test_the_longest_label_counts() -> None:
    assert named("Tanggal Jatuh Tempo: 1") == ["due_on"]


def test_letters_inside_a_number_are_no_label() -> None:
    assert named("8053/PO/I/2026") == []


def test_short_words_with_another_letter_are_other_words() -> None:
    assert known("Beras") is None


def test_words_of_different_cells_are_no_label_together() -> None:
    assert named("Invoice          Date") == ["number", "issued_on"]


def test_a_value_stands_beside_its_label_or_below_it() -> None:
    assert value("number", "No. SJ          Sopir\nSJ/77           Budi") == "SJ/77"
    assert value("driver_name", "No. SJ          Sopir\nSJ/77           Budi") == "Budi"


def test_a_value_ends_where_the_next_label_begins() -> None:
    assert value("order_number", "No. PO: PO-9 Tanggal: 1/2/2026") == "PO-9"


def test_a_label_in_two_languages_is_one() -> None:
    assert value("recipient_name", "SURAT JALAN\nKepada Yth. / Consignee\nPT Misal Beli") == "PT Misal Beli"


def test_a_glued_label_is_read_in_its_parts() -> None:
    assert value("total_amount", "GrandTotal:1.766.900") == "1766900"


def test_a_place_is_nobodys_name() -> None:
    assert value("recipient_name", "SURAT JALAN\nTujuan : Bekasi") is None
