"""Text that is no language: what fonts with a broken character map say."""

import string

import pytest

from ocrwtf.ocr.text_sense import makes_sense

SURAT_JALAN = (
    "Surat jalan nomor 12 kepada PT Maju Jaya di Surabaya. Barang diterima dengan baik dan lengkap oleh penerima, "
    "ditandatangani supir dan bagian gudang."
)
INVOICE = "Invoice to the customer: please pay the total amount within fourteen days after the delivery of the goods."


@pytest.mark.parametrize(
    "text",
    [
        SURAT_JALAN,
        SURAT_JALAN.upper(),
        INVOICE,
        "PT. XYZ JL. KH. WHD HSYM NO. 12 RT 03 RW 04 NPWP 01.234.567.8",
        "\u0645\u0631\u062d\u0628\u0627 Selamat datang \u4f60\u597d",
        "Tebal 12 \u00b5m, 4 \u03a9 ukuran",
        "1.000.000 12/11/2026",
        "",
    ],
)
def test_what_people_write_makes_sense(text: str) -> None:
    assert makes_sense(text)


def shifted(text: str, by: int) -> str:
    """As fonts do whose codes are the numbers of their glyphs: the letter A becomes $."""
    return "".join(mark if mark.isspace() else chr(ord(mark) + by) for mark in text)


@pytest.mark.parametrize("by", [-29, -3, 1, 5])
def test_shifted_letters_make_none(by: int) -> None:
    assert not makes_sense(shifted(SURAT_JALAN.lower(), by))


@pytest.mark.parametrize("text", [SURAT_JALAN, INVOICE])
def test_exchanged_letters_make_none(text: str) -> None:
    table = str.maketrans(string.ascii_lowercase, "qxmvzkpwyfhcgtrubnsjdloeai")
    assert not makes_sense(text.lower().translate(table))


def test_words_of_several_scripts_make_none() -> None:
    assert not makes_sense("\u03ac\u03ed\u03f0 Surat jalan \u0622b\u4f60")
