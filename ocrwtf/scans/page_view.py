"""A page as it is shown: turned as somebody wished, each word with what people say of it.

What was read stays as it is in the row; it is turned when it is shown, so any number of turns ends where it began.
"""

from typing import Any

from ocrwtf.scans.models import Page
from ocrwtf.scans.texts import word_key

Point = list[float]


def shown_rotation(page: Page) -> int:
    """Degrees clockwise from the page as it was received."""
    return page.rotation if page.turned_to is None else page.turned_to


def _turn(page: Page) -> int:
    """Degrees clockwise from the page as it was read."""
    return (shown_rotation(page) - page.rotation) % 360


def shown_size(page: Page) -> tuple[int | None, int | None]:
    """Width and height in pixels; None of a page that could not be read."""
    size = page.width_px, page.height_px
    return size if _turn(page) in (0, 180) else size[::-1]


def shown_polygon(page: Page, polygon: list[Point]) -> list[Point]:
    """A polygon of the page as it was read, in pixels of the page as it is shown; its first point stays the text's."""
    turn, width, height = _turn(page), page.width_px or 0, page.height_px or 0
    return [_turned(x, y, turn, width, height) for x, y in polygon]


def _turned(x: float, y: float, turn: int, width: int, height: int) -> Point:
    match turn:
        case 90:
            x, y = height - y, x
        case 180:
            x, y = width - x, height - y
        case 270:
            x, y = y, width - x
    return [round(x, 1), round(y, 1)]


def shown_lines(page: Page) -> list[dict[str, Any]]:
    """The lines as the API shows them."""
    return [_line(page, number, line) for number, line in enumerate(page.lines)]


def _line(page: Page, number: int, line: dict[str, Any]) -> dict[str, Any]:
    words = [_word(page, word_key(number, index), word) for index, word in enumerate(line["words"])]
    return line | {"polygon": shown_polygon(page, line["polygon"]), "words": words}


def _word(page: Page, key: str, word: dict[str, Any]) -> dict[str, Any]:
    return word | {"polygon": shown_polygon(page, word["polygon"]), "correctedText": page.word_texts.get(key)}
