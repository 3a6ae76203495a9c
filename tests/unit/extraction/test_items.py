"""Goods are found row by row: under headings, and without any by sign, arithmetic and alignment."""

from dataclasses import replace

import pytest

from ocrwtf.extraction.items.line_items import line_items
from ocrwtf.extraction.sheet import sheet_of
from tests.unit.extraction.goods import goods
from tests.unit.extraction.papers import paper


def test_an_invoices_table_is_read_by_its_heading() -> None:
    assert goods("""
No   Nama Barang            Qty   Satuan    Harga Satuan        Jumlah
1    Semen Abu 40kg          10   sak             62.500       625.000
2    Paku 5 cm                2   kg              18.000        36.000
     galvanis
                                      Sub Total                661.000
                                      Total                    661.000
""") == ["Semen Abu 40kg|10|sak|62500|625000", "Paku 5 cm galvanis|2|kg|18000|36000"]


def test_the_numbers_of_rows_are_no_part_of_their_names() -> None:
    assert goods("""
No Nama Barang              Jumlah   Satuan
1 Semen Portland 50 kg       47      sak
2 Seng Gelombang             38      lembar
3 Triplek 9 mm               47      lembar
""") == ["Semen Portland 50 kg|47|sak|-|-", "Seng Gelombang|38|lembar|-|-", "Triplek 9 mm|47|lembar|-|-"]


def test_numbers_that_do_not_count_rows_stay_in_names() -> None:
    assert goods("""
Nama Barang                 Jumlah   Satuan
3 Roda Baja                  47      buah
40 Watt Lampu                38      buah
""") == ["3 Roda Baja|47|buah|-|-", "40 Watt Lampu|38|buah|-|-"]


def test_jumlah_is_the_count_in_a_delivery_note() -> None:
    assert goods("""
SURAT JALAN
NO   NAMA BARANG            JUMLAH   SATUAN   KETERANGAN
1    Kardus botol             12     dus      pecah belah
2    Pipa                      4     btg
Penerima            Sopir            Hormat kami
""") == ["Kardus botol|12|dus|-|-", "Pipa|4|btg|-|-"]


def test_a_unit_written_at_the_quantity_is_a_cell_of_its_own() -> None:
    assert goods("""
Uraian                 Banyaknya       Harga        Total
Pasir urug               3 m3         250.000      750.000
Batu bata              500pcs           1.000      500.000
""") == ["Pasir urug|3|m3|250000|750000", "Batu bata|500|pcs|1000|500000"]


def test_a_heading_in_two_rows_and_misread_letters_is_known() -> None:
    assert goods("""
Nama Baranq            Qty        Harga        Jurnlah
                                  Satuan
Meja lipat               2       150.000       300.000
""") == ["Meja lipat|2|-|150000|300000"]


def test_names_above_their_numbers_belong_to_them() -> None:
    assert goods("""
Item                   Qty      Price      Amount
ROTI TAWAR GANDUM
                        2       15.00       30.00  SR
SUSU SEGAR 1L
                        1        7.50        7.50  SR
TOTAL                                       37.50
""") == ["ROTI TAWAR GANDUM|2|-|15|30", "SUSU SEGAR 1L|1|-|7.5|7.5"]


def test_a_tills_strip_is_read_by_its_signs() -> None:
    assert goods("""
TOKO CONTOH
Jl. Mawar 12
KOPI SUSU
  2 x 12.500            25.000
AIR MINERAL              4.000
GULA 1KG    1 x 16.000  16.000
TOTAL                   45.000
TUNAI                   50.000
KEMBALI                  5.000
""") == ["KOPI SUSU|2|-|12500|25000", "AIR MINERAL|-|-|-|4000", "GULA 1KG|1|-|16000|16000"]


def test_what_stands_above_a_strip_with_a_small_number_is_no_goods() -> None:
    assert goods("""
Kasir: Wati                 Kasa 2
KERTAS HVS A4 70G
2 x 52.500                 105.000
LAKBAN BENING                9.800
Total                      114.800
""") == ["KERTAS HVS A4 70G|2|-|52500|105000", "LAKBAN BENING|-|-|-|9800"]


def test_arithmetic_finds_goods_without_any_sign() -> None:
    assert goods("""
CONTOH SDN BHD
Date: 12/03/2024
9551234567890 TWIN PACK PEN
1           12.00       12.00  SR
BLUE INK
3            2.50        7.50  SR
Total                   19.50
""") == ["TWIN PACK PEN|1|-|12|12", "BLUE INK|3|-|2.5|7.5"]


def test_amounts_alone_are_goods_if_they_add_up() -> None:
    strip = """
RUMAH MAKAN CONTOH
Nasi putih          6.000
Ayam bakar         18.000
Total              {total}
"""
    assert goods(strip.format(total="24.000")) == ["Nasi putih|-|-|-|6000", "Ayam bakar|-|-|-|18000"]
    assert goods(strip.format(total="25.000")) == []


def test_a_table_goes_on_over_pages_with_and_without_its_heading() -> None:
    first = "Nama Barang       Qty     Harga      Jumlah\nBaut               5      1.000       5.000\n"
    again = "Nama Barang       Qty     Harga      Jumlah\nMur                7      2.000      14.000\n"
    bare = "Ring               9      3.000      27.000\nTotal                                46.000\n"
    assert goods(first, again, bare) == ["Baut|5|-|1000|5000", "Mur|7|-|2000|14000", "Ring|9|-|3000|27000"]


