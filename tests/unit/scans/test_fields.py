"""What a field says now: as it was found, as its words were corrected, as a person wrote it."""

from typing import Any
from uuid import UUID

import pytest

from ocrwtf.scans import field_answers, fields
from ocrwtf.scans.models import Extraction, Page, Scan, Status

BOX = [[0, 0], [10, 0], [10, 10], [0, 10]]
WORDS = ("Total", "Rp4S.000", "No.", "17")


def page(**said: str) -> Page:
    """One line with those words; `said` as `w1="…"`."""
    words = [
        {"text": text, "confidence": 0.5, "polygon": [[x * 100 + at, y] for x, y in BOX]}
        for at, text in enumerate(WORDS)
    ]
    texts = {f"0:{key[1:]}": text for key, text in said.items()}
    return Page(number=1, lines=[{"text": " ".join(WORDS), "words": words}], word_texts=texts)


def field(name: str = "total_amount", value: str = "4S.000", word: int = 1, **more: Any) -> dict[str, Any]:
    place = {"page": 1, "polygon": BOX, "words": [{"page": 1, "line": 0, "word": word}]}
    known = {"normalized": None, "confidence": 0.8, "source": "label", "label": "Total"}
    return {"name": name, "value": value, "witnesses": [], "repair": None, "candidates": []} | place | known | more


def extraction(*found: dict[str, Any], said: dict[str, Any] | None = None, items: Any = ()) -> Extraction:
    kept = {"documentType": "invoice", "typeConfidence": 0.9, "fields": list(found), "items": list(items)}
    return Extraction(scan_id=UUID(int=1), found=kept, said=said or {})


def shown(of: Extraction, on: Page) -> dict[str, Any]:
    (only,) = fields.shown(of, {1: on}).fields
    return only


def test_a_field_follows_the_correction_of_its_word() -> None:
    now = shown(extraction(field()), page(w1="Rp45.000"))
    assert (now["value"], now["normalized"], now["read"]) == ("45.000", "45000", "4S.000")


def test_a_field_stays_as_it_is_when_another_word_is_corrected() -> None:
    assert shown(extraction(field()), page(w3="18"))["value"] == "4S.000"


def test_what_was_proved_about_a_number_does_not_hold_for_another() -> None:
    witness = {"kind": "total", "agrees": True, "formula": "40000 + 5000 = 45000", "words": []}
    repaired = field(value="45.000", repair={"old": "4S.000", "new": "45.000", "witness": witness}, witnesses=[witness])
    assert shown(extraction(repaired), page())["repair"]
    now = shown(extraction(repaired), page(w1="Rp46.000"))
    assert (now["value"], now["repair"], now["witnesses"]) == ("46.000", None, [])


@pytest.mark.parametrize(
    ("on", "said", "left"),
    [
        (page(), {}, 1),
        (page(), {"number": {"value": "17"}}, 1),
        (page(), {"number": {"value": "18"}}, 0),
        (page(w3="18"), {}, 0),
    ],
)
def test_what_rests_on_a_number_that_a_person_changed_proves_nothing(on: Page, said: dict[str, Any], left: int) -> None:
    rest = [{"page": 1, "line": 0, "word": 3}]
    witness = {"kind": "total", "agrees": True, "formula": "17 = 17", "words": rest}
    _, total = fields.shown(extraction(field("number", "17", 3), field(witnesses=[witness]), said=said), {1: on}).fields
    assert len(total["witnesses"]) == left


@pytest.mark.parametrize(
    ("value", "read", "now", "follows"),
    [
        ("4S.000", "TOTL:4S.000", "TOTAL:4S.000", "4S.000"),
        ("4S.000", "TOTL:4S.000", "TOTAL:45.000", "45.000"),
        ("4S.000", "Rp.4S.000,-", "Rp.145.000,-", "145.000"),
        ("12.000", "12.000,-", "12.000.-", "12.000"),
        ("17", "No.17", "No.217", "217"),
        ("17", "NoX17", "Nomor 18", "Nomor 18"),
    ],
)
def test_a_label_in_the_same_word_is_no_part_of_a_value(value: str, read: str, now: str, follows: str) -> None:
    on = Page(number=1, lines=[{"text": read, "words": [{"text": read, "polygon": BOX}]}], word_texts={"0:0": now})
    assert shown(extraction(field(value=value, word=0)), on)["value"] == follows


