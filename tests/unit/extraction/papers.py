"""Small pages made by hand: words at places, as a reader would give them."""

import math

from ocrwtf.ocr.page import Line, Page, Polygon, Word

LETTER = 10.0
"""Width of a letter in pixels; a line is 20 high."""


def line(text: str, x: float, y: float, *, confidence: float = 0.99, slope: float = 0.0) -> Line:
    """Letters of one width from (x, y) on, falling by `slope` pixels for each to the right."""
    words, at = [], 0
    for part in text.split(" "):
        if part:
            words.append(Word(part, confidence, _box(x, y, at, at + len(part), slope)))
        at += len(part) + 1
    return Line(text, confidence, _box(x, y, 0, len(text), slope), tuple(words))


def page(*lines: Line, number: int = 1, size: tuple[int, int] = (1000, 1400)) -> Page:
    return Page(number, *size, 0, 0.99 if lines else None, "hand", tuple(lines))


def paper(text: str, *, slope: float = 0.0, confidence: float = 0.99) -> Page:
    """A page from a picture of it in letters: one row a line, and more than two spaces divide detected lines."""
    lines = []
    for number, row in enumerate(text.strip("\n").splitlines()):
        at = 0
        for part in row.replace("   ", "\t").split("\t"):
            said = part.lstrip(" ")
            at += len(part) - len(said)
            if said:
                x, y = 40 + at * LETTER, 40 + number * 30
                top = y + slope * (x - 40)
                lines.append(line(said.rstrip(" "), x, top, confidence=confidence, slope=slope))
            at += len(said) + 3
    return page(*lines)


def _box(x: float, y: float, start: int, end: int, slope: float) -> Polygon:
    """On a line that starts at (x, y), letters `start` to before `end`."""
    angle = math.atan(slope)
    along = (math.cos(angle), math.sin(angle))
    down = (-along[1] * 20, along[0] * 20)
    left, right = ((x + along[0] * LETTER * at, y + along[1] * LETTER * at) for at in (start, end))
    return left, right, (right[0] + down[0], right[1] + down[1]), (left[0] + down[0], left[1] + down[1])
