"""The text layer of a PDF page: lines and words with their place, in the child.

A page has a text layer worth trusting when
- no picture covers half of the page: then it is a scan, and text over it may be someone else's OCR or a stamp;
- what it says is what a person sees: characters without ink, or too small to be read, are left out, and when they are
  more than one in twenty the layer is not the page's;
- nine in ten of its characters are printable (not U+FFFD, private use or control: fonts without a usable character map)
  and its letters make words of some language;
- it is not more than a page can hold (a few kilobytes of PDF can say millions of words).
"""

import ctypes
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from ocrwtf.ocr.limits import MAX_PAGE_CHARACTERS, MAX_PAGE_WORDS
from ocrwtf.ocr.page import Line, Polygon, Word
from ocrwtf.ocr.pdf_ink import Mark, address_of, seen
from ocrwtf.ocr.pdf_scan import pictures_of
from ocrwtf.ocr.reading_order import in_reading_order
from ocrwtf.ocr.text_sense import makes_sense

_PRINTABLE_SHARE = 0.9
_HIDDEN_SHARE = 0.05
_LEAST_POINTS = 2.0
"""Height of a line of letters that a person can read: the smallest print on a parcel label has 4."""
_UNITS_PER_PX = 64
"""FPDF_PageToDevice answers in whole units; asked for a page this much larger it is exact enough."""
_LINE_BREAKS = "\r\n"
_UNPRINTABLE = ("Cc", "Cn", "Co", "Cs")

_Box = tuple[float, float, float, float]
_NOWHERE: _Box = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    box: _Box
    """Left, top, right, bottom in pixels of the page's picture."""
    owner: int = 0
    seen: bool = True
    is_gap: bool = False
    """A space or a break, or what PDFium put there: a hyphen."""


def text_layer(page: pdfium.PdfPage, drawn: Image.Image) -> tuple[Line, ...] | None:
    """The lines in pixels of `drawn`, the page's picture; None when the page has to be read from that picture."""
    if pictures_of(page).is_scan:
        return None
    textpage = page.get_textpage()
    try:
        if not 0 < textpage.count_chars() <= MAX_PAGE_CHARACTERS:
            return None
        characters = _characters(page, textpage, drawn)
    finally:
        textpage.close()
    shown = [character for character in characters if character.seen]
    if not _is_honest(characters) or not _is_readable(shown):
        return None
    lines = _lines(shown)
    if sum(len(line.words) for line in lines) > MAX_PAGE_WORDS:
        return None
    return in_reading_order(lines)


def _is_honest(characters: list[_Character]) -> bool:
    marks = [character for character in characters if not (character.is_gap or _is_blank(character.text))]
    hidden = sum(not mark.seen for mark in marks)
    return hidden <= _HIDDEN_SHARE * len(marks)


def _is_blank(text: str) -> bool:
    """Spaces, and what has no shape of its own: joiners, marks of direction."""
    return text.isspace() or unicodedata.category(text) == "Cf"


def _is_readable(characters: list[_Character]) -> bool:
    marks = [character.text for character in characters if not _is_blank(character.text)]
    printable = sum(unicodedata.category(mark) not in _UNPRINTABLE and mark != "�" for mark in marks)
    if not marks or printable < _PRINTABLE_SHARE * len(marks):
        return False
    return makes_sense("".join(character.text for character in characters))


def _characters(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, drawn: Image.Image) -> list[_Character]:
    """In PDFium's order, with the spaces and line breaks it sees; without what lies off the page."""
    transform = _Transform(page, drawn.size)
    everywhere = (_character(textpage, index, transform) for index in range(textpage.count_chars()))
    found = [character for character in everywhere if character.is_gap or _is_somewhere(character.box)]
    marks = [place for place, character in enumerate(found) if not character.is_gap and character.seen]
    with_ink = seen(page, drawn, [Mark(found[place].owner, found[place].box) for place in marks])
    for place, has_ink in zip(marks, with_ink, strict=True):
        found[place] = replace(found[place], seen=has_ink)
    return found


def _character(textpage: pdfium.PdfTextPage, index: int, transform: "_Transform") -> _Character:
    """`seen` as far as its size tells."""
    code = pdfium_c.FPDFText_GetUnicode(textpage, index)
    text = chr(code) if 0 < code < 0x110000 else "�"
    if text.isspace() or pdfium_c.FPDFText_IsGenerated(textpage, index) == 1:
        return _Character("\n" if text in _LINE_BREAKS else " " if text.isspace() else text, _NOWHERE, is_gap=True)
    left, top, right, bottom = transform.box(textpage.get_charbox(index, loose=True))
    is_large = max(right - left, bottom - top) >= _LEAST_POINTS * transform.px_per_point
    owner = address_of(pdfium_c.FPDFText_GetTextObject(textpage, index))
    return _Character(text, transform.clipped((left, top, right, bottom)), owner, seen=is_large)


def _is_somewhere(box: _Box) -> bool:
    left, top, right, bottom = box
    return left <= right and top <= bottom


class _Transform:
    """From the page's own units to pixels: /Rotate, CropBox and the rendering's scale are in it."""

    def __init__(self, page: pdfium.PdfPage, size: tuple[int, int]) -> None:
        self._page = page
        self._width, self._height = size
        self._size = (size[0] * _UNITS_PER_PX, size[1] * _UNITS_PER_PX)
        reach = max(page.get_size())
        self.px_per_point = max(size) / reach
        self._origin = origin = self._ask(0, 0)
        self._along_x = tuple((a - b) / reach for a, b in zip(self._ask(reach, 0), origin, strict=True))
        self._along_y = tuple((a - b) / reach for a, b in zip(self._ask(0, reach), origin, strict=True))

    def _ask(self, x: float, y: float) -> tuple[float, float]:
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, device_x, device_y)
        return device_x.value / _UNITS_PER_PX, device_y.value / _UNITS_PER_PX

    def box(self, box: _Box) -> _Box:
        left, bottom, right, top = box
        xs, ys = zip(self._point(left, bottom), self._point(right, top), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def clipped(self, box: _Box) -> _Box:
        """What of a box in pixels lies on the page; its sides cross where that is nothing."""
        left, top, right, bottom = box
        return max(left, 0), max(top, 0), min(right, self._width), min(bottom, self._height)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        (x0, y0), (xx, xy), (yx, yy) = self._origin, self._along_x, self._along_y
        return x0 + x * xx + y * yx, y0 + x * xy + y * yy


def _lines(characters: list[_Character]) -> list[Line]:
    lines = []
    for is_break, run in groupby(characters, key=lambda character: character.text == "\n"):
        words = [] if is_break else _words(list(run))
        if words:
            box = _around([(*word.polygon[0], *word.polygon[2]) for word in words])
            lines.append(Line(" ".join(word.text for word in words), 1.0, _polygon(box), tuple(words)))
    return lines


def _words(characters: list[_Character]) -> list[Word]:
    words = []
    for is_space, run in groupby(characters, key=lambda character: character.text == " "):
        marks = [] if is_space else [mark for mark in run if not mark.is_gap]
        text = "".join(mark.text for mark in marks if unicodedata.category(mark.text) not in _UNPRINTABLE)
        if text:
            words.append(Word(text, 1.0, _polygon(_around([mark.box for mark in marks]))))
    return words


def _around(boxes: list[_Box]) -> _Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _polygon(box: _Box) -> Polygon:
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)
