"""Dates of documents."""

import pytest

from tests.unit.extraction.said import said, value


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("21/11/2026", "2026-11-21"),
        ("21-11-26", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("2026-11-21", "2026-11-21"),
        ("21 November 2026", "2026-11-21"),
        ("7 Agustus 2026", "2026-08-07"),
        ("21-Nov-26", "2026-11-21"),
        ("November 21, 2026", "2026-11-21"),
        ("11/21/2026", "2026-11-21"),
        ("21/11/202609:45", "2026-11-21"),
        ("21.11.26-10:15", "2026-11-21"),
        ("2l/11/2O26", "2026-11-21"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, iso: str) -> None:
    assert value("issued_on", f"Tanggal : {written}") == iso


@pytest.mark.parametrize("written", ["12/13/14/15", "99-99-9999", "2.1.33", "1.234.567", "10:11:12", "0812-3456-7890"])
def test_what_is_no_date_is_not_made_one(written: str) -> None:
    assert value("issued_on", f"Tanggal : {written}") is None


def test_each_date_is_what_its_label_says() -> None:
    found = said("Tgl Faktur: 1 Mei 2026\nJatuh Tempo: 31 Mei 2026\nTgl Kirim: 3 Mei 2026")

    assert {name: field.normalized for name, field in found.items()} == {
        "issued_on": "2026-05-01",
        "due_on": "2026-05-31",
        "delivered_on": "2026-05-03",
    }


def test_a_label_may_stand_above_its_date() -> None:
    assert value("due_on", "Tanggal          Jatuh Tempo\n1 Mei 2026       31 Mei 2026") == "2026-05-31"


def test_of_dates_without_a_label_the_one_behind_a_place_is_the_letters() -> None:
    assert value("issued_on", "berlaku sejak 2 Januari 2025\nSurabaya, 7 Mei 2026") == "2026-05-07"


def test_day_and_month_that_could_be_either_are_less_sure_and_the_other_is_kept() -> None:
    either, clear = said("Tanggal: 03/04/2026")["issued_on"], said("Tanggal: 23/04/2026")["issued_on"]

    assert either.normalized == "2026-04-03"
    assert [other.normalized for other in either.candidates] == ["2026-03-04"]
    assert either.confidence < clear.confidence


def test_other_dates_of_the_document_decide_which_comes_first() -> None:
    assert value("issued_on", "Date: 03/04/2026\nDue Date: 04/25/2026") == "2026-03-04"


@pytest.mark.parametrize("year", ["2031", "1987"])
def test_a_date_in_the_future_or_long_ago_is_doubtful(year: str) -> None:
    doubtful, usual = said(f"Tanggal: 3 Mei {year}")["issued_on"], said("Tanggal: 3 Mei 2026")["issued_on"]

    assert doubtful.confidence < usual.confidence - 0.2


def test_the_day_a_card_ends_is_not_the_day_of_issue() -> None:
    assert value("issued_on", "Card Expiry : 31/12/26\n21/11/2026 10:15") == "2026-11-21"


@pytest.mark.parametrize("written", ["31/02/2026", "45-13-2026", "2026-02-30", "31 Februari 2026", "00.05.2026"])
def test_a_day_that_no_calendar_has_is_shown_as_it_stands_and_doubted(written: str) -> None:
    field = said(f"FAKTUR\nTanggal : {written}")["issued_on"]

    assert (field.value, field.normalized) == (written, None)
    assert field.confidence < 0.5
    assert [(one.kind, one.agrees, one.formula) for one in field.witnesses] == [("calendar", False, written)]


def test_a_day_that_there_is_goes_before_one_that_there_is_not() -> None:
    found = said("Tanggal: 31/02/2026\nTanggal Faktur: 28/02/2026")["issued_on"]

    assert (found.normalized, found.witnesses) == ("2026-02-28", ())
    assert [other.value for other in found.candidates] == ["31/02/2026"]


def test_numbers_without_a_label_of_a_date_are_no_impossible_date() -> None:
    assert "issued_on" not in said("Kode: 45-13-2026\nNo. 31/02/2026")
