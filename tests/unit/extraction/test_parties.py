"""Sellers, buyers and other parties."""

import pytest

from ocrwtf.extraction.parties import addresses, letterhead
from tests.unit.extraction.said import said, value

INVOICE = """
PT Contoh Makmur
Jl. Anggrek No. 5
Surabaya 60111
Telp. (031) 555-1234
NPWP: 01.234.567.8-901.000
INVOICE
No: INV-1                    Kepada Yth.
Tanggal: 1 Mei 2026          Toko Misal Jaya
                             Jl. Dahlia 7, Malang
                             NPWP: 02.345.678.9-012.000
"""
NOTE = """
CV Contoh Angkut
SURAT JALAN
Kepada:
UD Penerima Barang
Jl. Teratai 9, Bekasi
Penerima                Sopir

(Agus)                  (Joko)
"""


def test_an_invoice_names_seller_and_buyer_with_their_addresses_and_tax_numbers() -> None:
    found = {name: field.value for name, field in said(INVOICE).items()}

    assert found["seller_name"] == "PT Contoh Makmur"
    assert found["seller_address"] == "Jl. Anggrek No. 5 Surabaya 60111"
    assert found["seller_phone"] == "(031) 555-1234"
    assert found["seller_tax_number"] == "01.234.567.8-901.000"
    assert found["buyer_name"] == "Toko Misal Jaya"
    assert found["buyer_address"] == "Jl. Dahlia 7, Malang"
    assert found["buyer_tax_number"] == "02.345.678.9-012.000"


def test_whom_goods_go_to_is_their_recipient_and_who_signs_only_may_be() -> None:
    found = said(NOTE)

    assert found["recipient_name"].value == "UD Penerima Barang"
    assert [other.value for other in found["recipient_name"].candidates] == ["Agus"]
    assert found["driver_name"].value == "Joko"
    assert "buyer_name" not in found


def test_a_companys_number_is_no_part_of_its_name() -> None:
    assert value("seller_name", "MISAL TRADING SDN BHD (123456-X)\nNO 5, JALAN MISAL 2,\n81100 JOHOR BAHRU") == (
        "MISAL TRADING SDN BHD"
    )


def test_a_name_may_go_on_in_a_second_line() -> None:
    assert value("seller_name", "BUKU MISAL\nCO. (M) SDN BHD\nNO 5, JALAN MISAL 2,\n81100 JOHOR BAHRU") == (
        "BUKU MISAL CO. (M) SDN BHD"
    )


def test_an_address_ends_before_telephone_title_and_goods() -> None:
    text = "KEDAI MISAL\nLOT 5, JALAN MISAL,\nTAMAN CONTOH\n43000 KAJANG\nTEL: 03-5551234\nTAX INVOICE\nMILO 2KG   5.00"

    assert value("seller_address", text) == "LOT 5, JALAN MISAL, TAMAN CONTOH 43000 KAJANG"


def test_names_and_addresses_may_have_labels_of_their_own() -> None:
    text = "Faktur Pajak\nPembeli Barang Kena Pajak\nNama : PT Misal Beli\nAlamat : Jl. Mawar No. 9, Jakarta Pusat"

    assert value("buyer_name", text) == "PT Misal Beli"
    assert value("buyer_address", text) == "Jl. Mawar No. 9, Jakarta Pusat"


def test_a_bank_that_issues_a_slip_sells_nothing() -> None:
    found = said("BANK MISAL\nTRANSFER BERHASIL\nDari   Siti\nKe   Budi\nNominal   Rp 50.000")

    assert "seller_name" not in found
    assert (found["sender_name"].value, found["recipient_name"].value) == ("Siti", "Budi")


def test_a_number_in_a_heading_is_no_address() -> None:
    assert "seller_address" not in said("KWITANSI                 No. 045\nTelah terima dari : Bapak Contoh")


def test_an_address_with_a_misread_street_is_one() -> None:
    assert value("seller_address", "PT Contoh\nJ1. Misal No. 5\nMalang\nFAKTUR") == "J1. Misal No. 5 Malang"


def test_who_signs_may_sign_far_below_the_title() -> None:
    text = "SURAT JALAN\nPenerima,          Sopir,\n\n\n( Bu Sari )        ( Pak Eko )"

    assert value("recipient_name", text) == "Bu Sari"
    assert value("driver_name", text) == "Pak Eko"


