"""The product's own engine on one thread, without the sandbox and the pool around it."""

import os
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from bench.ocr.reading import PageRead, Polygon, ReadWord
from bench.processes import peak_megabytes
from ocrwtf.ocr.limits import fitting
from ocrwtf.ocr.page import Word
from ocrwtf.ocr.ppocr.certainty import Certainty
from ocrwtf.ocr.ppocr.engine import PpocrEngine

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Environment of the process: both are read once, when the libraries are loaded."""


class Ours:
    """See `Engine`. Pages beyond the product's limit are reduced to it first, and the time of that counts."""

    def __init__(self, certainty: Certainty | None = None) -> None:
        cv2.setNumThreads(1)
        self._engine = PpocrEngine(certainty)

    def read(self, image: Path) -> PageRead:
        with Image.open(image) as opened:
            page = opened.convert("RGB")
        wall, cpu = time.perf_counter(), time.process_time()
        size = fitting(*page.size)
        smaller = page if size == page.size else page.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
        reading = self._engine.read(np.asarray(smaller))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        factors = page.width / size[0], page.height / size[1]

        def word(one: Word) -> ReadWord:
            given = turned_back(one.polygon, reading.rotation, *size)
            polygon = tuple((x * factors[0], y * factors[1]) for x, y in given)
            return ReadWord(one.text, one.confidence, polygon)

        lines = tuple(tuple(map(word, line.words)) for line in reading.lines)
        return PageRead(lines, reading.rotation, wall, cpu, peak_megabytes(os.getpid()))


def turned_back(polygon: Polygon, rotation: int, width: int, height: int) -> Polygon:
    """From the page turned clockwise by `rotation` degrees to the image as it was: `width` × `height`, unturned."""
    match rotation:
        case 90:
            return tuple((y, height - x) for x, y in polygon)
        case 180:
            return tuple((width - x, height - y) for x, y in polygon)
        case 270:
            return tuple((width - y, x) for x, y in polygon)
    return polygon
