"""Goods among what is none: codes, stamps, roundings, and headings in two languages."""

import pytest

from ocrwtf.extraction.extract import extract
from tests.unit.extraction.goods import goods
from tests.unit.extraction.papers import paper
from tests.unit.extraction.said import TODAY


def test_a_stamp_beside_a_total_makes_it_no_goods() -> None:
    assert goods("No   Nama Barang      Jumlah\n1    Kardus botol       12\n     TOTAL   LUNAS      12") == [
        "Kardus botol|12|-|-|-"
    ]


def test_a_day_and_a_count_of_packages_head_no_table() -> None:
    assert goods("SURAT JALAN\nTgl             Jumlah Koli\n03/09/24        295 koli\nBerat Kotor\n1.922,4 Kg") == []


def test_a_heading_in_two_languages_is_one_column() -> None:
    assert goods("""
No   Nama Barang / Description     Qty   Satuan / Unit
1    Pupuk Urea Non Subsidi         45   sak
2    Semen Portland 50 kg           28   sak
""") == ["Pupuk Urea Non Subsidi|45|sak|-|-", "Semen Portland 50 kg|28|sak|-|-"]


@pytest.mark.parametrize("code", ["BRG-0012{}", "SKU0012{}", "A001{}", "899123456789{}"])
def test_the_codes_of_a_strips_goods_are_no_part_of_their_names(code: str) -> None:
    one, other = code.format(1), code.format(2)
    above = f"{one}\nMi Goreng\n2 x 3.500     7.000\n{other}\nKopi Kapal\n1 x 12.000   12.000\nTotal   19.000"
    beside = f"{one} Mi Goreng   2   3.500   7.000\n{other} Kopi Kapal   1   12.000   12.000\nTotal   19.000"

    assert goods(above) == goods(beside) == ["Mi Goreng|2|-|3500|7000", "Kopi Kapal|1|-|12000|12000"]


def test_measures_and_single_codes_stay_in_names() -> None:
    assert goods("M12 Baut   2   3.500   7.000\nM14 Baut   1   4.000   4.000") == [
        "M12 Baut|2|-|3500|7000",
        "M14 Baut|1|-|4000|4000",
    ]
    assert (
        goods("WD40 400ML Pelumas   2   3.500   7.000\nKopi   1   4.000   4.000")[0]
        == "WD40 400ML Pelumas|2|-|3500|7000"
    )


@pytest.mark.parametrize(
    "counted", ["2 x Beras 5 kg   140.000", "2x Beras 5 kg   140.000", "2 x Beras 5 kg ......... 140.000"]
)
def test_a_name_may_stand_between_count_and_amount(counted: str) -> None:
    assert goods(f"{counted}\n1 x Gula   15.000\nTotal   155.000") == ["Beras 5 kg|2|-|-|140000", "Gula|1|-|-|15000"]


@pytest.mark.parametrize("total", ["Pembulatan   50\nTotal   19.050", "PEMBULATAN KE BAWAH   -50\nTotal   18.950"])
def test_what_makes_a_total_round_is_no_goods_and_hides_none(total: str) -> None:
    assert goods(f"Mi Goreng   7.000\nKopi Kapal   12.000\n{total}") == [
        "Mi Goreng|-|-|-|7000",
        "Kopi Kapal|-|-|-|12000",
    ]
    assert goods(f"Mi Goreng   2 x 3.500   7.000\n{total}") == ["Mi Goreng|2|-|3500|7000"]


def test_count_and_price_may_stand_on_a_line_of_their_own_and_their_product_below() -> None:
    strip = "TOKO MISAL\nBeras Ramos\n2 x 70.000\n140.000\nGula Pasir\n1 x 15.000\n15.000\nTOTAL   155.000"
    without = "TOKO MISAL\nBeras Ramos\n2 x 70.000\nGula Pasir\n1 x 15.000\nTOTAL   155.000"

    assert goods(strip) == ["Beras Ramos|2|-|70000|140000", "Gula Pasir|1|-|15000|15000"]
    assert goods(without) == ["Beras Ramos|2|-|70000|-", "Gula Pasir|1|-|15000|-"]


def test_a_count_and_a_price_in_one_word_alone_are_no_goods() -> None:
    assert goods("12.50*2\nTotal   25.00") == goods("2x3.500\n2x\nTotal   7.000") == []


def test_names_whose_words_stand_below_each_other_by_chance_are_whole() -> None:
    assert goods("""
Nama Barang                 Qty     Satuan
Pupuk  Urea  Non  Subsidi    45     sak
Semen  Abu   Pro  Portland   28     sak
""") == ["Pupuk Urea Non Subsidi|45|sak|-|-", "Semen Abu Pro Portland|28|sak|-|-"]


def test_a_transfer_has_amounts_and_no_goods() -> None:
    slip = "BUKTI TRANSFER\nNominal      Rp 1.625.500\nBiaya Admin  Rp 6.500\nTotal        Rp 1.632.000"

    assert extract([paper(slip)], TODAY).items == ()


def test_a_name_between_count_and_amount_needs_no_total() -> None:
    assert goods("2 x Gula 5 kg   140.000\n1 x Kopi   15.000") == ["Gula 5 kg|2|-|-|140000", "Kopi|1|-|-|15000"]


def test_a_bar_code_behind_a_name_is_no_part_of_it() -> None:
    assert goods("Mi Goreng 8991234567890   2 x 3.500   7.000") == ["Mi Goreng|2|-|3500|7000"]