def test_a_person_who_finds_a_word_right_as_it_was_read_denies_its_repair() -> None:
    witness = {"kind": "total", "agrees": True, "formula": "40000 + 5000 = 45000", "words": []}
    words = [{"page": 1, "line": 0, "word": at} for at in (0, 1)]
    repair = {"old": "4S.000", "new": "45.000", "witness": witness}
    repaired = field(value="45.000", words=words, repair=repair, witnesses=[witness])
    assert shown(extraction(repaired), page(w0="Total"))["value"] == "45.000"
    now = shown(extraction(repaired), page(w1="Rp4S.000"))
    assert (now["value"], now["normalized"], now["repair"], now["witnesses"]) == ("4S.000", None, None, [])


def test_a_person_has_the_last_word() -> None:
    now = shown(extraction(field(), said={"total_amount": {"value": "45.500"}}), page(w1="Rp45.000"))
    assert (now["value"], now["normalized"], now["correctedValue"]) == ("45.500", "45500", "45.500")
    assert (now["source"], now["confidence"], now["doubtful"]) == ("person", 1.0, False)


def test_another_reading_that_a_person_chose_means_what_it_was_found_to_mean() -> None:
    other = {"value": "1.250", "normalized": "1.25", "confidence": 0.3, "page": 1, "polygon": BOX, "words": []}
    now = shown(extraction(field(candidates=[other]), said={"total_amount": {"value": "1.250"}}), page())
    assert now["normalized"] == "1.25"


def test_a_person_may_show_another_place() -> None:
    said = {"value": "17", "words": [{"page": 1, "line": 0, "word": 2}, {"page": 1, "line": 0, "word": 3}]}
    now = shown(extraction(said={"number": said}), page())
    assert (now["read"], now["page"], now["normalized"]) == (None, 1, "17")
    assert now["polygon"] == [[2, 0], [1003, 0], [1003, 10], [2, 10]]


def test_a_value_on_two_pages_has_its_box_on_the_first() -> None:
    said = {"value": "17 Rp4S.000", "words": [{"page": 1, "line": 0, "word": 3}, {"page": 2, "line": 0, "word": 1}]}
    (now,) = fields.shown(extraction(said={"number": said}), {1: page(), 2: page()}).fields
    assert (now["page"], now["polygon"]) == (1, [[3, 0], [1003, 0], [1003, 10], [3, 10]])


def test_what_a_person_took_out_has_no_value_and_can_be_taken_back() -> None:
    now = shown(extraction(field(), said={"total_amount": {"value": ""}}), page())
    assert (now["value"], now["normalized"], now["read"]) == ("", None, "4S.000")


def test_what_costs_most_is_asked_first() -> None:
    found = fields.shown(
        extraction(field("vehicle_plate", "17", 3, confidence=0.6), field(confidence=0.8), field("currency", "Rp")),
        {1: page()},
    )
    assert found.doubtful_keys == ["total_amount", "vehicle_plate", "currency"]


def test_a_word_is_not_asked_again_when_its_field_is() -> None:
    sure, doubtful = field("number", "17", 3, confidence=0.99), field()
    found = fields.shown(extraction(sure, doubtful), {1: page()})
    assert found.doubtful_words([page()]) == [(1, 0, 0), (1, 0, 2), (1, 0, 3)]


def test_line_items_are_found_corrected_and_added() -> None:
    item = {"page": 1, "polygon": BOX, "cells": [field("amount", "45.000"), field("name", "Semen", 0)]}
    said = {"items.0.amount": {"value": "46.000"}, "items.1.name": {"value": "Pasir"}}
    first, second = fields.shown(extraction(items=[item], said=said), {1: page()}).items
    assert [(cell["key"], cell["value"]) for cell in first["cells"]] == [
        ("items.0.name", "Semen"),
        ("items.0.amount", "46.000"),
    ]
    assert (second["row"], second["page"], second["cells"][0]["value"]) == (1, None, "Pasir")


def test_fields_that_came_after_the_pages_were_looked_up_are_not_told_yet() -> None:
    found = extraction(field(), said={"number": {"value": "17", "words": [{"page": 1, "line": 0, "word": 3}]}})
    assert field_answers.members(Scan(status=Status.PROCESSING, pages=[], extraction=found))["fields"] == []
