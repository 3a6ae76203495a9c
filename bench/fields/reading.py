"""Pages as the product's engine reads them, kept between runs by what was read and what reads."""

import hashlib
import json
import time
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ocrwtf.ocr import ppocr, reading_order
from ocrwtf.ocr.limits import fitting
from ocrwtf.ocr.page import Line, Page, Polygon
from ocrwtf.ocr.ppocr.engine import PpocrEngine
from ocrwtf.ocr.whole import mean_confidence
from ocrwtf.ocr.wire import lines_as_json, lines_from_json


@dataclass(frozen=True)
class Read:
    """`seconds` of reading, on one thread, when it was read."""

    page: Page
    seconds: float


class Engine:
    """Loads its models with the first page that is not in `folder`; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._code = hashlib.sha256()
        for path in [*sorted(Path(str(ppocr.__path__[0])).glob("*.py")), Path(reading_order.__file__)]:
            self._code.update(path.read_bytes())

    @cached_property
    def _engine(self) -> PpocrEngine:
        cv2.setNumThreads(1)
        return PpocrEngine()

    def read(self, image: Image.Image) -> Read:
        """In pixels of the image turned upright, whatever the product would reduce it to."""
        kept = self._path(image)
        if kept and kept.exists():
            return _from_json(json.loads(kept.read_text("utf-8")))
        size = fitting(*image.size)
        smaller = image if size == image.size else image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
        pixels = np.asarray(smaller.convert("RGB"))
        engine = self._engine
        started = time.perf_counter()
        reading = engine.read(pixels)
        seconds = time.perf_counter() - started
        width, height = image.size if reading.rotation % 180 == 0 else image.size[::-1]
        lines = [_enlarged(line, image.width / size[0]) for line in reading.lines]
        confidence = mean_confidence(lines)
        read = Read(Page(1, width, height, reading.rotation, confidence, engine.name, tuple(lines)), seconds)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(_as_json(read), ensure_ascii=False), "utf-8")
        return read

    def _path(self, image: Image.Image) -> Path | None:
        if self._folder is None:
            return None
        content = self._code.copy()
        content.update(f"{image.size} {image.mode}".encode() + image.tobytes())
        return self._folder / f"{content.hexdigest()}.json"


def _enlarged(line: Line, factor: float) -> Line:
    words = tuple(replace(word, polygon=_times(word.polygon, factor)) for word in line.words)
    return replace(line, polygon=_times(line.polygon, factor), words=words)


def _times(polygon: Polygon, factor: float) -> Polygon:
    a, b, c, d = ((x * factor, y * factor) for x, y in polygon)
    return a, b, c, d


def _as_json(read: Read) -> dict[str, object]:
    page = read.page
    return {
        "size": [page.width_px, page.height_px],
        "rotation": page.rotation,
        "confidence": page.confidence,
        "engine": page.engine,
        "seconds": read.seconds,
        "lines": lines_as_json(page.lines),
    }


def _from_json(content: dict[str, object]) -> Read:
    match content:
        case {
            "size": [int(width), int(height)],
            "rotation": int(rotation),
            "confidence": None | float() as confidence,
            "engine": str(engine),
            "seconds": float(seconds),
            "lines": lines,
        }:
            return Read(Page(1, width, height, rotation, confidence, engine, lines_from_json(lines)), seconds)
    raise ValueError("not a reading of this bench")
