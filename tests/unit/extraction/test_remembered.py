"""What a person confirmed on one document is looked for on the next of its sender: by its label, then its place."""

from datetime import date

from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.field import Field, FieldName, Source, WordAt
from ocrwtf.extraction.remembered import Remembered, place_of
from ocrwtf.ocr.page import Page
from ocrwtf.ocr.whole import DOUBTFUL_BELOW
from tests.unit.extraction.papers import paper

TODAY = date(2026, 11, 27)
FIRST = """
PT SINAR LAUT

Berkas: B-0017   Order: A-55

Kepada: CV Maju

          Rp 45.000
"""
NEXT = FIRST.replace("B-0017", "B-0018").replace("45.000", "61.500").replace("Kepada", "\nKepada")


def words(page: Page, *texts: str) -> tuple[WordAt, ...]:
    found = {
        word.text: WordAt(1, at, place) for at, line in enumerate(page.lines) for place, word in enumerate(line.words)
    }
    return tuple(found[text] for text in texts)


def confirmed(name: FieldName, *texts: str) -> Remembered:
    place = place_of(name, [paper(FIRST)], words(paper(FIRST), *texts))
    assert place
    return place


def found(name: FieldName, on: str, *remembered: Remembered) -> Field | None:
    said = extract([paper(on)], TODAY, remembered)
    return next((field for field in said.fields if field.name == name), None)


def test_a_place_has_the_label_before_it() -> None:
    assert confirmed(FieldName.NUMBER, "B-0017").label == "Berkas"


def test_a_value_of_this_one_paper_is_no_label() -> None:
    on = "No. 000482   12/11/2026"
    place = place_of(FieldName.ISSUED_ON, [paper(on)], words(paper(on), "12/11/2026"))
    assert place
    assert place.label is None


def test_a_label_that_nobody_knows_names_the_value_once_somebody_said_so() -> None:
    number = found(FieldName.NUMBER, NEXT, confirmed(FieldName.NUMBER, "B-0017"))
    assert number
    assert (number.value, number.source, number.label) == ("B-0018", Source.REMEMBERED, "Berkas")


def test_without_a_label_the_place_is_looked_at() -> None:
    total = found(
        FieldName.TOTAL_AMOUNT, FIRST.replace("45.000", "61.500"), confirmed(FieldName.TOTAL_AMOUNT, "45.000")
    )
    assert total
    assert (total.normalized, total.source) == ("61500", Source.REMEMBERED)


def test_what_only_lies_where_something_lay_is_for_a_person_to_look_at() -> None:
    buyer = "PT SINAR LAUT\n\nCV Maju Bersama Jaya\n\nSemen 50 kg   3"
    place = place_of(FieldName.BUYER_NAME, [paper(buyer)], words(paper(buyer), "CV", "Maju", "Bersama", "Jaya"))
    assert place
    goods = found(FieldName.BUYER_NAME, buyer.replace("CV Maju Bersama Jaya", "Pasir 20 kg dan lain"), place)
    assert goods is None or goods.confidence < DOUBTFUL_BELOW


def test_a_label_on_the_paper_goes_before_a_remembered_place() -> None:
    place = confirmed(FieldName.TOTAL_AMOUNT, "45.000")
    total = found(FieldName.TOTAL_AMOUNT, FIRST.replace("45.000", "61.500") + "\nGrand Total: Rp 99.000", place)
    assert total
    assert total.normalized == "99000"


INVOICE = """
PT SINAR LAUT

Semen       1,250.50
Subtotal    Rp 2,250.50
Diskon      (500.000)
"""


def test_what_was_found_there_means_the_same_when_it_is_remembered() -> None:
    names = (FieldName.DISCOUNT_AMOUNT, FieldName.CURRENCY)
    shown = {FieldName.DISCOUNT_AMOUNT: "(500.000)", FieldName.CURRENCY: "Rp"}
    places = [place_of(name, [paper(INVOICE)], words(paper(INVOICE), shown[name])) for name in names]
    for name, place in zip(names, places, strict=True):
        assert place
        before, after = found(name, INVOICE), found(name, INVOICE, place)
        assert before
        assert after
        assert (after.value, after.normalized) == (before.value, before.normalized)


def test_what_stands_there_and_is_no_such_value_is_not_taken() -> None:
    elsewhere = found(FieldName.ISSUED_ON, FIRST, confirmed(FieldName.ISSUED_ON, "B-0017"))
    assert elsewhere is None


def test_what_was_remembered_and_is_not_on_the_paper_is_absent() -> None:
    assert found(FieldName.DRIVER_NAME, "PT SINAR LAUT", confirmed(FieldName.DRIVER_NAME, "CV", "Maju")) is None


def test_words_apart_are_no_place() -> None:
    assert place_of(FieldName.NUMBER, [paper(FIRST)], words(paper(FIRST), "B-0017", "CV")) is None
