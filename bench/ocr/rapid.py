"""The RapidOCR library as it comes: its own settings, threads and order of lines."""

import logging
import os
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import rapidocr
from PIL import Image
from rapidocr.utils.log import logger

from bench.ocr.reading import PageRead, ReadWord
from bench.processes import peak_megabytes

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


class Rapid:
    """See `Engine`. Its models are given by their path, which are those it takes anyway: else it asks the network.

    It tells no place and no certainty of a word unless told to, so each word has its line's certainty.
    """

    def __init__(self) -> None:
        _silence()
        folder = Path(rapidocr.__file__).parent / "models"
        paths = {f"{step}.model_path": str(folder / file) for step, file in _MODELS.items()}
        self._ocr = rapidocr.RapidOCR(params={**paths, "Global.log_level": "critical"})

    def read(self, image: Path) -> PageRead:
        with Image.open(image) as opened:
            pixels = np.asarray(opened.convert("RGB"))
        wall, cpu = time.perf_counter(), time.process_time()
        output = self._ocr(np.ascontiguousarray(pixels[:, :, ::-1]))  # it wants blue, green, red
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        found = zip(output.txts or (), output.scores or (), strict=True)
        lines = tuple(tuple(ReadWord(word, float(score), None) for word in text.split()) for text, score in found)
        return PageRead(lines, None, wall, cpu, peak_megabytes(os.getpid()))


def name() -> str:
    return f"rapidocr {version('rapidocr')}"


def _silence() -> None:
    """Its logger has a handler of its own on stderr in colour."""
    logger.handlers.clear()
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
