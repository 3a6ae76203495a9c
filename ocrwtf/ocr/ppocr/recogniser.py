"""What a line says: the PP-OCRv6 recogniser, with a small head for Latin print and the whole one for other scripts.

The network turns a line of 48 pixels into 120 features for each 8 pixels of its width; a head, one matrix, turns them
into characters. Most lines need only the Latin rows of it. A line that they explain badly is looked at with all
18,709 characters, so that another script is not lost: the features are there already.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.engine import Pixels
from ocrwtf.ocr.ppocr import models
from ocrwtf.ocr.ppocr.detector import normalised
from ocrwtf.ocr.ppocr.models import Floats

FILE = "ppocrv6/small/rec/rec.onnx"
CHARACTERS = "ppocrv6/ppocrv6_dict.txt"
LINE_HEIGHT = 48
COLUMN_PX = 8
"""Pixels of the line's width for each answer of the network."""
_FEATURES, _WEIGHTS, _BIASES = "p2o.pd_op.transpose.8.0", "linear_8.w_0", "linear_8.b_0"
_STEP_PX = 16
"""Widths are rounded up to this, so that the runtime meets few shapes."""
_BLANK = ""
_LATIN_SYMBOLS = "‘’“”–—…•€™°№≤≥"
_NOT_TYPED = frozenset("×÷")
"""What typewriters and tills print as the letter x and as a colon."""
_LATIN_END = 0x0250
_DOUBTFUL = 0.75
"""A line whose glyphs are less sure than this on the mean is looked at with all characters."""
_BETTER = 0.1
_FOREIGN_LETTERS = 2
_RIVALS = 3
_RIVAL_FROM = 0.01


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; `column` is where the network was surest, in COLUMN_PX, `rivals` what else it may be."""

    text: str
    probability: float
    column: int
    rivals: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """Glyphs from left to right, spaces among them; `latin` is False when it took all characters to read them."""

    glyphs: tuple[Glyph, ...]
    latin: bool

    @property
    def confidence(self) -> float:
        """Mean over all glyphs, 0 without any."""
        return sum(glyph.probability for glyph in self.glyphs) / max(1, len(self.glyphs))


class Recogniser:
    """Used by one thread at a time. One line at a time: what a line says never depends on its neighbours."""

    def __init__(self) -> None:
        self._model = models.load(FILE, _FEATURES)
        self._weights, self._biases = models.constants(FILE, _WEIGHTS, _BIASES)
        lines = (models.folder() / CHARACTERS).read_text("utf-8").splitlines()
        self._characters = [_BLANK, *lines, " "]
        if len(self._characters) != self._weights.shape[1]:
            raise ValueError(f"{CHARACTERS} has {len(lines)} characters, {FILE} {self._weights.shape[1] - 2}")
        latin = [n for n, text in enumerate(self._characters) if _is_latin(text)]
        self._latin_characters = [self._characters[n] for n in latin]
        self._latin_weights = np.ascontiguousarray(self._weights[:, latin])
        self._latin_biases = self._biases[latin]

    def read(self, line: Pixels) -> Recognised:
        """A straightened BGR line of LINE_HEIGHT pixels."""
        features = self._features(line)
        latin = _Columns(features @ self._latin_weights + self._latin_biases)
        found = Recognised(latin.glyphs(self._latin_characters), latin=True)
        if found.confidence >= _DOUBTFUL:
            return found
        every = Recognised(_Columns(features @ self._weights + self._biases).glyphs(self._characters), latin=False)
        return every if _is_foreign(every) and every.confidence > found.confidence + _BETTER else found

    def _features(self, line: Pixels) -> Floats:
        """(columns, 120)."""
        width = line.shape[1]
        padded = np.zeros((1, 3, LINE_HEIGHT, -(-width // _STEP_PX) * _STEP_PX), np.float32)
        padded[0, :, :, :width] = normalised(line)
        return self._model.run(padded)[0, : -(-width // COLUMN_PX) + 1]


def _is_foreign(line: Recognised) -> bool:
    """Surely written in letters of another script; a logo or a stamp's star is not."""
    letters = [glyph for glyph in line.glyphs if glyph.text.isalpha() and not _is_latin(glyph.text)]
    return len(letters) >= _FOREIGN_LETTERS and line.confidence >= _DOUBTFUL


def _is_latin(text: str) -> bool:
    return text not in _NOT_TYPED and all(ord(one) < _LATIN_END or one in _LATIN_SYMBOLS for one in text)


class _Columns:
    """What the network says of each column: connectionist temporal classification, the best path."""

    def __init__(self, logits: Floats) -> None:
        self._logits = logits
        self._best = logits.argmax(axis=1)

    @cached_property
    def _probabilities(self) -> Floats:
        grown = np.exp(self._logits - self._logits.max(axis=1, keepdims=True))
        return cast("Floats", grown / grown.sum(axis=1, keepdims=True))

    def glyphs(self, characters: list[str]) -> tuple[Glyph, ...]:
        """Columns in a row with the same character are one glyph, read at its surest column."""
        changes = np.flatnonzero(np.diff(self._best)) + 1
        runs = np.split(np.arange(len(self._best)), changes)
        return tuple(self._glyph(run, characters) for run in runs if self._best[run[0]] != 0)

    def _glyph(self, run: NDArray[np.intp], characters: list[str]) -> Glyph:
        choice = self._best[run[0]]
        column = int(run[self._probabilities[run, choice].argmax()])
        here = self._probabilities[column]
        ranked = np.argpartition(here, -_RIVALS - 1)[-_RIVALS - 1 :]
        rivals = sorted(((float(here[n]), characters[n]) for n in ranked if n != choice), reverse=True)
        kept = tuple((text, probability) for probability, text in rivals if probability >= _RIVAL_FROM)
        return Glyph(characters[choice], float(here[choice]), column, kept)
