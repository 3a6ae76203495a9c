"""What a recognition engine is: pixels in, lines out."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.page import Line

Pixels = NDArray[np.uint8]
"""(H, W, 3) uint8, red green blue, origin top-left."""


class Engine(Protocol):
    """One engine with its models loaded; used by one thread at a time."""

    @property
    def name(self) -> str:
        """Name and version, as stored with what it read."""

    def read(self, pixels: Pixels) -> tuple[Line, ...]:
        """Lines in reading order, in pixels of the given image; none on an empty page."""
