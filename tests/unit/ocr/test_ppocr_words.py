"""Words on their ink, spaces that only the ink shows, other readings, and how sure all that is."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ocrwtf.ocr.ppocr.certainty import Certainty
from ocrwtf.ocr.ppocr.ink import ink_of
from ocrwtf.ocr.ppocr.recogniser import COLUMN_PX, LINE_HEIGHT, Glyph
from ocrwtf.ocr.ppocr.spelling import alternatives
from ocrwtf.ocr.ppocr.words import words_of

HERE = np.eye(3)
PITCH = 16


def line(text: str, *, extra: dict[int, int] | None = None, ink: int = 0, ground: int = 255) -> NDArray[np.uint8]:
    """Letters as bars of 8 × 28 px, 16 px apart, with `extra` pixels before some of them."""
    width = PITCH * len(text) + sum((extra or {}).values()) + PITCH
    pixels = np.full((LINE_HEIGHT, width, 3), ground, np.uint8)
    for letter, left in zip(text, lefts(text, extra), strict=True):
        if letter != " ":
            cv2.rectangle(pixels, (left, 10), (left + 7, 37), (ink, ink, ink), -1)
    return pixels


def lefts(text: str, extra: dict[int, int] | None = None) -> list[int]:
    return [
        index * PITCH + 8 + sum(more for at, more in (extra or {}).items() if at <= index) for index in range(len(text))
    ]


def glyphs(text: str, extra: dict[int, int] | None = None, probability: float = 0.99) -> tuple[Glyph, ...]:
    places = lefts(text, extra)
    return tuple(Glyph(one, probability, (left + 4) // COLUMN_PX, ()) for one, left in zip(text, places, strict=True))


def box(polygon: object) -> tuple[int, int, int, int]:
    corners = np.array(polygon)
    return tuple(np.concatenate([corners.min(axis=0), corners.max(axis=0)]).round().astype(int))


@pytest.mark.parametrize(("ink", "ground"), [(0, 255), (255, 0), (90, 140)])
def test_a_word_s_polygon_lies_on_its_ink(ink: int, ground: int) -> None:
    first, second = words_of(glyphs("ab cde"), line("ab cde", ink=ink, ground=ground), HERE)
    assert (first.text, second.text) == ("ab", "cde")
    assert box(first.polygon) == (7, 9, 33, 39)
    assert box(second.polygon) == (55, 9, 97, 39)


def test_ink_is_found_under_a_shadow() -> None:
    pixels = line("abcd")
    pixels[:, : pixels.shape[1] // 2] //= 3
    assert ink_of(pixels).columns.sum() == pytest.approx(4 * 8, abs=4)


def test_a_gap_before_a_colon_parts_it_from_its_label() -> None:
    extra = {5: 20}
    words = words_of(glyphs("Total:", extra), line("Total:", extra=extra), HERE)
    assert [word.text for word in words] == ["Total", ":"]


def test_a_gap_between_letters_is_a_space_where_the_line_s_spaces_are_as_wide() -> None:
    text, extra = "abcde fghij", {3: 24}
    words = words_of(glyphs(text, extra), line(text, extra=extra), HERE)
    assert [word.text for word in words] == ["abc", "de", "fghij"]


@pytest.mark.parametrize(("text", "at"), [("abcde 12345", 8), ("abcde 1.234", 8), ("abcde 1:234", 8)])
def test_a_gap_inside_a_number_never_parts_it(text: str, at: int) -> None:
    words = words_of(glyphs(text, {at: 24}), line(text, extra={at: 24}), HERE)
    assert [word.text for word in words] == text.split()


def test_a_word_is_as_sure_as_its_weakest_glyph() -> None:
    sure, doubtful = glyphs("ab"), Glyph("c", 0.4, 5, ())
    (word,) = words_of((*sure, doubtful), line("abc"), HERE)
    assert (word.text, word.confidence) == ("abc", 0.4)


def test_other_readings_come_likeliest_first_and_never_repeat_what_was_read() -> None:
    word = (Glyph("J", 0.99, 0, ()), Glyph("i", 0.5, 1, (("l", 0.4), ("1", 0.1))), Glyph(".", 1.0, 2, ()))
    found = alternatives(word)
    assert [other.text for other in found] == ["Jl.", "J1."]
    assert [other.confidence for other in found] == pytest.approx([0.396, 0.099])


def test_a_sure_word_has_no_other_readings() -> None:
    assert alternatives((Glyph("a", 0.99, 0, (("o", 0.01),)),)) == ()


def test_certainty_is_interpolated_between_what_was_measured() -> None:
    certainty = Certainty((0.0, 0.5, 1.0), (0.0, 0.2, 0.9))
    assert [certainty.of(sure) for sure in (0.0, 0.25, 0.5, 0.75, 1.0)] == pytest.approx([0.0, 0.1, 0.2, 0.55, 0.9])


def test_the_measured_certainty_rises_and_is_never_complete() -> None:
    measured = Certainty.measured()
    for knots in (measured.network, measured.right):
        assert list(knots) == sorted(knots)
        assert 0 <= knots[0] <= knots[-1] <= 1
    assert measured.right[-1] < 1
