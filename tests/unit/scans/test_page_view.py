"""A page as it is shown: turned from how it was read, never by turning what was turned already."""

import pytest

from ocrwtf.scans.models import Page
from ocrwtf.scans.page_view import shown_lines, shown_polygon, shown_rotation, shown_size

BOX = [[10.1, 20.0], [60.0, 20.0], [60.0, 40.3], [10.1, 40.3]]
TURNED = {
    0: BOX,
    90: [[80.0, 10.1], [80.0, 60.0], [59.7, 60.0], [59.7, 10.1]],
    180: [[189.9, 80.0], [140.0, 80.0], [140.0, 59.7], [189.9, 59.7]],
    270: [[20.0, 189.9], [20.0, 140.0], [40.3, 140.0], [40.3, 189.9]],
}


def page(read: int, turned_to: int | None) -> Page:
    word = {"text": "TOTAL", "confidence": 1.0, "polygon": BOX, "alternatives": []}
    lines = [{"text": "TOTAL TOTAL", "confidence": 1.0, "polygon": BOX, "words": [word, word]}]
    said = {"0:1": "SUBTOTAL"}
    return Page(width_px=200, height_px=100, rotation=read, turned_to=turned_to, lines=lines, word_texts=said)


@pytest.mark.parametrize("read", [0, 90, 180, 270])
@pytest.mark.parametrize("turned_to", [0, 90, 180, 270])
def test_a_polygon_turns_by_what_lies_between_read_and_shown(read: int, turned_to: int) -> None:
    shown = page(read, turned_to)
    assert shown_polygon(shown, BOX) == TURNED[(turned_to - read) % 360]
    assert shown_rotation(shown) == turned_to
    assert shown_size(shown) == ((200, 100) if (turned_to - read) % 180 == 0 else (100, 200))


@pytest.mark.parametrize("read", [0, 90, 180, 270])
def test_a_page_that_nobody_turned_lies_as_it_was_read(read: int) -> None:
    shown = page(read, None)
    assert (shown_rotation(shown), shown_size(shown), shown_polygon(shown, BOX)) == (read, (200, 100), BOX)


def test_lines_and_words_turn_together_and_say_what_people_say() -> None:
    (line,) = shown_lines(page(0, 90))
    assert [line["polygon"], *(word["polygon"] for word in line["words"])] == [TURNED[90]] * 3
    assert [(word["text"], word["correctedText"]) for word in line["words"]] == [("TOTAL", None), ("TOTAL", "SUBTOTAL")]


def test_showing_a_page_leaves_its_row_as_it_was() -> None:
    shown, untouched = page(0, 90), page(0, 90)
    shown_lines(shown)
    assert shown.lines == untouched.lines
