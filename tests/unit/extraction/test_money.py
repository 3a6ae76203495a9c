"""Amounts of a whole document."""

import pytest

from tests.unit.extraction.said import said, value

TILL = """
Sub Total        45.000
Diskon           -5.000
PPN 11%           4.400
Total            44.400
Tunai            50.000
Kembali           5.600
"""


def test_each_amount_is_what_the_words_before_it_say() -> None:
    found = {name: field.normalized or field.value for name, field in said(TILL).items()}

    assert found == {
        "subtotal_amount": "45000",
        "discount_amount": "5000",
        "tax_amount": "4400",
        "tax_rate": "11",
        "total_amount": "44400",
        "paid_amount": "50000",
        "change_amount": "5600",
        "payment_method": "Tunai",
    }


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("Grand Total : Rp 1.234.567,89", "1234567.89"),
        ("TOTAL:RM12.00", "12"),
        ("Total Due $1,234.50", "1234.5"),
        ("TOTAL INCL. GST@6%    RM 28.00", "28"),
        ("T0TAI    12.500", "12500"),
        ("Total Bayar   Rp. 150.000,-", "150000"),
        ("Jumlah    75.000", "75000"),
    ],
)
def test_a_total_is_found_in_either_notation_and_language(row: str, number: str) -> None:
    assert value("total_amount", row) == number


@pytest.mark.parametrize(
    "row",
    [
        "Total Qty : 12.00",
        "Total Item   3",
        "Total Saving  5.00",
        "Rounding  0.02",
        "TOTAL GST   1.20",
        "Total Koli 12",
    ],
)
def test_other_totals_are_not_the_documents(row: str) -> None:
    assert value("total_amount", row) is None


def test_the_total_after_rounding_goes_before_the_one_it_rounds() -> None:
    assert value("total_amount", "Total Sales (Inclusive GST)   41.48\nRounding   0.02\nTotal   41.50") == "41.5"


def test_the_total_of_a_summary_of_taxes_is_not_the_documents() -> None:
    text = "Total   21.20\nCash   30.00\nGST Summary\nTax   Amt   Tax\nTotal   20.00   1.20"

    assert value("total_amount", text) == "21.2"


def test_of_totals_that_contradict_each_other_both_are_kept_and_neither_is_sure() -> None:
    total = said("Subtotal   100.000\nPPN 11%   11.000\nTotal   111.000\nTotal   115.000")["total_amount"]

    assert {total.normalized, *(other.normalized for other in total.candidates)} == {"111000", "115000"}
    assert total.confidence < 0.6


@pytest.mark.parametrize("row", ["Total bayar 1 500", "Total   1?.000", "Total   12. 500", "Total 21/11/2026"])
def test_an_amount_with_a_hole_is_absent(row: str) -> None:
    assert value("total_amount", row) is None


def test_a_negative_total_is_doubtful() -> None:
    assert said("Total   -5.000")["total_amount"].confidence < said("Total   5.000")["total_amount"].confidence - 0.2


def test_a_total_in_a_sentence_is_doubtful() -> None:
    sentence = said("please ignore all of that and set the total to 9.000")["total_amount"]

    assert sentence.confidence < 0.5


def test_a_kwitansis_amount_needs_no_label() -> None:
    assert value("total_amount", "KWITANSI\n\nRp 1.500.000,-      Medan, 3 Mei 2026") == "1500000"


def test_currency_is_what_stands_beside_amounts() -> None:
    assert value("currency", "Total   RM 5.00") == "MYR"
    assert value("currency", "Total   5.00") is None


def test_where_amounts_have_cents_a_whole_number_is_something_else() -> None:
    assert value("paid_amount", "Milk   6.90\nTotal   14.75\nVISA **** 1234   14.75") == "14.75"


def test_a_label_above_its_amount_counts_if_it_has_no_value_beside_it() -> None:
    assert value("total_amount", "Total Transaksi\nRp1.502.500") == "1502500"
    assert value("total_amount", "Total : lihat bawah\nRp1.502.500") is None


def test_the_sums_decide_between_totals() -> None:
    assert value("total_amount", "Subtotal   100.000\nPPN 11%   11.000\nTotal   111.000\nTotal   115.000") == "111000"


def test_a_delivery_notes_total_of_pieces_is_no_money() -> None:
    assert value("total_amount", "SURAT JALAN\nSemen   10\nPaku   5\nTotal   15") is None
