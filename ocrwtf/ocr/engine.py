"""What a recognition engine is: pixels in, lines out."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.page import Line

Pixels = NDArray[np.uint8]
"""(H, W, 3) uint8, red green blue unless said otherwise, origin top-left."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`rotation`: degrees clockwise (0, 90, 180, 270) by which the image has to be turned to stand upright.

    Lines are in reading order, in pixels of the image turned so; none on an empty page. `every_script`: some line took
    more than the Latin characters to read.
    """

    rotation: int
    lines: tuple[Line, ...]
    every_script: bool = False


class Engine(Protocol):
    """One engine with its models loaded; used by one thread at a time."""

    @property
    def name(self) -> str:
        """Name and version, as stored with what it read."""

    def read(self, pixels: Pixels) -> Reading:
        """Reads one page; the same pixels always give the same answer.

        Raises
        ------
        EngineFailedError: not this page; the engine is as good as before. Whatever else it raises ends its process.
        """