def test_two_tables_and_their_totals_give_goods_alone() -> None:
    assert goods("""
Nama Barang       Qty     Harga      Jumlah
Baut               5      1.000       5.000
Total                                 5.000

Description       Qty     Unit Price      Amount
Sewa truk          2         500.000   1.000.000
Total                                  1.000.000
""") == ["Baut|5|-|1000|5000", "Sewa truk|2|-|500000|1000000"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Retur               0     10.000           0", "Retur|0|-|10000|0"),
        ("Potongan baut       1    (10.000)    -10.000", "Potongan baut|1|-|-10000|-10000"),
        ("Kabel               2     12.5?0      25.000", "Kabel|2|-|-|25000"),
        ("Kabel               2     1Z.500      25.000", "Kabel|2|-|1Z.500|25000"),
        ("Kabel               2     999.999.999.999.999.999   25.000", "Kabel|2|-|-|25000"),
    ],
)
def test_odd_numbers_stay_what_they_are_or_are_left_out(row: str, said: str) -> None:
    assert goods("Nama Barang        Qty     Harga      Jumlah\n" + row) == [said]


def test_a_unit_between_count_and_price_is_no_name() -> None:
    assert goods("""
Kawat ikat
  4 kg x @21.300        85.200
Cat tembok
  2 kaleng x 50.000    100.000
Amount Due:            185.200
""") == ["Kawat ikat|4|kg|21300|85200", "Cat tembok|2|kaleng|50000|100000"]


def test_a_code_between_and_a_price_before_its_count_are_understood() -> None:
    assert goods("""
ALPHA MILK POWDER
1   184810        165.00      165.00
TOILET ROLL 10R
9555227800168    12.50*2       25.00
Total                        190.00
GST Summary      Amount        Tax
SR               155.66       34.34
""") == ["ALPHA MILK POWDER|1|-|165|165", "TOILET ROLL 10R|2|-|12.5|25"]


def test_measures_with_a_cross_are_no_prices() -> None:
    assert goods("""
Keramik 40x40
  2 x 64.000        128.000
Kabel NYM 3x2,5
  1 x 900.000       900.000
""") == ["Keramik 40x40|2|-|64000|128000", "Kabel NYM 3x2,5|1|-|900000|900000"]


def test_names_of_two_rows_are_whole_but_letterheads_are_no_names() -> None:
    assert goods("""
TAX INVOICE
SINK TAP
0Z05 - 5/60
9074624   1 x 19.90       19.90
SEAL TAPE
WA33 - 100/1000
9180501   2 x 0.80         1.60
Total                     21.50
""") == ["SINK TAP 0Z05 - 5/60|1|-|19.9|19.9", "SEAL TAPE WA33 - 100/1000|2|-|0.8|1.6"]


def test_headings_close_to_each_other_are_two() -> None:
    assert goods("""
Banyaknya Uraian             Harga       Total
25 kg     Kawat ikat        21.300     532.500
 6 dus    Cat tembok       142.000     852.000
""") == ["Kawat ikat|25|kg|21300|532500", "Cat tembok|6|dus|142000|852000"]


def test_an_unknown_heading_keeps_its_numbers_to_itself() -> None:
    assert goods("""
Keterangan Muatan      Banyaknya     Haiga      Bonus      Total
Pupuk urea                32         1.000        500     32.000
Solar                      4         2.000        700      8.000
""") == ["Pupuk urea|32|-|1000|32000", "Solar|4|-|2000|8000"]


def test_text_without_goods_gives_none() -> None:
    assert goods("Dengan hormat,\nkami kirim 3 surat pada 12 Mei 2024.\nTotal 3") == []
    assert goods("") == []


def test_words_without_height_or_width_raise_nothing() -> None:
    page = paper("Nama Barang     Qty     Harga     Jumlah\nBaut             1       500       500\npanjang")
    flat = [replace(line, polygon=(line.polygon[0],) * 4) for line in page.lines]
    words = [replace(line, words=tuple(replace(word, polygon=line.polygon) for word in line.words)) for line in flat]
    for lines in (flat, words):
        assert len(line_items(sheet_of([replace(page, lines=tuple(lines))]))) <= 1


def test_two_hundred_rows_are_all_found() -> None:
    rows = [f"Barang nomor {at:<20}{at % 9 + 1:<8}1.000      {at % 9 + 1}.000" for at in range(200)]
    long = paper("Nama Barang                      Qty     Harga      Jumlah\n" + "\n".join(rows))
    assert len(line_items(sheet_of([replace(long, height_px=9000)]))) == 200


def test_names_whose_words_stand_below_each_other_by_chance_stay_whole() -> None:
    """A border through their gaps would cut no word, but every cell."""
    assert goods("""
Nama Barang              Qty
Batako  Merah Press       12
Semen   Putih Halus       30
Kerikil Kali Ayak   1.200.000
""") == ["Batako Merah Press|12|-|-|-", "Semen Putih Halus|30|-|-|-", "Kerikil Kali Ayak|1200000|-|-|-"]


def test_a_border_rather_cuts_cells_that_were_read_as_one_than_a_single_word() -> None:
    assert goods("""
Nama Barang          Qty
         Semen Putih  12
         Pasir Beton  30
         Batu  Merah  15
Pengangkutan          1
""") == ["Semen Putih|12|-|-|-", "Pasir Beton|30|-|-|-", "Batu Merah|15|-|-|-", "Pengangkutan|1|-|-|-"]


def test_a_code_and_a_count_alone_are_no_heading_of_goods() -> None:
    assert goods("""
KODE         TOTAL
KOPI SUSU
2 x 15.000               30.000
ROTI BAKAR
1 x 12.000               12.000
TOTAL                    42.000
""") == ["KOPI SUSU|2|-|15000|30000", "ROTI BAKAR|1|-|12000|12000"]
