"""Digits are repaired where the document itself proves them, on record, and nowhere else."""

from dataclasses import replace

import pytest

from ocrwtf.extraction.field import CellName, Field, LineItem, Repair, WitnessKind
from ocrwtf.extraction.lock.witnesses import ledger_of
from tests.unit.extraction.numbers import numbers, read

_TABLE = """
Nama Barang          Qty       Harga       Jumlah
Baut                   3      12.500       37.500
Mur                    2       4.000        8.000
Subtotal                                   45.500
"""


def cell(item: LineItem, name: CellName) -> Field:
    return next(cell for cell in item.cells if cell.name == name)


def repairs(text: str, doubts: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Of fields and cells: what was read and what it is now."""
    fields, items = numbers(read(text, doubts))
    every = [*fields.values(), *(cell for item in items for cell in item.cells)]
    return {field.name: (field.repair.old, field.repair.new) for field in every if field.repair}


def test_what_agrees_has_its_witnesses_and_stays() -> None:
    fields, items = numbers(read(_TABLE))
    amount = cell(items[0], CellName.AMOUNT)
    assert [(witness.kind, witness.agrees, witness.formula) for witness in amount.witnesses] == [
        (WitnessKind.PRODUCT, True, "3 × 12500 = 37500"),
        (WitnessKind.COLUMN_SUM, True, "37500 + 8000 = 45500"),
    ]
    assert set(amount.witnesses[0].words) == {at for cell in items[0].cells[1:3] for at in cell.words}
    assert fields["subtotal_amount"].repair is None


def test_an_amount_that_product_and_sum_prove_is_repaired_on_record() -> None:
    page = read(_TABLE.replace("37.500", "87.500"), {"87.500": ""})
    _, items = numbers(page)
    amount = cell(items[0], CellName.AMOUNT)
    assert (amount.value, amount.normalized) == ("37.500", "37500")
    assert amount.repair == Repair("87.500", "37.500", amount.witnesses[0])
    assert "87.500" in page.text


def test_without_the_sum_two_numbers_could_be_wrong_and_none_is_touched() -> None:
    text = "\n".join(_TABLE.replace("37.500", "87.500").splitlines()[:-1])
    _, items = numbers(read(text, {"87.500": "37.500"}))
    amount = cell(items[0], CellName.AMOUNT)
    assert (amount.value, amount.repair, amount.confidence < 0.6) == ("87.500", None, True)
    assert [(witness.agrees, witness.formula) for witness in amount.witnesses] == [(False, "3 × 12500 ≠ 87500")]


def test_a_quantity_is_repaired_when_the_sum_bears_out_its_amount() -> None:
    text = _TABLE.replace("3      12.500", "8      12.500")
    assert repairs(text, {"8": "3"}) == {"quantity": ("8", "3")}


@pytest.mark.parametrize(("words", "total"), [("tiga ratus lima puluh ribu rupiah", "850.000")])
def test_a_total_is_repaired_by_its_words(words: str, total: str) -> None:
    text = f"Total     {total}\nTerbilang:  {words}\n"
    assert repairs(text, {total: ""}) == {"total_amount": ("850.000", "350.000")}


@pytest.mark.parametrize(
    "words",
    ["tiga ratus lima puluh ribu", "tiga ratus lima puluh toko rupiah", "dua ratus rupiah", "liga ratus rupiah"],
)
def test_words_that_may_have_an_end_missing_or_are_not_sure_prove_nothing(words: str) -> None:
    assert repairs(f"Total     850.000\nTerbilang:  {words}\n", {"850.000": "350.000"}) == {}


def test_what_was_read_surely_stands_though_the_paper_contradicts_itself() -> None:
    fields, _ = numbers(read("Total     850.000\nTerbilang:  tiga ratus lima puluh ribu rupiah\n"))
    total = fields["total_amount"]
    assert (total.value, total.repair, total.witnesses[0].agrees) == ("850.000", None, False)
    assert fields["amount_in_words"].witnesses[0].agrees is False


def test_a_contradiction_lowers_confidence_whatever_else_agrees_but_not_one_by_a_column() -> None:
    fields, items = numbers(read(_TABLE.replace("45.500", "95.500")))
    amount = cell(items[0], CellName.AMOUNT)
    assert [(witness.agrees, amount.confidence > 0.9) for witness in amount.witnesses] == [(True, True), (False, True)]
    fields, _ = numbers(read("Total     850.000\nTunai     900.000\nKembali    50.000\nTerbilang: dua ratus rupiah\n"))
    assert [witness.agrees for witness in fields["total_amount"].witnesses] == [False, True]
    assert fields["total_amount"].confidence == 0.45


def test_letters_among_digits_become_the_digits_that_the_sum_proves() -> None:
    text = "Subtotal    1OO.000\nPPN      11%    11.000\nTotal     111.000\n"
    assert repairs(text, {}) == {"subtotal_amount": ("1OO.000", "100.000")}


def test_letters_that_nothing_proves_stay_letters() -> None:
    fields, _ = numbers(read("Subtotal    1OO.000\nPPN      11%    11.000\nTotal     199.000\n"))
    assert (fields["subtotal_amount"].value, fields["subtotal_amount"].normalized) == ("1OO.000", None)


@pytest.mark.parametrize("total", ["1.111.000", "111.00", "122.000", "611.000"])
def test_a_number_of_another_form_or_an_unlikely_one_is_not_put_in_its_place(total: str) -> None:
    text = f"Subtotal    100.000\nPPN      11%    11.000\nTotal     {total}\nTerbilang: seratus sebelas ribu rupiah\n"
    assert repairs(text, {total: ""}) == {}


@pytest.mark.parametrize("change", ["50.000", "876.500"])
def test_a_witness_that_contradicts_forbids_the_repair(change: str) -> None:
    text = f"Total     850.000\nTerbilang:  tiga ratus lima puluh ribu rupiah\nTunai     900.000\nKembali    {change}\n"
    assert repairs(text, {"850.000": "350.000"}) == {}


def test_one_check_proves_nothing_if_its_other_numbers_are_doubtful_too() -> None:
    text = "Nama Barang          Qty       Harga       Jumlah\nBaut                   3      12.750       88.250\n"
    assert repairs(text, {"88.250": "38.250"}) == {"amount": ("88.250", "38.250")}
    assert repairs(text, {"88.250": "38.250", "3": ""}) == {}
    assert repairs(text, {"88.250": ""}) == {}


def test_the_row_that_makes_a_total_round_is_reckoned_with() -> None:
    text = "Subtotal    10.130\nPembulatan     -30\nTotal     10.100\nTunai     20.000\nKembali     9.900\n"
    fields, _ = numbers(read(text))
    assert [witness.formula for witness in fields["total_amount"].witnesses] == [
        "10130 + -30 = 10100",
        "20000 − 10100 = 9900",
    ]


@pytest.mark.parametrize(
    ("tax", "formula"),
    [
        ("11%    11.000", "11 % × 100000 = 11000"),
        ("12%    11.000", "12 % × 11/12 × 100000 = 11000"),
        ("1.100", "1.1 % × 100000 = 1100"),
    ],
)
def test_taxes_are_reckoned_as_the_law_says(tax: str, formula: str) -> None:
    fields, _ = numbers(read(f"Subtotal    100.000\nPPN      {tax}\n"))
    (witness,) = fields["tax_amount"].witnesses
    assert (witness.kind, witness.agrees, witness.formula) == (WitnessKind.TAX, True, formula)


@pytest.mark.parametrize(("subtotal", "agrees"), [("83.741.350,00", True), ("83.741.350,40", False)])
def test_where_all_is_whole_a_tax_was_rounded_to_whole_rupiah(subtotal: str, agrees: bool) -> None:  # noqa: FBT001
    fields, _ = numbers(read(f"Subtotal    {subtotal}\nPPN      11%    9.211.548,00\n"))
    (witness,) = fields["tax_amount"].witnesses
    assert (witness.agrees, fields["tax_amount"].confidence) == (agrees, 0.9 if agrees else 0.45)


def test_a_product_is_rounded_to_whole_rupiah_too_and_is_repaired_so() -> None:
    text = "Nama Barang          Qty       Harga       Jumlah\nKabel                2,6    1.333,00     3.466,00\n"
    assert repairs(text, {}) == {}
    assert all(witness.agrees for each in numbers(read(text))[1][0].cells for witness in each.witnesses)
    text = text.replace("3.466,00", "8.466,00")
    assert repairs(text, {"8.466,00": "3.466,00"}) == {"amount": ("8.466,00", "3.466,00")}


def test_a_table_that_reckons_otherwise_is_not_repaired_row_by_row() -> None:
    text = """
Nama Barang          Qty       Harga       Jumlah
Baut                   3      12.750       88.250
Mur                    2       4.000        7.200
Ring                   4       1.000        3.600
Paku                   5       2.000        9.000
"""
    assert repairs(text, {"88.250": "38.250"}) == {}
    text = text.replace("7.200", "8.000").replace("3.600", "4.000")
    assert repairs(text, {"88.250": "38.250"}) == {"amount": ("88.250", "38.250")}


def test_one_word_in_two_places_bears_nothing_out() -> None:
    _, items = numbers(read("Nama Barang    Qty    Harga    Jumlah\nBaut             1      500       500\n"))
    total = replace(cell(items[0], CellName.AMOUNT), name="total_amount")
    assert [check.kind for check in ledger_of([total], items).checks] == [WitnessKind.PRODUCT]


@pytest.mark.parametrize(
    ("row", "formula"),
    [
        ("0      12.500            0", "0 × 12500 = 0"),
        ("-2      4.000       -8.000", "-2 × 4000 = -8000"),
        ("1 999.999.999.999.999 999.999.999.999.999", "1 × 999999999999999 = 999999999999999"),
        ("0      12.500       12.500", "0 × 12500 ≠ 12500"),
    ],
)
def test_odd_numbers_are_reckoned_with_and_never_repaired(row: str, formula: str) -> None:
    words = row.split()
    heading = "Nama Barang        Qty                Harga                  Jumlah\n"
    text = f"{heading}Retur{words[0]:>17}{words[1]:>22}{words[2]:>24}\n"
    _, items = numbers(read(text, dict.fromkeys(words, "")))
    amount = cell(items[0], CellName.AMOUNT)
    assert ([witness.formula for witness in amount.witnesses], amount.repair) == ([formula], None)


def test_two_hundred_rows_with_errors_stay_two_hundred() -> None:
    rows = [f"Barang nomor {at:<20}{at % 9 + 1:<8}1.000      {at % 9 + 1 + (at % 3 == 0)}.000" for at in range(200)]
    text = "Nama Barang                      Qty     Harga      Jumlah\n" + "\n".join(rows) + "\nTotal    999.000"
    page = replace(read(text, {f"{at}.000": "" for at in range(1, 11)}), height_px=9000)
    _, items = numbers(page)
    assert len(items) == 200
