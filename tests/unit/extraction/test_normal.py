"""What machines compare of a value that a person wrote or showed."""

import pytest

from ocrwtf.extraction.amounts import Convention
from ocrwtf.extraction.normal import convention_in, meant_by, normalized


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("currency", "USD", "USD"),
        ("currency", " rp. ", "IDR"),
        ("currency", "US$", "USD"),
        ("currency", "dolar", None),
        ("tax_rate", "11%", "11"),
        ("tax_rate", "1,1 %", "1.1"),
        ("tax_rate", "PPN", None),
        ("total_amount", "Rp 12.500,-", "12500"),
        ("due_on", "5 Januari 2026", "2026-01-05"),
        ("seller_name", "PT SINAR LAUT", None),
    ],
)
def test_a_value_that_a_person_wrote_has_the_form_of_one_that_was_found(
    name: str, value: str, expected: str | None
) -> None:
    assert normalized(name, value) == expected


@pytest.mark.parametrize(
    ("others", "typed", "expected"),
    [
        (("1.234,56",), "1.250", "1250"),
        (("1.234,56",), "0,750", "0.75"),
        (("1.234,56",), "2,500", "2.5"),
        (("1,234.56",), "2.500", "2.5"),
        (("1,234.56",), "2,500", "2500"),
        ((), "2.500", "2500"),
        (("1,234.56", "1.234,56"), "2,500", "2500"),
    ],
)
def test_an_amount_is_meant_as_the_document_writes_its_own(others: tuple[str, ...], typed: str, expected: str) -> None:
    convention = convention_in([{"name": "total_amount", "value": value} for value in others])
    assert normalized("quantity", typed, convention) == expected


def test_what_is_no_amount_says_nothing_of_how_amounts_are_written() -> None:
    assert convention_in([{"name": "number", "value": "1.234,56"}]) is None
    assert convention_in([{"name": "price", "value": "1.234,56"}]) == Convention.COMMA


@pytest.mark.parametrize(
    ("name", "meant"),
    [("due_on", "date"), ("tax_rate", "amount"), ("price", "amount"), ("vehicle_plate", "form"), ("currency", "form"),
     ("seller_name", None), ("amount_in_words", None)],
)  # fmt: skip
def test_some_fields_are_not_any_text(name: str, meant: str | None) -> None:
    assert meant_by(name) == meant
