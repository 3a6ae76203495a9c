"""PDF pages in the child: how many there are, what is written on one, and its picture."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from ocrwtf.core.sandbox.wire import Refusal
from ocrwtf.ocr.limits import MAX_PAGES, rendered
from ocrwtf.ocr.pdf_scan import pictures_of

_LOCKED = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


def _refusal(load_error: int | None) -> Refusal:
    if load_error in _LOCKED:
        return Refusal("encrypted-document")
    if load_error == pdfium_c.FPDF_ERR_SUCCESS:  # PDFium fails "with success" on a sound file with an empty page tree
        return Refusal("no-pages")
    return Refusal("unreadable-document")


@contextmanager
def open_pdf(content: bytes, max_pages: int = MAX_PAGES) -> Iterator[pdfium.PdfDocument]:
    """The document, within the limits.

    Raises
    ------
    Refusal: encrypted-document, no-pages, too-many-pages, unreadable-document.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _refusal(getattr(error, "err_code", None)) from error
    with document:
        pages = len(document)
        if pages < 1:
            raise Refusal("no-pages")
        if pages > max_pages:
            raise Refusal("too-many-pages", pages=pages, limit=max_pages)
        yield document


@contextmanager
def open_page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """Page `number` (from 1), with filled form fields and stamps made part of it so that they are read too.

    Raises
    ------
    Refusal: unreadable-document.
    """
    try:
        page = document[number - 1]
        if pdfium_c.FPDFPage_GetAnnotCount(page) > 0 and _flatten(page):
            page.close()
            page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise Refusal("unreadable-document") from error
    try:
        yield page
    finally:
        page.close()


def _flatten(page: pdfium.PdfPage) -> bool:
    return bool(pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_PRINT) == pdfium_c.FLATTEN_SUCCESS)


def page_size(page: pdfium.PdfPage) -> tuple[int, int]:
    """Width and height in pixels of the page as we draw it: /Rotate, CropBox and the resolution of a scan are in it.

    Raises
    ------
    Refusal: unreadable-document (a page without area).
    """
    width, height = page.get_size()
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise Refusal("unreadable-document")
    return rendered(width, height, pictures_of(page).best_dpi)


def picture(page: pdfium.PdfPage, size: tuple[int, int]) -> Image.Image:
    """The page on white, RGB, exactly `size`."""
    bitmap = pdfium.PdfBitmap.new_native(*size, pdfium_c.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, pdfium_c.FPDF_ANNOT)
    image = Image.frombytes("RGB", size, bytes(bitmap.buffer), "raw", "BGRX", bitmap.stride)
    bitmap.close()
    return image
