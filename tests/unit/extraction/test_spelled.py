"""Amounts in words come back as numbers, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.lock.speller import in_english, in_indonesian
from ocrwtf.extraction.spelled import spelled_amount


def _value(text: str) -> str | None:
    spelled = spelled_amount(text)
    return str(spelled.value) if spelled else None


@given(st.integers(0, 10**15 - 1))
def test_every_number_comes_back(number: int) -> None:
    assert _value(in_indonesian(number) + " rupiah") == str(number)
    assert _value(in_english(number) + " rupiahs only") == str(number)
    assert _value(in_indonesian(number).replace(" ", "") + " rupiah") == str(number)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("# Dua juta tiga ratus lima puluh ribu rupiah #", "2350000"),
        ("Terbilang: SEJUTA SERATUS SEBELAS RIBU RUPIAH", "1111000"),
        ("se ratus dua belas ribu rupiah", "112000"),
        ("satu ratus satu ribu rupiah", "101000"),
        ("dua koma nol lima", "2.05"),
        ("dua ratus rupiah lima puluh sen", "200.5"),
        ("One hundred and twenty-five dollars and fifty cents only", "125.5"),
        ("RINGGIT MALAYSIA: TWELVE AND SEN FIFTY ONLY", "12.5"),
        ("dva juta t1ga ratvs lirna puluh ribu rupiah", "2350000"),
        ("TIGARATUS RIBU RUPIAH", "300000"),
    ],
)
def test_what_people_write_is_understood(text: str, value: str) -> None:
    assert _value(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "rupiah",
            "liga ratus rupiah",
            "dua tiga rupiah",
            "dua ratus tiga ratus",
            "ribu dua juta",
            "sepuluh lima",
        ),
        *("dua juta tiga juta", "dua juta toko ribu", "dua ratus ribu kg", "kosong dua", "satu" * 200, "twenty belas"),
    ],
)
def test_what_is_not_sure_is_no_number(text: str) -> None:
    assert spelled_amount(text) is None


@pytest.mark.parametrize(("text", "finished"), [("dua juta tiga ratus", False), ("dua juta tiga ratus rupiah", True)])
def test_only_a_closing_word_says_that_nothing_is_missing(text: str, finished: bool) -> None:  # noqa: FBT001
    spelled = spelled_amount(text)
    assert spelled is not None
    assert spelled.finished == finished


_LETTERS = "abcdefghijklmnopqrstuvwxyz01"


@given(st.integers(1, 10**9), st.integers(0, 200), st.sampled_from(_LETTERS))
def test_one_wrong_letter_never_makes_another_number(number: int, place: int, letter: str) -> None:
    text = in_indonesian(number) + " rupiah"
    place %= len(text)
    assert _value(text[:place] + letter + text[place + 1 :]) in (str(number), None)


@given(st.text("satudigebln kopmhrjw01", max_size=400))
def test_no_text_raises(text: str) -> None:
    spelled = spelled_amount(text)
    assert spelled is None or spelled.value >= Decimal(0)


@pytest.mark.parametrize("text", ["satu" * 12_000, "dua " * 12_000, "se " * 15_000, "(" * 50_000])
def test_hostile_text_is_no_number(text: str) -> None:
    assert spelled_amount(text) is None
