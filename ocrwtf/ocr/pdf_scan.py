"""How much of a PDF page is a scan, and at what resolution: decides how it is drawn and whether its text counts.

A page that is nothing but a scan is drawn at the scan's own resolution, which gives the scan's own pixels (PDFium does
not resample at 1:1) with turned pages, flipped and masked images and margins taken care of.
"""

from dataclasses import dataclass
from itertools import islice
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_FORM_DEPTH = 8
"""Forms within forms are followed no further: a signature's look has five."""
MAX_OBJECTS = 60_000
"""No more of a page's objects are visited: a small file can nest forms into more than can be counted."""
_SCAN_SHARE = 0.5
_WHOLE_SHARE = 0.9
_DPI, _LEAST_DPI, _MOST_DPI = 200.0, 150.0, 300.0
"""Coarser scans are enlarged: letters of nine pixels are read better when they are drawn larger."""
_Box = tuple[float, float, float, float]
_UNSEEN_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What images a page has: how much of its area the largest covers, in [0, 1]."""

    share: float
    dpi: float
    """Pixels per inch of the largest, the finer of both directions; 0 without images."""
    alone: bool
    """It is the only one, and nothing else is drawn."""

    @property
    def is_scan(self) -> bool:
        return self.share >= _SCAN_SHARE

    @property
    def best_dpi(self) -> float:
        """At which to draw the page: the scan's own, or what keeps letters and stamps drawn over it sharp too."""
        if not self.is_scan:
            return _DPI
        if self.alone and self.share >= _WHOLE_SHARE:
            return max(self.dpi, _LEAST_DPI)
        return min(max(self.dpi, _DPI), _MOST_DPI)


def pictures_of(page: pdfium.PdfPage) -> Pictures:
    """Looks at the page's objects without decoding any."""
    objects = objects_of(page)
    found = [_share_and_dpi(page, each) for each in objects if each.type == pdfium_c.FPDF_PAGEOBJ_IMAGE]
    share, dpi = max(found, default=(0.0, 0.0))
    alone = len(found) == 1 and len(objects) < MAX_OBJECTS and all(_adds_nothing(each) for each in objects)
    return Pictures(share, dpi, alone)


def objects_of(page: pdfium.PdfPage) -> list[pdfium.PdfObject]:
    """What the page is made of, forms and what they are made of among it; the first MAX_OBJECTS of it."""
    return list(islice(page.get_objects(max_depth=_FORM_DEPTH), MAX_OBJECTS))


def _draws_nothing(text: pdfium_c.FPDF_PAGEOBJECT) -> bool:
    """Rendering modes 3 and 7 (ISO 32000-1 table 106) put no ink on the page, nor does a transparent fill."""
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text)
    if mode in _UNSEEN_MODES:
        return True
    alpha = pdfium_c.c_uint(255)
    colours = [pdfium_c.c_uint() for _ in range(3)]
    is_filled = mode in (pdfium_c.FPDF_TEXTRENDERMODE_FILL, pdfium_c.FPDF_TEXTRENDERMODE_FILL_CLIP)
    return bool(is_filled and pdfium_c.FPDFPageObj_GetFillColor(text, *colours, alpha) and alpha.value == 0)


def _adds_nothing(each: pdfium.PdfObject) -> bool:
    """It is the image itself, a form whose content was looked at, or text that nobody sees."""
    if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
        return _draws_nothing(each.raw)
    if each.type == pdfium_c.FPDF_PAGEOBJ_FORM:
        return bool(each.level < _FORM_DEPTH - 1)
    return bool(each.type == pdfium_c.FPDF_PAGEOBJ_IMAGE)


def _share_and_dpi(page: pdfium.PdfPage, image: pdfium.PdfObject) -> tuple[float, float]:
    """An image fills the unit square, which its matrix and those of the forms around it bring to the page."""
    matrix, form = image.get_matrix(), image.container
    while form is not None:
        matrix, form = matrix.multiply(form.get_matrix()), form.container
    page_width, page_height = _overlap(page.get_bbox(), page.get_bbox())
    width, height = _overlap(matrix.on_rect(0, 0, 1, 1), page.get_bbox())
    a, b, c, d, _, _ = matrix.get()
    lengths = zip(image.get_px_size(), (hypot(a, b), hypot(c, d)), strict=True)
    dpi = max((72 * pixels / points for pixels, points in lengths if points), default=0.0)
    return width * height / (page_width * page_height), dpi


def _overlap(one: _Box, other: _Box) -> tuple[float, float]:
    """Width and height of what two boxes (left, bottom, right, top) have in common."""
    left, bottom, right, top = one
    other_left, other_bottom, other_right, other_top = other
    width, height = min(right, other_right) - max(left, other_left), min(top, other_top) - max(bottom, other_bottom)
    return max(0.0, width), max(0.0, height)
