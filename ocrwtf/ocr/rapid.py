"""The RapidOCR library as it comes, with the PP-OCRv6 models from its wheel, on one thread and without a word."""

import logging
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import rapidocr
from rapidocr.utils.log import logger
from rapidocr.utils.output import RapidOCROutput

from ocrwtf.ocr.engine import Pixels
from ocrwtf.ocr.page import Line, Point, Polygon, Word
from ocrwtf.ocr.reading_order import in_reading_order

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


class RapidEngine:
    """See `Engine`. Models given by their path are never looked for on the network, and one ONNX thread has no pool
    that could spin (twice the processor time).
    """

    def __init__(self) -> None:
        folder = Path(rapidocr.__file__).parent / "models"
        params: dict[str, Any] = {f"{step}.model_path": str(folder / file) for step, file in _MODELS.items()}
        params |= {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
        params |= {"Global.return_word_box": True, "Global.log_level": "critical"}
        _silence()
        self._ocr = rapidocr.RapidOCR(params=params)
        self.name = f"rapidocr {version('rapidocr')}"

    def read(self, pixels: Pixels) -> tuple[Line, ...]:
        output = self._ocr(pixels[:, :, ::-1])  # it wants blue, green, red
        if output.boxes is None or not output.txts:
            return ()
        found = zip(output.boxes, output.txts, output.scores, _words_of_lines(output), strict=True)
        lines = [_line(box.tolist(), text, float(score), words) for box, text, score, words in found]
        return in_reading_order([line for line in lines if line.words])


def _silence() -> None:
    """Its logger has a handler of its own on stderr in colour."""
    logger.handlers.clear()
    logger.addHandler(logging.NullHandler())
    logger.propagate = False


def _words_of_lines(output: RapidOCROutput) -> list[tuple[Any, ...]]:
    """Word boxes beside each line. The library leaves lines without any out of the list: then none can be trusted."""
    words = output.word_results
    return list(words) if len(words) == len(output.txts) else [()] * len(output.txts)


def _line(box: list[list[float]], text: str, score: float, found: tuple[Any, ...]) -> Line:
    polygon = cast("Polygon", tuple((float(x), float(y)) for x, y in box))
    confidence = min(1.0, max(0.0, score))
    texts = text.split()
    words = _merged(texts, found) or _divided(texts, polygon, confidence)
    return Line(" ".join(texts), confidence, polygon, words)


def _merged(texts: list[str], found: tuple[Any, ...]) -> tuple[Word, ...]:
    """The library's pieces joined to the words of the line; nothing where the two disagree."""
    pieces = [piece for piece in found if piece[0].strip()]
    if "".join(piece[0].strip() for piece in pieces) != "".join(texts):
        return ()
    words = []
    for text in texts:
        taken, rest = [], text
        while rest and pieces and rest.startswith(pieces[0][0].strip()):
            piece = pieces.pop(0)
            rest = rest.removeprefix(piece[0].strip())
            taken.append(piece)
        if rest:
            return ()
        words.append(_word(text, taken))
    return tuple(words)


def _word(text: str, pieces: list[Any]) -> Word:
    """Weakest piece's confidence; from the first piece's left edge to the last one's right edge."""
    first, last = pieces[0][2], pieces[-1][2]
    polygon = [first[0], last[1], last[2], first[3]]
    confidence = min(float(piece[1]) for piece in pieces)
    return Word(text, min(1.0, max(0.0, confidence)), cast("Polygon", tuple((float(x), float(y)) for x, y in polygon)))


def _divided(texts: list[str], polygon: Polygon, confidence: float) -> tuple[Word, ...]:
    """The line's polygon divided by how many characters each word has."""
    total = sum(map(len, texts)) + len(texts) - 1
    starts = [sum(map(len, texts[:index])) + index for index in range(len(texts) + 1)]
    top_left, top_right, bottom_right, bottom_left = polygon
    words = []
    for text, (start, after) in zip(texts, pairwise(starts), strict=True):
        left, right = start / total, (after - 1) / total
        top = _between(top_left, top_right, left), _between(top_left, top_right, right)
        bottom = _between(bottom_left, bottom_right, right), _between(bottom_left, bottom_right, left)
        words.append(Word(text, confidence, (*top, *bottom)))
    return tuple(words)


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
