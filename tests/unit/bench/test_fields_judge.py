"""What is right, wrong, too much and missed, on examples small enough to be counted by hand."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bench.fields import agreement, baseline, figures, keys
from bench.fields.judge import Judged, PageJudged, Verdict, judged, stands
from bench.fields.keys import Key
from bench.pages.facts import Fact, Facts
from ocrwtf.extraction.field import (
    CellName,
    DocumentType,
    Extraction,
    Field,
    FieldName,
    LineItem,
    Repair,
    Source,
    Witness,
    WitnessKind,
    WordAt,
)
from ocrwtf.ocr.page import Line, Page, Polygon, Word

BOX: Polygon = ((0, 0), (9, 0), (9, 9), (0, 9))
TOTAL, SELLER = FieldName.TOTAL_AMOUNT, FieldName.SELLER_NAME


def found(name: str, value: str, normalized: str | None = None, confidence: float = 0.9) -> Field:
    return Field(name, value, normalized, confidence, 1, BOX, Source.LABEL, ())


def fact(name: str, text: str, normalized: str | None = None, *, required: bool = True) -> Fact:
    return Fact(name, text, normalized, (0,), required=required)


def page(*lines: str) -> Page:
    def line(number: int, text: str) -> Line:
        top = 20.0 * number
        box: Polygon = ((0, top), (99, top), (99, top + 10), (0, top + 10))
        return Line(text, 1.0, box, tuple(Word(word, 1.0, box) for word in text.split()))

    read = tuple(line(number, text) for number, text in enumerate(lines))
    return Page(1, 100, 400, 0, 1.0, "test", read)


def against(fields: list[Field], facts: list[Fact]) -> PageJudged:
    return judged(
        Extraction(DocumentType.INVOICE, 1.0, tuple(fields), ()), Facts(DocumentType.INVOICE, tuple(facts)), [page()]
    )


def verdicts(fields: list[Field], facts: list[Fact]) -> list[tuple[str, Verdict]]:
    return [(one.name, one.verdict) for one in against(fields, facts).fields]


@pytest.mark.parametrize(
    ("name", "value", "normalized", "text", "true", "right"),
    [
        (TOTAL, "Rp 12.000,00", "12000.00", "12.000", "12000", True),
        (TOTAL, "12.001", "12001", "12.000", "12000", False),
        (TOTAL, "?", "much", "12.000", "12000", False),
        (FieldName.DISCOUNT_AMOUNT, "-500", "-500", "500", "500", True),
        (FieldName.VEHICLE_PLATE, "B1234XYZ", "B1234XYZ", "B 1234 XYZ", "B 1234 XYZ", True),
        (FieldName.NUMBER, "SJ/1", "SJ/1", "SJ/11", "SJ/11", False),
        (FieldName.BUYER_TAX_NUMBER, "x", "0013456789012345", "x", "013456789012345", True),
        (FieldName.ISSUED_ON, "1 Mei 2025", "2025-05-01", "01/05/2025", "2025-05-01", True),
        (SELLER, "PT. Maju  Jaya", None, "PT Maju Jaya", None, True),
        (SELLER, "PT Maiu Jaya", None, "PT Maju Jaya", None, True),
        (SELLER, "PT Karya", None, "PT Maju Jaya", None, False),
        (FieldName.PAYMENT_METHOD, "tunai", None, "TUNAI", None, True),
    ],
)
def test_a_value_is_right_in_the_way_of_its_kind(
    name: str, value: str, normalized: str | None, text: str, true: str | None, right: bool  # noqa: FBT001
) -> None:  # fmt: skip
    assert agreement.right(found(name, value, normalized), fact(name, text, true)) is right


def test_a_nearly_right_name_is_right_and_not_exact() -> None:
    [near] = against([found(SELLER, "PT Maiu Jaya")], [fact(SELLER, "PT Maju Jaya")]).fields
    assert (near.verdict, near.exact) == (Verdict.RIGHT, False)


def test_each_field_is_right_wrong_missed_or_too_much() -> None:
    fields = [found(SELLER, "PT Maju"), found(TOTAL, "1", "1"), found("weight", "1 kg", "1")]
    facts = [fact(SELLER, "PT Maju"), fact(TOTAL, "2", "2"), fact("number", "3", "3")]
    assert verdicts(fields, facts) == [
        (SELLER, Verdict.RIGHT), (TOTAL, Verdict.WRONG), ("number", Verdict.MISSED), ("weight", Verdict.SPURIOUS),
    ]  # fmt: skip


def test_what_is_not_required_counts_only_when_found() -> None:
    currency = fact("currency", "Rp", "IDR", required=False)
    assert verdicts([], [currency]) == []
    assert verdicts([found("currency", "Rp", "USD")], [currency]) == [("currency", Verdict.WRONG)]


def test_another_name_that_fits_meets_the_fact_and_is_not_too_much_beside_its_own() -> None:
    true = Fact(SELLER, "PT Maju", None, (0,), also=(FieldName.SENDER_NAME,))
    assert verdicts([found("sender_name", "PT Maju")], [true]) == [(SELLER, Verdict.RIGHT)]
    assert verdicts([found(SELLER, "PT Maju"), found("sender_name", "PT Maju")], [true]) == [(SELLER, Verdict.RIGHT)]
    assert (SELLER, Verdict.MISSED) in verdicts([found("sender_name", "PT Lain")], [true])


def item(*cells: tuple[CellName, str]) -> LineItem:
    return LineItem(1, BOX, tuple(found(name, text, text) for name, text in cells))


def test_items_are_paired_in_order_and_one_too_many_costs_only_its_own_cells() -> None:
    true = tuple((fact("name", f"Barang {n}"), fact("amount", n, n)) for n in ("100", "200"))
    items = (
        item((CellName.NAME, "Subtotal")),
        item((CellName.NAME, "Barang 100"), (CellName.AMOUNT, "100")),
        item((CellName.AMOUNT, "200")),
    )
    result = judged(Extraction(DocumentType.INVOICE, 1.0, (), items), Facts(DocumentType.INVOICE, (), true), [page()])
    counted = figures.agreement(result.cells).matches
    assert (counted.hits, counted.read, counted.wanted) == (3, 4, 4)
    assert result.items == (1, 3, 2)


def test_a_wrong_value_counts_against_precision_and_recall() -> None:
    every = [Judged("number", verdict, found("number", "1")) for verdict in (Verdict.RIGHT, Verdict.WRONG)]
    total = figures.agreement([*every, Judged("number", Verdict.SPURIOUS), Judged("number", Verdict.MISSED)])
    assert total.precision == total.recall == pytest.approx(1 / 3)


def test_a_right_field_is_in_its_place_when_its_box_is_about_that_of_the_true_words() -> None:
    places = np.array([[(0, 0), (10, 0), (10, 9), (0, 9)], [(50, 50), (60, 50), (60, 59), (50, 59)]], dtype=float)
    extraction = Extraction(DocumentType.INVOICE, 1.0, (found(TOTAL, "1", "1"),), ())
    for word, on in ((0, 1), (1, 0)):
        true = Facts(DocumentType.INVOICE, (Fact(TOTAL, "1", "1", (word,)),))
        assert judged(extraction, true, [page()], places).placed == (on, 1)


def test_confidence_is_scored_by_calibration_and_by_brier() -> None:
    sure = figures.sureness([(0.8, True)] * 8 + [(0.8, False)] * 2)
    assert sure.calibration_error == pytest.approx(0)
    assert sure.brier == pytest.approx(0.16)
    assert figures.sureness([]).brier is None


def repaired(old: str, new: str) -> Field:
    witness = Witness(WitnessKind.TOTAL, agrees=True, formula="1 + 1 = 2")
    return Field(
        "total_amount", new, new, 0.9, 1, BOX, Source.LABEL, (WordAt(1, 0, 0),), repair=Repair(old, new, witness)
    )


def test_repairs_are_right_or_wrong_by_what_the_page_says() -> None:
    every = [
        *against([repaired("8", "3")], [fact(TOTAL, "3", "3")]).fields,
        *against([repaired("8", "5")], [fact(TOTAL, "8", "8")]).fields,
    ]
    assert figures.repairs(every) == figures.Repairs(right=1, wrong=1)


@pytest.mark.parametrize(
    ("field", "right"),
    [
        (Field(TOTAL, "12.000", "12000", 1, 1, BOX, Source.LABEL, (WordAt(1, 0, 1),)), True),
        (Field(TOTAL, "12.500", "12500", 1, 1, BOX, Source.LABEL, (WordAt(1, 0, 1),)), False),
        (Field(TOTAL, "12.000", "12000", 1, 1, BOX, Source.LABEL, (WordAt(1, 7, 1),)), False),
        (repaired("12000", "12500"), False),
    ],
)
def test_a_digit_that_is_in_none_of_its_words_is_invented(field: Field, right: bool) -> None:  # noqa: FBT001
    assert stands(field, [page("Total Rp12.000")]) is right


KEY = Key(Path("1.jpg"), "TOKO MAJU", "25/12/2018", "JL MELATI 5, BOGOR", "80.90")


def test_a_receipt_is_held_against_its_key() -> None:
    fields = (found(SELLER, "Toko Maiu"), found("seller_address", "JL MELATI 5, BOGOR"),
              found("issued_on", "25-12-2018", "2018-12-25"), found(TOTAL, "80.9", "80.90"))  # fmt: skip
    result = keys.judged(Extraction(DocumentType.RECEIPT, 1.0, fields, ()), KEY)
    assert result.measures == {
        "company exact": False, "company similar": False, "date": True, "total": True,
        "address similar": True, "address exact": True,
    }  # fmt: skip
    assert [right for _, right in result.sure] == [False, True, True, True]


def test_what_was_not_found_is_not_right_and_what_the_key_does_not_tell_is_not_counted() -> None:
    empty = Extraction(DocumentType.RECEIPT, 1.0, (), ())
    result = keys.judged(empty, Key(Path("1.jpg"), "TOKO", "", "", "RM 1"))
    assert (result.measures["company similar"], result.measures["total"]) == (False, False)
    assert (result.measures["date"], result.measures["address similar"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25/12/2018", date(2018, 12, 25)), ("12/28/2017", date(2017, 12, 28)), ("03-04-18", date(2018, 4, 3)),
        ("20 MAR 2018", date(2018, 3, 20)), ("20180304", date(2018, 3, 4)), ("2018-03-04", date(2018, 3, 4)),
        ("JUNE 5, 2017", date(2017, 6, 5)), ("soon", None),
    ],
)  # fmt: skip
def test_dates_of_keys_are_read_day_first(text: str, day: date | None) -> None:
    assert keys.day_of(text) == day


def test_the_baseline_takes_the_first_line_the_first_date_and_the_amount_named_total() -> None:
    read = page("TOKO MAJU", "JL MELATI 5", "TEL 021-555", "No. 77", "25/12/2018", "BERAS 99.000", "TOTAL 12.500")
    fields = {each.name: each for each in baseline.extract([read], date(2026, 1, 1)).fields}
    assert {name: field.normalized or field.value for name, field in fields.items()} == {
        "seller_name": "TOKO MAJU", "seller_address": "JL MELATI 5", "number": "77",
        "issued_on": "2018-12-25", "total_amount": "12500",
    }  # fmt: skip
    assert baseline.extract([page()], date(2026, 1, 1)).fields == ()
