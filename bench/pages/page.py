"""A test page and the truth about it; everything that changes a page moves its truth along."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench.pages.facts import Facts

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Word:
    """A whitespace-free token; `polygon` (4, 2): the box of its ink, clockwise from the *text's* top left."""

    text: str
    polygon: Points


@dataclass(frozen=True)
class Page:
    """`image` (H, W, 3) RGB. Points are pixels from the image's top left corner, where a pixel's own area is
    [x, x + 1): a box over columns 3 to 5 spans 3 to 6. `polygons` is (words, 4, 2). `lines` holds indices into the
    words, each line from left to right and the lines in reading order (a row of a table is one line; a stamp is read
    last). `rotation`: how many degrees the content is turned clockwise, 0, 90, 180 or 270.
    """

    image: Picture
    texts: tuple[str, ...]
    polygons: Points
    lines: tuple[tuple[int, ...], ...]
    document: str
    kind: str = "clean"
    rotation: int = 0
    facts: Facts = field(default_factory=Facts)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(Word(text, polygon) for text, polygon in zip(self.texts, self.polygons, strict=True))

    @property
    def reading_order(self) -> tuple[int, ...]:
        return tuple(index for line in self.lines for index in line)

    @property
    def text(self) -> str:
        return "\n".join(" ".join(self.texts[index] for index in line) for line in self.lines)

    @property
    def letter_height_px(self) -> float:
        """Of the small words: a tenth of all are lower."""
        heights = np.linalg.norm(self.polygons[:, 3] - self.polygons[:, 0], axis=1)
        return float(np.quantile(heights, 0.1))
