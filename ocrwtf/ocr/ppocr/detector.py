"""Where text is: the PP-OCRv6 detector (differentiable binarisation, arXiv 1911.08947) and quads around its finds."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.engine import Pixels
from ocrwtf.ocr.ppocr import models
from ocrwtf.ocr.ppocr.geometry import Quad, clockwise
from ocrwtf.ocr.ppocr.models import Floats

FILE = "ppocrv6/tiny/det/det.onnx"
_STRIDE = 32
_TEXT = 0.3
"""A pixel is text above this probability."""
_SURE = 0.45
"""A region is text when its pixels' mean probability is at least this."""
_GROWTH = 1.6
"""The network sees a shrunken core of each line; area × growth ÷ perimeter is added on each side."""
_MIN_SIDE = 3.0
"""Pixels of the network's picture: thinner regions are specks."""
_MOST_REGIONS = 3000


class Detector:
    """Used by one thread at a time."""

    def __init__(self) -> None:
        self._model = models.load(FILE)

    def find(self, pixels: Pixels, scale: float) -> list[Quad]:
        """Quads around pieces of lines, in pixels of the given BGR image, which the network sees at `scale`."""
        height, width = pixels.shape[:2]
        seen_width, seen_height = (max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in (width, height))
        interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        seen = cv2.resize(pixels, (seen_width, seen_height), interpolation=interpolation)
        probability = self._model.run(normalised(cast("Pixels", seen))[np.newaxis])[0, 0]
        to_page = np.array([width / seen_width, height / seen_height], np.float32)
        return [quad * to_page for quad in _quads(probability)]


def normalised(pixels: Pixels) -> Floats:
    """(H, W, 3) bytes as (3, H, W) floats in [-1, 1]."""
    return np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32) / 127.5 - 1


def _quads(probability: Floats) -> list[Quad]:
    mask = cv2.dilate((probability > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = (_quad(cast("NDArray[np.int32]", contour), probability) for contour in contours[:_MOST_REGIONS])
    return [quad for quad in found if quad is not None]


def _quad(contour: NDArray[np.int32], probability: Floats) -> Quad | None:
    centre, (width, height), angle = cv2.minAreaRect(contour)
    if min(width, height) < _MIN_SIDE or _mean_inside(contour, probability) < _SURE:
        return None
    grow = width * height * _GROWTH / (width + height)
    return clockwise(np.array(cv2.boxPoints((centre, (width + grow, height + grow), angle)), np.float32))


def _mean_inside(contour: NDArray[np.int32], probability: Floats) -> float:
    x, y, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [contour.reshape(-1, 2) - np.array([x, y], np.int32)], 1)
    return float(cv2.mean(probability[y : y + height, x : x + width], mask)[0])
