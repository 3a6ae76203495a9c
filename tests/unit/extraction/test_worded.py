"""What is said in words."""

import pytest

from tests.unit.extraction.said import said, value


def test_an_amount_in_words_may_go_on_below() -> None:
    field = said("Terbilang : satu juta dua ratus\n            lima puluh ribu rupiah\nHormat kami")["amount_in_words"]

    assert field.normalized == "1250000"
    assert field.value == "satu juta dua ratus lima puluh ribu rupiah"


def test_an_amount_in_words_needs_no_label() -> None:
    assert value("amount_in_words", "# Lima ratus ribu rupiah #   lunas") is not None


def test_words_that_are_no_amount_are_none() -> None:
    assert value("amount_in_words", "Terbilang : lihat lampiran") is None


@pytest.mark.parametrize("row", ["QRIS   50.000", "Metode Pembayaran : QRIS"])
def test_a_payment_method_stands_before_the_amount_or_behind_its_label(row: str) -> None:
    assert value("payment_method", row) == "QRIS"


def test_a_payment_method_in_a_sentence_is_none() -> None:
    assert value("payment_method", "harga tunai dan transfer berbeda") is None
