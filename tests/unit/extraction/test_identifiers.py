"""Numbers that name something."""

import pytest

from tests.unit.extraction.said import said, value


@pytest.mark.parametrize(
    ("name", "row", "normalized"),
    [
        ("number", "Invoice No. : inv/2026/0042", "INV/2026/0042"),
        ("number", "No. Surat Jalan 0012/SJ/XI/2026", "0012/SJ/XI/2026"),
        ("order_number", "No. PO : PO-2026-77", "PO-2026-77"),
        ("vehicle_plate", "No. Polisi: b9123kxt", "B 9123 KXT"),
        ("container_number", "No. Kontainer : CSQU 305438-3", "CSQU3054383"),
        ("bank_account", "No. Rek. 123-456-7890 a.n. Misal", "1234567890"),
        ("seller_phone", "Telp. (021) 555 1234", "0215551234"),
        ("seller_tax_number", "NPWP 01.234.567.8-901.000", "012345678901000"),
        ("package_count", "Jumlah Koli : 1.250 koli", "1250"),
        ("weight", "Berat: 1,5 ton", "1500"),
        ("weight", "Gross Weight   1.250,5 kg", "1250.5"),
    ],
)
def test_a_labelled_number_is_read_and_written_for_machines(name: str, row: str, normalized: str) -> None:
    assert value(name, row) == normalized


def test_a_house_number_is_not_the_documents() -> None:
    assert value("number", "Jl. Misal No. 45, Bandung") is None


def test_the_numbers_of_a_tables_rows_are_not_the_documents() -> None:
    assert value("number", "No     Nama Barang\n1      Semen\n2      Paku") is None


def test_a_date_is_no_documents_number() -> None:
    assert value("number", "No : 21/11/2026") is None


def test_a_container_is_known_by_its_check_digit_alone() -> None:
    assert value("container_number", "muatan CSQU3054383 segel utuh") == "CSQU3054383"
    assert value("container_number", "muatan CSQU3054384 segel utuh") is None


def test_a_container_with_a_wrong_check_digit_is_less_sure() -> None:
    wrong, right = said("Container No: CSQU3054384"), said("Container No: CSQU3054383")

    assert wrong["container_number"].confidence < right["container_number"].confidence


def test_of_two_documents_on_one_page_the_other_number_is_kept() -> None:
    number = said("FAKTUR\nNo: F-001\n\nFAKTUR\nNo: F-002")["number"]

    assert {number.value, number.candidates[0].value} == {"F-001", "F-002"}


def test_a_number_may_be_printed_in_groups() -> None:
    assert value("number", "No. Ref   1234 5678 9012") == "123456789012"


def test_a_tills_number_behind_a_hash_is_taken_where_nothing_better_is() -> None:
    assert value("number", "Kasir: Rina   #01234") == "01234"
    assert value("number", "Kasir: Rina   #01234\nNo. Struk: A-77") == "A-77"


def test_goods_that_look_like_a_plate_are_none() -> None:
    assert value("vehicle_plate", "1   Kertas A-4896 Mie   2   5.000   10.000") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seller_phone", "PT Misal\nJl. Mawar 5, Malang\nTelp. (031) 555-12345 Email: admin@misal.id"),
        ("number", "SURAT JALAN\nNo. 000482 dibuat di gudang"),
        ("number", "KWITANSI\nNo. 3534/KW/VII/2025 lembar kedua"),
        ("seller_tax_number", "PT Misal\nNPWP 01.234.567.4-901.000 Malang"),
        ("bank_account", "Transfer Rekening 740-625-8390 BCA"),
    ],
)
def test_a_number_whose_form_says_what_it_is_needs_no_colon_to_be_sure(name: str, text: str) -> None:
    assert said(text)[name].confidence > 0.85


def test_a_number_under_a_title_is_read_without_its_no() -> None:
    assert value("number", "SURAT JALAN\nNo. 000482") == "000482"
    assert value("number", "SURAT JALAN\nNo. SJ/0482/XI") == "SJ/0482/XI"


@pytest.mark.parametrize("text", ["No. 12 Malang", "No. 4821 dibuat di gudang", "No. 081234567890 hubungi"])
def test_other_numbers_behind_no_are_not_sure(text: str) -> None:
    number = said(f"PT Misal\n{text}").get("number")

    assert number is None or number.confidence < 0.6
