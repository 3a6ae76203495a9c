"""The order in which a person reads lines: rows from top to bottom, left to right within a row."""

from statistics import median

from ocrwtf.ocr.page import Line

_SAME_ROW = 0.5
"""A line belongs to a row when its middle is nearer to the row's than this part of the row's height."""


def in_reading_order(lines: list[Line]) -> tuple[Line, ...]:
    """Lines of one upright page; a row is what stands at about the same height."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=_middle):
        if rows and abs(_middle(line) - median(map(_middle, rows[-1]))) < _SAME_ROW * median(map(_height, rows[-1])):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=_left))


def _middle(line: Line) -> float:
    return sum(y for _, y in line.polygon) / 4


def _left(line: Line) -> float:
    return min(x for x, _ in line.polygon)


def _height(line: Line) -> float:
    """Mean of the left and the right edge, so that a slanted line is not taller than a straight one."""
    (_, top_left), (_, top_right), (_, bottom_right), (_, bottom_left) = line.polygon
    return abs(bottom_left - top_left + bottom_right - top_right) / 2
