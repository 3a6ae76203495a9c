"""The text layer of a PDF page: lines and words with their place, in the child.

A page has a text layer worth trusting when something visible is written on it, nine in ten of those characters are
printable (not U+FFFD, private use or control: fonts without a usable character map), no picture covers half of the
page (then it is a scan; text over it may be someone else's OCR or a stamp), and it is not more than a page can hold (a
few kilobytes of PDF can say millions of words).
"""

import ctypes
import unicodedata
from dataclasses import dataclass
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocrwtf.ocr.limits import MAX_PAGE_CHARACTERS, MAX_PAGE_WORDS
from ocrwtf.ocr.page import Line, Polygon, Word
from ocrwtf.ocr.reading_order import in_reading_order

_PRINTABLE_SHARE = 0.9
_SCAN_SHARE = 0.5
_FORM_DEPTH = 3
_UNITS_PER_PX = 64
"""FPDF_PageToDevice answers in whole units; asked for a page this much larger it is exact enough."""
_LINE_BREAKS = "\r\n"
_UNPRINTABLE = ("Cc", "Cn", "Co", "Cs")

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    box: _Box
    """Left, top, right, bottom in pixels of the rendered page."""


def text_layer(page: pdfium.PdfPage, size: tuple[int, int]) -> tuple[Line, ...] | None:
    """The lines in pixels of the page rendered at `size`; None when the page has to be read from its picture."""
    if _is_scan(page):
        return None
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > MAX_PAGE_CHARACTERS:
            return None
        characters = _visible_characters(page, textpage, size)
    finally:
        textpage.close()
    marks = [character.text for character in characters if not character.text.isspace()]
    printable = sum(unicodedata.category(mark) not in _UNPRINTABLE and mark != "�" for mark in marks)
    if not marks or printable < _PRINTABLE_SHARE * len(marks):
        return None
    lines = _lines(characters)
    if sum(len(line.words) for line in lines) > MAX_PAGE_WORDS:
        return None
    return in_reading_order(lines)


def _is_scan(page: pdfium.PdfPage) -> bool:
    width, height = page.get_size()
    limit = _SCAN_SHARE * width * height
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= limit:
            return True
    return False


def _visible_characters(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, size: tuple[int, int]) -> list[_Character]:
    """In PDFium's order, with the spaces and line breaks it sees; without what is hidden or off the page."""
    width, height = size
    to_pixels = _Transform(page, size)
    found = []
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        text = chr(code) if 0 < code < 0x110000 else "�"
        if text.isspace() or pdfium_c.FPDFText_IsGenerated(textpage, index) == 1:
            found.append(_Character("\n" if text in _LINE_BREAKS else " " if text.isspace() else text, (0, 0, 0, 0)))
            continue
        left, top, right, bottom = to_pixels.box(textpage.get_charbox(index, loose=True))
        if right > 0 and bottom > 0 and left < width and top < height and _is_drawn(textpage, index):
            found.append(_Character(text, (max(left, 0), max(top, 0), min(right, width), min(bottom, height))))
    return found


def _is_drawn(textpage: pdfium.PdfTextPage, index: int) -> bool:
    """Rendering modes 3 and 7 (ISO 32000-1 table 106) put no ink on the page."""
    text_object = pdfium_c.FPDFText_GetTextObject(textpage, index)
    return not text_object or pdfium_c.FPDFTextObj_GetTextRenderMode(text_object) not in (
        pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE,
        pdfium_c.FPDF_TEXTRENDERMODE_CLIP,
    )


class _Transform:
    """From the page's own units to pixels: /Rotate, CropBox and the rendering's scale are in it."""

    def __init__(self, page: pdfium.PdfPage, size: tuple[int, int]) -> None:
        self._page = page
        self._size = (size[0] * _UNITS_PER_PX, size[1] * _UNITS_PER_PX)
        width, height = page.get_size()
        reach = max(width, height)
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
        marks = [] if is_space else [mark for mark in run if mark.box != (0, 0, 0, 0)]
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
