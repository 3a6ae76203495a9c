"""What machines compare of a value that a person wrote or showed."""

import pytest

from ocrwtf.extraction.normal import normalized


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
