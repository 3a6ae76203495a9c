"""A sheet of paper that is written line by line and remembers where each word's ink went."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.pages import fonts
from bench.pages.facts import Fact, Facts, found
from bench.pages.page import Page
from ocrwtf.extraction.field import DocumentType, FieldName

Colour = tuple[int, int, int]
LEADING = 1.4


@dataclass(frozen=True)
class Style:
    """How a document is printed. `body_px` is the size of its plain text on a sheet of scale 1; `crisp` letters have
    no grey edge (one dot of a printer's needle a pixel).
    """

    family: str
    body_px: int
    scale: float = 1.0
    ink: Colour = (25, 25, 28)
    accent: Colour = (25, 25, 28)
    paper: Colour = (255, 255, 255)
    crisp: bool = False


@dataclass(frozen=True)
class Cell:
    """Text at `x`: its left edge, middle or right edge. What is wider than `limit` loses its last words."""

    x: float
    text: str
    align: Literal["left", "middle", "right"] = "left"
    limit: float = float("inf")


@dataclass
class Sheet:
    """Lengths are pixels of a sheet of scale 1; `y` is where the next line of text starts (its top)."""

    width: float
    height: float
    style: Style
    y: float = 0
    texts: list[str] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    lines: list[tuple[int, ...]] = field(default_factory=list)
    fields: list[Fact] = field(default_factory=list)
    items: list[tuple[Fact, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = (self._scaled(self.width), self._scaled(self.height))
        self.image = Image.new("RGB", size, self.style.paper)
        self.draw = ImageDraw.Draw(self.image)

    @property
    def step(self) -> float:
        return self.style.body_px * LEADING

    def line(self, *cells: Cell, size: float = 1, bold: bool = False, colour: Colour | None = None) -> list[list[int]]:
        """One line of reading: all cells side by side at `y`, which then moves on. Answers each cell's words."""
        font = self._font(size, bold=bold)
        baseline = self._scaled(self.y + self.style.body_px * size * 1.05)
        first = len(self.texts)
        written = [self._write(cell, baseline, font, colour or self.style.ink) for cell in cells]
        self.lines.append(tuple(range(first, len(self.texts))))
        self.y += self.step * size
        return written

    def paragraph(self, x: float, width: float, text: str, *, justify: bool = False) -> list[int]:
        """Answers its words."""
        rows, first = self.wrapped(text, width), len(self.texts)
        for row in rows:
            spread = justify and row is not rows[-1] and len(row) > 1
            self.line(*(self._spread(x, width, row) if spread else [Cell(x, " ".join(row))]))
        return list(range(first, len(self.texts)))

    def fact(self, name: str, text: str, words: Sequence[int], normalized: str | None = None) -> Fact:
        """Where among these words, as printed, the value stands. Raises ValueError: nowhere."""
        value, place = found(text, [self.texts[index] for index in words])
        return Fact(name, value, normalized, tuple(words[place]))

    def tell(
        self,
        name: FieldName,
        text: str,
        words: Sequence[int],
        normalized: str | None = None,
        also: tuple[FieldName, ...] = (),
        *,
        required: bool = True,
    ) -> None:
        """Keeps the fact, unless one of its name is there already."""
        if all(each.name != name for each in self.fields):
            fact = self.fact(name, text, words, normalized)
            self.fields.append(replace(fact, also=also, required=required))

    def skip(self, lines: float) -> None:
        self.y += self.step * lines

    def rule(self, left: float, right: float, thick: float = 2, colour: Colour | None = None) -> None:
        self.stroke((left, self.y, right, self.y), thick, colour)

    def stroke(self, ends: Sequence[float], thick: float = 2, colour: Colour | None = None) -> None:
        points = [self._scaled(value) for value in ends]
        self.draw.line(points, fill=colour or self.style.ink, width=max(1, self._scaled(thick)))

    def width_of(self, text: str, size: float = 1, *, bold: bool = False) -> float:
        return _length(text.split(), self._font(size, bold=bold)) / self.style.scale

    def page(self, document: str, document_type: DocumentType = DocumentType.OTHER) -> Page:
        left, top, right, bottom = np.array(self.boxes, dtype=np.float64).T
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        polygons = np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1)
        self._tell_currency()
        facts = Facts(document_type, tuple(self.fields), tuple(self.items))
        return Page(
            np.asarray(self.image).copy(), tuple(self.texts), polygons, tuple(self.lines), document, facts=facts
        )

    def _tell_currency(self) -> None:
        """The first; nobody misses it, as all amounts are in rupiah."""
        for index, text in enumerate(self.texts):
            if found := re.search(r"(?<![A-Za-z])(Rp\.?|IDR)(?![A-Za-z])", text):
                self.tell(FieldName.CURRENCY, found[0], [index], "IDR", required=False)
                return

    def cut(self) -> None:
        """Ends the paper at `y`, like a till's roll."""
        self.image = self.image.crop((0, 0, self.image.width, self._scaled(self.y)))

    def _write(self, cell: Cell, baseline: int, font: ImageFont.FreeTypeFont, colour: Colour) -> list[int]:
        words, first = self._fitting(cell, font), len(self.texts)
        share = {"left": 0.0, "middle": 0.5, "right": 1.0}[cell.align]
        exact = cell.x * self.style.scale - share * _length(words, font)
        for word in words:
            x = round(exact)
            exact += _word_length(word, font) + _gap(font)
            printed = _printed(word, font, crisp=self.style.crisp)
            self.image.paste(colour, (x + printed.x, baseline + printed.y), printed.mask)
            left, top, right, bottom = printed.ink
            self.texts.append(word)
            self.boxes.append((x + left, baseline + top, x + right, baseline + bottom))
        return list(range(first, len(self.texts)))

    def _fitting(self, cell: Cell, font: ImageFont.FreeTypeFont) -> list[str]:
        words = cell.text.split()
        while len(words) > 1 and _length(words, font) > cell.limit * self.style.scale:
            words.pop()
        return words

    def wrapped(self, text: str, width: float) -> list[list[str]]:
        rows: list[list[str]] = [[]]
        for word in text.split():
            if rows[-1] and self.width_of(" ".join([*rows[-1], word])) > width:
                rows.append([])
            rows[-1].append(word)
        return rows

    def _spread(self, x: float, width: float, row: list[str]) -> list[Cell]:
        widths = [self.width_of(word) for word in row]
        gap = (width - sum(widths)) / (len(row) - 1)
        return [Cell(x + sum(widths[:index]) + gap * index, word) for index, word in enumerate(row)]

    def _font(self, size: float, *, bold: bool) -> ImageFont.FreeTypeFont:
        return fonts.font(self.style.family, max(6, self._scaled(self.style.body_px * size)), bold=bold)

    def _scaled(self, length: float) -> int:
        return round(length * self.style.scale)


