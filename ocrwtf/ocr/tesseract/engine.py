"""Tesseract behind the interface of our own engine: the page is turned upright first, by our network."""

import numpy as np

from ocrwtf.ocr.engine import Pixels, Reading
from ocrwtf.ocr.ppocr.geometry import page_turned
from ocrwtf.ocr.ppocr.orientation import OrientationModel
from ocrwtf.ocr.reading_order import in_reading_order
from ocrwtf.ocr.tesseract.program import Tesseract
from ocrwtf.ocr.tesseract.table import lines_of

_SURE = 0.7
"""A page is turned when the network is this sure of the direction; it is never surer than 0.93."""


class TesseractEngine:
    """See `Engine`; words have no alternatives.

    Raises, when reading: EngineFailedError.
    """

    def __init__(self, program: Tesseract) -> None:
        self._program = program
        self._orientation = OrientationModel()
        self.name = f"tesseract {program.version()} {program.languages}"

    def read(self, pixels: Pixels) -> Reading:
        rotation = self._rotation(pixels)
        lines = lines_of(self._program.table(portable_pixmap(page_turned(pixels, rotation))))
        return Reading(rotation, in_reading_order(lines)) if lines else Reading(0, ())

    def _rotation(self, pixels: Pixels) -> int:
        told = self._orientation.probabilities(np.ascontiguousarray(pixels[:, :, ::-1]))
        likeliest = max(told, key=told.__getitem__)
        return likeliest if told[likeliest] >= _SURE else 0


def portable_pixmap(pixels: Pixels) -> bytes:
    """RGB pixels as a file without compression (ppm(5))."""
    height, width = pixels.shape[:2]
    return b"P6 %d %d 255\n" % (width, height) + pixels.tobytes()
