"""How sure fields are, and what else they might be."""

from ocrwtf.extraction.certainty import MOST_CANDIDATES, fields_of
from ocrwtf.extraction.field import FieldName, Source
from ocrwtf.extraction.guess import Guess
from ocrwtf.extraction.sheet import Span, sheet_of
from tests.unit.extraction.papers import line, page
from tests.unit.extraction.said import said


def guess(text: str, strength: float, meant: str | None = None) -> Guess:
    tokens = sheet_of([page(line(text, 10, 10))]).rows[0].tokens
    return Guess(FieldName.NUMBER, Span(meant or text, tokens), None, strength, Source.LABEL)


def test_the_strongest_guess_is_the_field_and_the_next_are_its_candidates() -> None:
    [field] = fields_of([guess(f"A{strength}", strength / 10) for strength in (3, 8, 5, 9, 4, 7, 6)])

    assert field.value == "A9"
    assert [other.value for other in field.candidates] == ["A8", "A7", "A6", "A5"][:MOST_CANDIDATES]
    assert all(other.confidence < field.confidence for other in field.candidates)


def test_what_does_not_stand_in_its_words_is_no_field() -> None:
    assert fields_of([guess("A-12", 0.9, meant="A-13")]) == ()


def test_words_that_the_engine_is_unsure_of_make_a_field_unsure() -> None:
    sure, unsure = said("No. Faktur: A-12"), said("No. Faktur: A-12", confidence=0.5)

    assert unsure["number"].confidence < sure["number"].confidence - 0.1


def test_an_equally_strong_other_value_makes_a_field_unsure() -> None:
    assert said("No. SJ: A-12\nNo. SJ: B-77")["number"].confidence < said("No. SJ: A-12")["number"].confidence - 0.1


def test_a_field_is_where_its_words_are() -> None:
    field = said("Tanggal : 12 Mei 2026")["issued_on"]

    assert (field.page, [at.word for at in field.words]) == (1, [2, 3, 4])
    assert field.polygon == ((140, 40), (250, 40), (250, 60), (140, 60))
