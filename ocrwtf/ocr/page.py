"""What was read: pages, lines and words with their place and how sure the engine is."""

from dataclasses import dataclass

Point = tuple[float, float]
Polygon = tuple[Point, Point, Point, Point]
"""Four [x, y] corners in pixels of the page's full width × height, origin top-left, clockwise from top-left."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a word; `confidence` in [0, 1]."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `confidence` in [0, 1]; `alternatives` are likeliest first, none where the engine is sure."""

    text: str
    confidence: float
    polygon: Polygon
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was detected; its words in reading order."""

    text: str
    confidence: float
    polygon: Polygon
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `width_px` × `height_px` after the orientation stored in the file is applied;
    `rotation` is what was turned beyond that (degrees clockwise); `confidence` is None when nothing was read.
    """

    number: int
    width_px: int
    height_px: int
    rotation: int
    confidence: float | None
    engine: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)
