"""What the converter made, written anew: without anything that acts by itself; and a handout of it.

It comes from a program that had a stranger's file inside, so it is opened in a child like any document.
"""

import io
import re
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, Rectangle

from ocrwtf.conversions.limits import MAX_FONT_CHARACTERS, MAX_FONTS
from ocrwtf.core.sandbox.wire import Refusal

_ACTING = ("/OpenAction", "/AA", "/AcroForm", "/Names", "/URI", "/Collection", "/AF")
_KEPT_ADDRESS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_SUBSET = re.compile(r"[A-Z]{6}\+")
_A4 = (595, 842)
_COLUMNS, _ROWS = 2, 3
_MARGIN, _GAP = 36, 18
_FRAME = b"q 0.75 w 0.6 G %.1f %.1f %.1f %.1f re S Q\n"


@dataclass(frozen=True)
class Made:
    """`fonts` are names of families, as far as names tell."""

    pdf: bytes
    pages: int
    fonts: list[str]


def finished(content: bytes) -> Made:
    """Raises Refusal: conversion-failed, no-slides."""
    try:
        with Pdf.open(io.BytesIO(content)) as pdf:
            _disarm(pdf)
            if not len(pdf.pages):
                raise Refusal("no-slides")
            return Made(_saved(pdf), len(pdf.pages), _fonts(pdf))
    except (pikepdf.PdfError, ValueError, TypeError, KeyError) as error:
        raise Refusal("conversion-failed") from error


def _disarm(pdf: Pdf) -> None:
    for key in _ACTING:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if "/AA" in page.obj:
            del page.obj["/AA"]
        links = [link for link in page.obj.get("/Annots", Array()) if _is_harmless(link)]
        page.obj["/Annots"] = Array(links)


def _is_harmless(annotation: pikepdf.Object) -> bool:
    """A link within the document or to a page of the web; no form, no sound, no attachment, no program."""
    if annotation.get("/Subtype") != Name.Link or "/AA" in annotation:
        return False
    action = annotation.get("/A")
    if action is None:
        return "/Dest" in annotation
    if "/Next" in action:
        return False
    if action.get("/S") == Name.GoTo:
        return True
    return bool(action.get("/S") == Name.URI and _KEPT_ADDRESS.match(str(action.get("/URI", ""))))


def _saved(pdf: Pdf) -> bytes:
    written = io.BytesIO()
    # Streams as they are: unpacked and packed again, pictures would lose their predictors and double in size.
    as_they_are = pikepdf.StreamDecodeLevel.none
    pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, stream_decode_level=as_they_are)
    return written.getvalue()


def handout(slides: bytes) -> bytes:
    """Six slides on a sheet of A4, each in a thin frame, in the order they are read."""
    with Pdf.open(io.BytesIO(slides)) as source, Pdf.new() as made:
        for number, slide in enumerate(source.pages):
            if number % (_COLUMNS * _ROWS) == 0:
                made.add_blank_page(page_size=_A4)
            _put(made.pages[-1], slide, number % (_COLUMNS * _ROWS))
        return _saved(made)


def _put(sheet: Page, slide: Page, place: int) -> None:
    width = (_A4[0] - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
    height = (_A4[1] - 2 * _MARGIN - (_ROWS - 1) * _GAP) / _ROWS
    left = _MARGIN + place % _COLUMNS * (width + _GAP)
    bottom = _A4[1] - _MARGIN - (place // _COLUMNS + 1) * height - place // _COLUMNS * _GAP
    box = slide.trimbox
    shape = float(box[2] - box[0]) / float(box[3] - box[1])
    wide, high = (width, width / shape) if width / shape <= height else (height * shape, height)
    corner = left + (width - wide) / 2, bottom + (height - high) / 2
    sheet.add_overlay(slide, Rectangle(*corner, corner[0] + wide, corner[1] + high))
    sheet.contents_add(_FRAME % (*corner, wide, high))


def _fonts(pdf: Pdf) -> list[str]:
    descriptors = (one for one in pdf.objects if isinstance(one, Dictionary) and "/FontName" in one)
    names = {_SUBSET.sub("", str(one["/FontName"]).lstrip("/")) for one in descriptors}
    families = {re.split(r"[-,]", name)[0][:MAX_FONT_CHARACTERS] for name in names}
    return sorted(families)[:MAX_FONTS]
