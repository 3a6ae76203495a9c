"""Amounts and counts as they are written: read exactly, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocrwtf.extraction.amounts import Convention, convention_of, lookalike, parse_amount, written

_READ = [
    ("1.234.567,89", "1234567.89", 2, None),
    ("1,234,567.89", "1234567.89", 2, None),
    ("1 234 567", "1234567", 0, None),
    ("Rp1.234.567,-", "1234567", 0, "IDR"),
    ("Rp. 25.000,00", "25000.00", 2, "IDR"),
    ("Rp 25. 000", "25000", 0, "IDR"),
    ("RM12.00", "12.00", 2, "MYR"),
    ("USD 1,000.50", "1000.50", 2, "USD"),
    ("12.000 IDR", "12000", 0, "IDR"),
    ("(1.000.000)", "-1000000", 0, None),
    ("-1.000.000", "-1000000", 0, None),
    ("1.000.000-", "-1000000", 0, None),
    ("Rp -5.000", "-5000", 0, "IDR"),
    ("Rp(5.000)", "-5000", 0, "IDR"),
    ("0.500", "0.500", 3, None),
    ("1,5", "1.5", 1, None),
    ("01", "1", 0, None),
    ("Rp12.500", "12500", 0, "IDR"),
    ("Rp 12,500", "12500", 0, "IDR"),
    ("413.450,-", "413450", 0, None),
    ("-1.889.280,-", "-1889280", 0, None),
    ("-Rp1.000,-", "-1000", 0, "IDR"),
    ("(413.450,-)", "-413450", 0, None),
    ("Rp25.000=", "25000", 0, "IDR"),
]
_REFUSED = [
    *(
        "12.5?0",
        "1.23.45",
        "Rp 648.400,0O",
        "12.",
        "1. 500",
        "1.2345",
        "007",
        "(1.000",
        "1.000)",
        "-1.000-",
        "Rp -1.000-",
        "(1.000-)",
        "Rp",
        "",
        "5 kg",
        "1..000",
    ),
    *("12/11/2024", "12-11-2024", "12.11.2024", "0812-3456-7890", "081234567890", "+62812", "021 555 123", "B 1234 XY"),
    *("1234567890123456", "٣٤", " " * 70 + "12345", "01.234.567.8-901.000"),
]


@pytest.mark.parametrize(("text", "value", "decimals", "currency"), _READ)
def test_an_amount_is_read_as_it_is_written(text: str, value: str, decimals: int, currency: str | None) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (str(amount.value), amount.decimals, amount.currency) == (value, decimals, currency)
    assert not amount.ambiguous


@pytest.mark.parametrize("text", _REFUSED)
def test_what_has_holes_or_is_no_amount_is_refused(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "convention", "value", "ambiguous"),
    [
        ("12.500", None, "12500", True),
        ("12.500", Convention.COMMA, "12500", False),
        ("12.500", Convention.POINT, "12.500", False),
        ("12.50", Convention.COMMA, "12.50", True),
        ("12,500", Convention.POINT, "12500", False),
        ("1,234.567", None, "1234567", True),
        ("25.000.00", None, "25000.00", True),
        ("25.000,", None, "25000", True),
    ],
)
def test_three_digits_are_thousands_unless_the_document_says_otherwise(
    text: str,
    convention: Convention | None,
    value: str,
    ambiguous: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    amount = parse_amount(text, convention)
    assert amount is not None
    assert (str(amount.value), amount.ambiguous) == (value, ambiguous)


def test_the_documents_convention_is_that_of_most_amounts() -> None:
    assert convention_of(["Rp12.500", "1.000.000", "2", "12.50"]) == Convention.COMMA
    assert convention_of(["12.50", "1,000.00", "7"]) == Convention.POINT
    assert convention_of(["12.500", "2"]) is None


def test_letters_that_look_like_digits_are_a_guess_and_no_amount() -> None:
    assert parse_amount("25.O00") is None
    assert lookalike("25.O00") == "25.000"
    assert lookalike("RpI2.5OO") == "Rp12.500"
    assert [lookalike(text) for text in ("SO", "25.000", "Rp", "Barang")] == [None] * 4


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(list(Convention)), st.sampled_from(["", "Rp "]))
def test_what_is_printed_comes_back(value: Decimal, convention: Convention, currency: str) -> None:
    text = f"{value:,.2f}"
    if convention == Convention.COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    amount = parse_amount(currency + text, convention)
    assert amount is not None
    assert amount.value == value


@given(st.text("0123456789.,-() RpMO?/", max_size=50))
def test_nothing_is_read_but_the_digits_that_stand_there(text: str) -> None:
    amount = parse_amount(text)
    if amount:
        digits = "".join(filter(str.isdigit, text)).lstrip("0")
        assert "".join(filter(str.isdigit, str(amount.value))).lstrip("0") == digits
        assert written(amount.value) == written(Decimal(written(amount.value)))


@pytest.mark.parametrize("text", ["1" * 50_000, "1." * 25_000, "Rp" * 25_000, " " * 50_000, "(" * 50_000])
def test_hostile_text_is_no_amount(text: str) -> None:
    assert (parse_amount(text), lookalike(text), convention_of([text])) == (None, None, None)