def _gap(font: ImageFont.FreeTypeFont) -> float:
    """Between words, in pixels. Pillow's own face has a space so narrow that words run together."""
    return max(_word_length(" ", font), font.size * 0.25)


@dataclass(frozen=True)
class _Printed:
    """A word's picture: `mask` belongs at (x, y), and `ink` is the box that can be seen, both from where it starts."""

    mask: Image.Image
    x: int
    y: int
    ink: tuple[float, float, float, float]


@lru_cache(maxsize=20_000)
def _printed(word: str, font: ImageFont.FreeTypeFont, *, crisp: bool) -> _Printed:
    """FreeType's own box would count the faintest grey at a letter's rim as ink."""
    core, (x, y) = font.getmask2(word, "1" if crisp else "L", anchor="ls")
    mask = np.array(core, dtype=np.uint8).reshape(core.size[::-1])
    columns, rows = np.flatnonzero((mask > 63).any(axis=0)), np.flatnonzero((mask > 63).any(axis=1))
    ink = (x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1)
    return _Printed(Image.fromarray(mask), x, y, ink)


def _length(words: Sequence[str], font: ImageFont.FreeTypeFont) -> float:
    return sum(_word_length(word, font) for word in words) + _gap(font) * max(0, len(words) - 1)


@lru_cache(maxsize=50_000)
def _word_length(word: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(word)
