"""Lines as JSON and back; what is not such lines is refused."""

import pytest

from ocrwtf.ocr.page import Alternative, Line, Page, Polygon, Word
from ocrwtf.ocr.wire import TooMuchTextError, lines_as_json, lines_from_json, storable

SQUARE: Polygon = ((0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 5.0))
GOOD = {"text": "a", "confidence": 1, "polygon": [[0, 0], [1, 0], [1, 1], [0, 1]], "words": []}
WORD = GOOD | {"alternatives": []}


def page(*lines: Line) -> Page:
    return Page(1, 100, 100, rotation=0, confidence=None, engine="test", lines=lines)


def test_a_line_has_the_members_of_the_api() -> None:
    line = Line("PO 7", 0.98765, SQUARE, (Word("PO", 0.5, SQUARE),))
    (found,) = lines_as_json((line,))
    points = [[0.0, 0.0], [10.0, 0.0], [10.0, 5.0], [0.0, 5.0]]
    word = {"text": "PO", "confidence": 0.5, "polygon": points, "alternatives": []}
    assert found == {"text": "PO 7", "confidence": 0.9877, "polygon": points, "words": [word]}


def test_lines_come_back_as_they_went() -> None:
    line = Line("PO 7", 0.9, SQUARE, (Word("P0", 0.5, SQUARE, (Alternative("PO", 0.4),)), Word("7", 0.75, SQUARE)))
    assert lines_from_json(lines_as_json((line,))) == (line,)


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        "lines",
        [None],
        [{}],
        [GOOD | {"text": 7}],
        [GOOD | {"confidence": 1.5}],
        [GOOD | {"confidence": float("nan")}],
        [GOOD | {"confidence": True}],
        [GOOD | {"polygon": [[0, 0]]}],
        [GOOD | {"polygon": [[0, 0, 0]] * 4}],
        [GOOD | {"polygon": [["0", 0]] * 4}],
        [GOOD | {"words": [WORD | {"polygon": None}]}],
        [GOOD | {"words": [GOOD]}],
        [GOOD | {"words": [WORD | {"alternatives": [{"text": "b", "confidence": 2}]}]}],
    ],
)
def test_what_is_no_line_is_refused(content: object) -> None:
    with pytest.raises(ValueError, match="no lines"):
        lines_from_json(content)


@pytest.mark.parametrize(
    ("full", "too_much"),
    [
        ([GOOD] * 5_000, [GOOD] * 5_001),
        ([GOOD | {"words": [WORD] * 2_500}] * 2, [GOOD | {"words": [WORD] * 2_501}] * 2),
        ([GOOD | {"text": "a" * 25_000}] * 2, [GOOD | {"text": "a" * 25_001}] * 2),
        (
            [GOOD | {"words": [WORD | {"text": "a" * 50_000}]}],
            [GOOD | {"words": [WORD | {"text": "a" * 50_001}]}],
        ),
    ],
)
def test_more_than_a_page_can_hold_is_refused(full: list[object], too_much: list[object]) -> None:
    assert len(lines_from_json(full)) == len(full)
    with pytest.raises(TooMuchTextError):
        lines_from_json(too_much)


def test_characters_that_no_database_takes_are_left_out() -> None:
    assert storable("a\0b\ud800c\x1b[0m\x85\ufffed é 中") == "abc[0md é 中"
