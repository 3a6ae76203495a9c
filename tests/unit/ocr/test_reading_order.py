"""Rows from top to bottom, left to right within a row."""

from ocrwtf.ocr.page import Line
from ocrwtf.ocr.reading_order import in_reading_order


def line(text: str, left: float, top: float, *, slant: float = 0.0) -> Line:
    polygon = ((left, top), (left + 100, top + slant), (left + 100, top + slant + 20), (left, top + 20))
    return Line(text, 1.0, polygon, ())


def order(*lines: Line) -> str:
    return " ".join(found.text for found in in_reading_order(list(lines)))


def test_rows_come_from_top_to_bottom_and_left_to_right() -> None:
    assert order(line("d", 200, 102), line("b", 200, 3), line("c", 0, 100), line("a", 0, 0)) == "a b c d"


def test_a_price_a_little_lower_stays_in_its_row() -> None:
    assert order(line("price", 300, 7), line("item", 0, 0), line("next", 0, 26)) == "item price next"


def test_a_slanted_line_is_no_taller_than_a_straight_one() -> None:
    assert order(line("a", 0, 0, slant=6), line("b", 0, 24, slant=6)) == "a b"


def test_an_empty_page_has_no_lines() -> None:
    assert in_reading_order([]) == ()
