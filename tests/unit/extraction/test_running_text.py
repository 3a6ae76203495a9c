"""Sentences name nothing as labels do, and what they speak of is not taken for the document's."""

from ocrwtf.extraction.extract import guesses_of
from ocrwtf.extraction.field import FieldName
from ocrwtf.extraction.running_text import sentences_of
from ocrwtf.extraction.sheet import sheet_of
from tests.unit.extraction.papers import paper
from tests.unit.extraction.said import TODAY, said, value

COLUMNS = """
Syarat dan Ketentuan Pengiriman
Pembayaran                                            Klaim
Mohon barang diperiksa terlebih dahulu sebelum        Apabila terdapat kekurangan atau kerusakan
surat jalan ditandatangani oleh penerima.             harap melapor kepada kami di Jl. Melati 5
"""
LETTER = """
PT Contoh Makmur
Jl. Anggrek No. 5, Surabaya 60111
Kepada Yth.
Toko Misal Jaya
Jl. Dahlia 7, Malang
Bersama surat ini kami beritahukan bahwa gudang di Bekasi akan pindah ke Jl. Melati No. 165 mulai
20/03/2026. Pembayaran dapat dilakukan melalui transfer ke rekening 639-5950355 atas nama kami.
"""


def running(text: str) -> str:
    """The words of it that stand in sentences."""
    sheet = sheet_of([paper(text)])
    sentences = sentences_of(sheet)
    return " ".join(token.text for row in sheet.rows for token in row.tokens if token.at in sentences)


def test_headings_names_and_addresses_are_no_sentences() -> None:
    assert running("PT Maju\nJl. Raya Kebon Jeruk No. 5, Jakarta Barat\nFaktur Penjualan dan Surat Jalan\nTotal") == ""
    assert running("jl. mawar no 5 rt 2 rw 3 kel. sukamaju kec. cibeunying bandung") == ""
    assert running("Terbilang : dua ratus lima puluh ribu rupiah") == ""


def test_a_sentence_goes_on_above_and_below_its_surest_line() -> None:
    text = "Barang Budi Santoso kami kirim\nbesok pagi dan kami harap agar gudang buka\nsampai sore.\nHormat Kami"

    assert running(text) == text.replace("\n", " ").removesuffix(" Hormat Kami")


def test_a_line_set_to_its_full_width_is_a_sentence_though_its_words_stand_apart() -> None:
    text = "Mohon   barang   diperiksa   dahulu   sebelum   surat   jalan   ditandatangani   oleh   penerima."

    assert running(text).split() == text.split()


def test_centred_lines_go_on_below_the_widest_of_them_not_below_the_last_alone() -> None:
    text = """
Mohon barang diperiksa dahulu sebelum surat jalan ini ditandatangani
                             oleh
        penerima di gudang tujuan.
"""

    assert running(text).split() == text.split()


def test_a_label_with_a_colon_that_opens_its_line_names_what_a_sentence_says() -> None:
    said_after = "transfer ke rekening kami yang tertera di bawah ini sebelum barang dikirim"

    assert value("payment_method", f"FAKTUR\nPembayaran: {said_after}") == "transfer"
    assert value("payment_method", f"FAKTUR\nHarap segera lakukan pembayaran: {said_after}") is None


def test_terms_in_two_columns_have_no_parties_and_no_method() -> None:
    assert not said(COLUMNS).keys() & {
        "recipient_name",
        "buyer_name",
        "buyer_address",
        "seller_address",
        "payment_method",
    }


def test_a_letters_addresses_end_before_its_text() -> None:
    found = {name: field.value for name, field in said(LETTER).items()}

    assert found["buyer_name"] == "Toko Misal Jaya"
    assert found["buyer_address"] == "Jl. Dahlia 7, Malang"
    assert found["seller_address"] == "Jl. Anggrek No. 5, Surabaya 60111"
    assert found["bank_account"] == "639-5950355"
    assert "payment_method" not in found


def test_a_number_may_stand_in_the_next_line_of_the_sentence_that_names_it() -> None:
    text = "Pembayaran dapat dilakukan melalui transfer ke rekening\n176-1493751 atas nama PT Misal dan tidak tunai."

    assert value("bank_account", text) == "1761493751"


def test_sentences_that_speak_of_several_amounts_or_accounts_say_none() -> None:
    one = "Jumlah seluruhnya sebesar Rp 7.081.000,00 sudah termasuk ongkos kirim dan pajak."
    other = "Apabila terlambat maka jumlah seluruhnya sebesar Rp 9.000.000,00 dan tidak kurang."

    assert value("total_amount", one) == "7081000"
    assert value("total_amount", f"{one}\n{other}") is None
    assert (
        value("bank_account", "Mohon transfer ke rekening 639-5950355 atau ke rekening 639-5950366 milik kami") is None
    )


def test_a_number_without_the_form_of_money_is_no_amount_of_a_sentence() -> None:
    assert "tax_amount" not in said(
        "Volume naik dan pajak dihitung sebesar 18 persen oleh kantor kami sejak tahun lalu"
    )


def test_a_label_standing_alone_takes_no_name_from_a_sentence_beside_it() -> None:
    text = "Sopir        kami   akan   menghubungi   bagian   gudang   sebelum   barang   tiba"

    assert "driver_name" not in said(f"SURAT JALAN\n{text}")


def test_two_accounts_in_two_sentences_are_none() -> None:
    one = "Pembayaran dapat dilakukan oleh pembeli ke rekening 639-5950355 sebelum barang kami kirim."
    other = "Uang muka tidak dapat kembali dan harap dibayar ke rekening 111-2347173 sesuai jadwal."

    assert value("bank_account", one) == "6395950355"
    both = guesses_of(sheet_of([paper(f"{one}\n{other}")]), TODAY).guesses
    assert FieldName.BANK_ACCOUNT not in {guess.name for guess in both}
