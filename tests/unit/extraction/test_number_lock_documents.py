"""Two thousand random documents with misread digits, or with mistakes of people: no digit changes without proof."""

from collections import Counter

import pytest

from bench.lock.documents import Document, documents
from bench.lock.judge import RIGHT, WRONG, broken_promises, holds, locked_of, verdicts
from ocrwtf.extraction.field import Field, LineItem

Result = tuple[Document, tuple[Field, ...], tuple[LineItem, ...]]


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return [(document, *locked_of(document)) for document in documents(1, 2_000)]


def test_no_digit_differs_from_its_words_without_a_repair_that_is_borne_out(results: list[Result]) -> None:
    assert [broken for each in results for broken in broken_promises(*each)] == []


def test_repairs_are_right_and_there_are_many(results: list[Result]) -> None:
    found = sum((verdicts(*each) for each in results), Counter[str]())
    assert found[RIGHT] > 500
    assert found[WRONG] == 0


def test_what_people_wrote_wrongly_stays_and_is_contradicted(results: list[Result]) -> None:
    contradictory = [each for each in results if each[0].contradictory]
    cells = [[*fields, *(cell for item in items for cell in item.cells)] for _, fields, items in contradictory]
    assert [field.repair for document in cells for field in document if field.repair] == []
    contradicted = [any(not witness.agrees for field in each for witness in field.witnesses) for each in cells]
    assert sum(contradicted) > len(cells) / 3


@pytest.mark.parametrize(
    ("formula", "true"),
    [
        ("3 × 12.5 = 37.5", True),
        ("3 × 12.5 = 36", False),
        ("11 % × (100 − 10) = 9.9", True),
        ("5 + 6 − 2.5 = 8", False),
    ],
)
def test_formulas_are_reckoned_anew(formula: str, true: bool) -> None:  # noqa: FBT001 - a column of the table above
    assert holds(formula) == true