def test_a_name_without_letterhead_form_or_address_is_not_guessed() -> None:
    assert "seller_name" not in said("catatan belanja\nKopi   5.000\nTotal   5.000")


@pytest.mark.parametrize(
    "sentence",
    ["dahulu sebelum surat jalan ditandatangani oleh penerima.", "Pesanan berupa keramik lantai 40x40 sudah dikirim"],
)
def test_a_line_of_running_text_is_no_address(sentence: str) -> None:
    assert value("seller_address", f"PT Maju Bersama\n{sentence}") is None


def test_a_letters_place_and_day_are_no_part_of_the_address_above() -> None:
    said_so = "PT Maju Bersama\nJl. Kenanga No. 6, Jakarta 72642\nBanjarmasin, 23/04/2025"

    assert value("seller_address", said_so) == "Jl. Kenanga No. 6, Jakarta 72642"


def test_a_day_behind_a_name_is_no_part_of_it() -> None:
    assert letterhead.name_end("PT Samudra Makmur, 02-03-2026") == len("PT Samudra Makmur")


def test_a_pronoun_behind_kepada_names_nobody() -> None:
    assert value("recipient_name", "Surat Jalan\nKepada : Kami") is None


def test_houses_in_an_address_are_no_day() -> None:
    assert letterhead.part_of("No. 12, 14 & 16, Jalan Kenanga") is letterhead.Part.ADDRESS


def test_a_surat_jalan_is_no_street() -> None:
    assert addresses.likeness("surat jalan ditandatangani") == 0
    assert addresses.likeness("jalan kenanga") >= 1


def test_words_of_an_address_that_stand_apart_belong_to_it() -> None:
    assert value("seller_address", "UD Misal Bersama\nJl.   Veteran No.   34\nPontianak 76379") == (
        "Jl. Veteran No. 34 Pontianak 76379"
    )
    assert value("buyer_address", "Kepada:\nToko Contoh\nJl.   Melati No.   54\nBekasi") == "Jl. Melati No. 54 Bekasi"


def test_a_day_with_a_months_name_behind_a_name_is_no_part_of_it() -> None:
    assert value("seller_name", "Pedoman Serah Terima\nCV Misal Pangan, 3 Mei 2025") == "CV Misal Pangan"


HEAD = "PT Maju Bersama\nJl. Kenanga No. 6, Jakarta 72642\n"
YTH = [
    "Kepada Yth.\nToko Misal Jaya\nJl. Dahlia 7, Malang",
    "Kepada Yth :\nToko Misal Jaya\nJl. Dahlia 7, Malang",
    "Kepada Yth. Toko Misal Jaya\nJl. Dahlia 7, Malang",
    "Yth. Toko Misal Jaya\nJl. Dahlia 7, Malang",
]
TEXT = "Dengan hormat, bersama surat ini kami sampaikan bahwa barang kami kirim besok."


@pytest.mark.parametrize("yth", YTH)
@pytest.mark.parametrize("title", ["FAKTUR\n", "INVOICE\n", "Nomor : 12/SK/2026\n", "KWITANSI\n"])
def test_whom_a_bill_or_a_letter_greets_is_its_buyer(title: str, yth: str) -> None:
    found = {name: field.value for name, field in said(f"{HEAD}{title}{yth}\n\n{TEXT}").items()}

    assert (found["buyer_name"], found["buyer_address"]) == ("Toko Misal Jaya", "Jl. Dahlia 7, Malang")
    assert "recipient_name" not in found


@pytest.mark.parametrize("yth", YTH)
def test_whom_a_delivery_note_greets_is_its_recipient(yth: str) -> None:
    found = {name: field.value for name, field in said(f"{HEAD}SURAT JALAN\n{yth}").items()}

    assert (found["recipient_name"], found["buyer_address"]) == ("Toko Misal Jaya", "Jl. Dahlia 7, Malang")
    assert "buyer_name" not in found


def test_a_greeting_within_a_sentence_names_nobody() -> None:
    assert not said(f"{HEAD}{TEXT} Kepada Yth. Bapak Budi kami ucapkan terima kasih atas").keys() & {"buyer_name"}
