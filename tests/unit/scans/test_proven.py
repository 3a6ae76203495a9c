"""What was proved about numbers holds only while the numbers that proved it are what they were."""

from typing import Any

import pytest

from ocrwtf.scans import fields
from ocrwtf.scans.models import Page
from tests.unit.scans.test_fields import BOX, extraction, field, page, shown

Json = dict[str, Any]


def witness(kind: str = "product", *words: int, agrees: bool = True) -> Json:
    places = [{"page": 1, "line": 0, "word": word} for word in words]
    return {"kind": kind, "agrees": agrees, "formula": "17 = 17", "words": places}


def repaired(*witnesses: Json, **more: Any) -> Json:
    repair = {"old": "4S.000", "new": "45.000", "witness": witnesses[0]}
    return field(value="45.000", normalized="45000", repair=repair, witnesses=list(witnesses), **more)


NUMBER = field("quantity", "17", 3, normalized="17")


def total(one: Json, on: Page, said: Json | None = None, proof: Json = NUMBER) -> Json:
    item = {"page": 1, "polygon": BOX, "cells": [proof]}
    return fields.shown(extraction(one, said=said, items=[item]), {1: on}).fields[0]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (page(w3="18"), {}),
        (page(), {"items.0.quantity": {"value": "18"}}),
        (page(), {"items.0.quantity": {"value": ""}}),
    ],
)
def test_a_repair_is_taken_back_when_its_proof_is_corrected(on: Page, said: Json) -> None:
    now = total(repaired(witness("product", 3)), on, said)
    assert (now["value"], now["normalized"], now["repair"], now["witnesses"]) == ("4S.000", None, None, [])
    assert (now["withdrawn"]["new"], now["doubtful"], now["confidence"]) == ("45.000", True, 0.4)
    assert (now["candidates"][0]["value"], now["candidates"][0]["normalized"]) == ("45.000", "45000")


def test_a_repair_stays_when_the_proof_is_only_written_otherwise() -> None:
    now = total(repaired(witness("product", 3)), page(w3="17,00"))
    assert (now["value"], bool(now["repair"]), len(now["witnesses"])) == ("45.000", True, 1)


def test_a_repair_stays_while_the_amount_in_words_says_so_too() -> None:
    now = total(repaired(witness("product", 3), witness("words", 2)), page(w3="18"))
    assert (now["value"], now["repair"]["witness"]["kind"]) == ("45.000", "words")


def test_a_second_sum_alone_is_no_proof_any_more() -> None:
    assert total(repaired(witness("total", 2), witness("product", 3)), page(w3="18"))["withdrawn"]


def test_a_witness_against_it_proved_nothing() -> None:
    against = witness("tax", 3, agrees=False)
    assert total(repaired(witness("product", 2), against), page(w3="18"))["repair"]


def test_of_a_long_sum_every_row_counts() -> None:
    row = field("amount", "17", 3, normalized="17")
    now = total(repaired(witness("column_sum", 0)), page(w3="18"), proof=row)
    assert now["withdrawn"]


def test_what_rests_on_a_repair_that_is_taken_back_is_taken_back_too() -> None:
    first = repaired(witness("product", 3))
    second = repaired(witness("tax", 1), name="tax_amount", word=2)
    item = {"page": 1, "polygon": BOX, "cells": [NUMBER]}
    now = fields.shown(extraction(first, second, items=[item]), {1: page(w3="18")}).fields
    assert [bool(each["withdrawn"]) for each in now] == [True, True]


def test_what_a_person_confirmed_stays_whatever_becomes_of_its_proof() -> None:
    now = total(repaired(witness("product", 3)), page(w3="18"), {"total_amount": {"value": "45.000"}})
    assert (now["value"], now["normalized"], now["repair"]) == ("45.000", "45000", None)


def test_other_readings_follow_the_correction_of_their_words() -> None:
    other = {"value": "17", "normalized": "17", "confidence": 0.3, "page": 1, "polygon": BOX}
    places = [{"page": 1, "line": 0, "word": 3}]
    one = field(candidates=[other | {"words": places}])
    assert shown(extraction(one), page(w3="1.800"))["candidates"][0]["normalized"] == "1800"
    assert shown(extraction(one), page(w3=""))["candidates"] == []
    assert shown(extraction(one), page(w3="4S.000"))["candidates"] == []


def test_a_number_is_meant_as_the_document_writes_its_own() -> None:
    price = field("subtotal_amount", "1,234.56", 3, normalized="1234.56")
    found = extraction(price, field(), said={"total_amount": {"value": "2.500"}})
    assert fields.shown(found, {1: page()}).fields[1]["normalized"] == "2.5"
    followed = fields.shown(extraction(price, field()), {1: page(w1="2,500")}).fields[1]
    assert followed["normalized"] == "2500"


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [("total_amount", "abc", "amount"), ("issued_on", "besok", "date"), ("vehicle_plate", "?", "form"),
     ("total_amount", "45.000", None), ("issued_on", "", None), ("buyer_name", "besok", None)],
)  # fmt: skip
def test_a_value_that_is_not_understood_says_what_it_should_be(name: str, value: str, meant: str | None) -> None:
    now = shown(extraction(said={name: {"value": value}}), page())
    assert (now["value"], now["notUnderstood"]) == (value, meant)
