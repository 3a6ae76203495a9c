"""Rows of a flat page: what is read across, however wide the gaps and however different the letters' heights."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from statistics import median

from ocrwtf.ocr.flat_page import Place

Row = list[Place]
"""From left to right."""

_SHARED = 0.5
"""Places are in one row when this part of the lower one's height lies beside the other."""
_COLLISION = 0.3
"""Places that cover each other by more than this part of the narrower one's width are above each other."""
_GROWN = 0.5
"""Or by this part of the higher one's height: detectors grow what they find, so a colon reaches under its neighbour."""
_TALL = 1.5
"""What is this much higher than usual chooses its row last: it reaches into several."""
_OPEN_ROWS = 4
"""Rows that a place is tried with; bounds the time on pages made to take long."""


def rows_of(places: Iterable[Place]) -> list[Row]:
    """From top to bottom."""
    ordered = sorted(places, key=lambda place: (place.middle, place.left))
    usual = median(place.height for place in ordered) if ordered else 0.0
    rows: list[Row] = []
    for place in (each for each in ordered if each.height <= _TALL * usual):
        _join(rows, rows[-_OPEN_ROWS:], place)
    rows.sort(key=middle_of)
    levels = [middle_of(row) for row in rows]
    tall: list[Row] = []
    for place in (each for each in ordered if each.height > _TALL * usual):
        at = bisect_left(levels, place.middle)
        _join(tall, rows[max(at - _OPEN_ROWS, 0) : at + _OPEN_ROWS] + tall[-_OPEN_ROWS:], place)
    return sorted(rows + tall, key=middle_of)


def middle_of(row: Row) -> float:
    """Its height on the page: of its usual letters, not of one large word."""
    return median(place.middle for place in row)


def _join(rows: list[Row], candidates: list[Row], place: Place) -> None:
    """Puts the place into the candidate that is nearest in height where the two meet, or makes it a row of its own."""
    meetings = ((_neighbour(row, place), row) for row in candidates)
    fits = [(abs(neighbour.middle - place.middle), row) for neighbour, row in meetings if neighbour]
    if fits:
        insort(min(fits, key=lambda fit: fit[0])[1], place, key=_left)
    else:
        rows.append([place])


def _neighbour(row: Row, place: Place) -> Place | None:
    """The nearest member, if the place is beside it; None if it is above or below, or stands on a member."""
    at = bisect_left(row, place.left, key=_left)
    neighbours = row[max(at - 1, 0) : at + 1]
    nearest = min(neighbours, key=lambda other: max(other.left - place.right, place.left - other.right))
    both = min(place.bottom, nearest.bottom) - max(place.top, nearest.top)
    if both < _SHARED * min(place.height, nearest.height) or any(_collide(place, other) for other in neighbours):
        return None
    return nearest


def _collide(one: Place, other: Place) -> bool:
    both = min(one.right, other.right) - max(one.left, other.left)
    return both > max(_COLLISION * min(one.width, other.width), _GROWN * max(one.height, other.height))


def _left(place: Place) -> float:
    return place.left
