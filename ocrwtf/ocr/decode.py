"""What runs in the disposable child: tells what a file is and turns one page into text or pixels and pictures."""

import os
from typing import Any

import numpy.ma  # noqa: F401  NumPy itself imports it when it is first needed: the child cannot import any more
from PIL import Image
from pypdfium2 import PdfDocument

from ocrwtf.core.sandbox.wire import Refusal, Result
from ocrwtf.ocr import pdf, raster
from ocrwtf.ocr.limits import MAX_IMAGE_BYTES, MAX_PDF_BYTES
from ocrwtf.ocr.media_type import PDF, SIGNATURE_BYTES, MediaType, media_type_of
from ocrwtf.ocr.pdf_text import text_layer
from ocrwtf.ocr.wire import lines_as_json


def probe(file: int) -> Result:
    """`{media_type, page_count, width_px, height_px}`; the size is page 1's, upright.

    An image is decoded to its end, so that nothing is charged for half a file; of a TIFF that is its first page, and
    the others are looked at without decoding.

    Raises
    ------
    Refusal: every code of a document that will not be read.
    """
    media_type, content = _content(file)
    if media_type == PDF:
        with pdf.open_pdf(content) as document:
            page_count = len(document)
            with pdf.open_page(document, 1) as page:
                size = pdf.page_size(page)
    else:
        page_count = raster.page_count(content, media_type)
        image = raster.open_image(content, media_type)
        size = raster.upright_size(image)
        raster.verify(image)
    meta = {"media_type": media_type, "page_count": page_count, "width_px": size[0], "height_px": size[1]}
    return Result(meta, [])


def read_page(file: int, number: int) -> Result:
    """`{width_px, height_px, lines, pixels}` with three pictures (full, medium, thumbnail) as blobs.

    `lines` in pixels of the full page come from a text layer; else it is None and a fourth blob holds RGB pixels,
    8 bits each, of the size that `pixels` says: [width, height].
    """
    media_type, content = _content(file)
    if media_type == PDF:
        with pdf.open_pdf(content) as document:
            return _pdf_page(document, number)
    image = raster.open_image(content, media_type, number)
    size = raster.upright_size(image)
    return _for_ocr(raster.page_pixels(image), size)


def turned_pictures(file: int, number: int, degrees: int) -> Result:
    """The three pictures of a page turned clockwise by a multiple of 90 degrees, once it is known that it must be."""
    media_type, content = _content(file)
    if media_type == PDF:
        with pdf.open_pdf(content) as document, pdf.open_page(document, number) as page:
            image = pdf.picture(page, pdf.page_size(page))
    else:
        image = raster.page_pixels(raster.open_image(content, media_type, number))
    return Result({"pixels": None}, raster.pictures(raster.turned(image, degrees)))


def jpeg_picture(file: int) -> Result:
    """A page's picture, as we made it, for formats that do not know WebP: a blob of size `{width_px, height_px}`."""
    media_type, content = _content(file)
    image = raster.page_pixels(raster.open_image(content, media_type))
    return Result({"width_px": image.width, "height_px": image.height}, [raster.jpeg(image)])


def _pdf_page(document: PdfDocument, number: int) -> Result:
    with pdf.open_page(document, number) as page:
        size = pdf.page_size(page)
        image = pdf.picture(page, size)
        lines = text_layer(page, image)
    if lines is None:
        return _for_ocr(image, size)
    return Result(_meta(size) | {"lines": lines_as_json(lines)}, raster.pictures(image))


def _for_ocr(image: Image.Image, size: tuple[int, int]) -> Result:
    meta = _meta(size) | {"pixels": [image.width, image.height]}
    return Result(meta, [*raster.pictures(image), image.tobytes()])


def _meta(size: tuple[int, int]) -> dict[str, Any]:
    return {"width_px": size[0], "height_px": size[1], "lines": None, "pixels": None}


def _content(file: int) -> tuple[MediaType, bytes]:
    """The type by its first bytes, then all bytes, unless there are too many."""
    size = os.fstat(file).st_size
    if size == 0:
        raise Refusal("empty-file")
    media_type = media_type_of(os.pread(file, SIGNATURE_BYTES, 0))
    if media_type is None:
        raise Refusal("unsupported-media-type")
    limit = MAX_PDF_BYTES if media_type == PDF else MAX_IMAGE_BYTES
    if size > limit:
        raise Refusal("file-too-large", limit_bytes=limit)
    with os.fdopen(file, "rb", closefd=False) as whole:
        whole.seek(0)
        return media_type, whole.read(limit)


SANDBOXED = (probe, read_page, turned_pictures, jpeg_picture)
