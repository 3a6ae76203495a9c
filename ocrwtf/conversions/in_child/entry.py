"""The functions that the sandbox may call: look at a presentation, prepare it, finish its PDF, make pictures."""

import codecs
import io
import os
from typing import Any

from PIL import WebPImagePlugin

from ocrwtf.conversions.in_child import odp_file, outline, pdf_out, ppt_file, pptx_file
from ocrwtf.conversions.in_child.package import START, Package
from ocrwtf.conversions.in_child.pictures import refuse_floods
from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.limits import MAX_FILE_BYTES, MAX_FONT_CHARACTERS, MAX_FONTS, MAX_SLIDES, PICTURE_WIDTH_PX
from ocrwtf.core.sandbox.wire import Refusal, Result
from ocrwtf.ocr import pdf

_WRITER = WebPImagePlugin.WebPImageFile.format
"""Its writer is imported with it: the child cannot import any more."""
for _encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp437", "cp1252", "ascii"):
    codecs.lookup(_encoding)  # for the same reason: names in ZIP and OLE files, XML
_NOTES = "ppt/notesSlides/notesSlide"


def look(file: int) -> Result:
    """`{kind, slides}` of something that will be converted.

    Raises
    ------
    Refusal: every code of a presentation that will not be.
    """
    content = _content(file)
    if content.startswith(START):
        kind, slides = _in_package(Package(content))
    elif content.startswith(ppt_file.START):
        kind, slides = DeckKind.PPT, _ppt(content).slides
    else:
        raise Refusal("not-a-presentation")
    return Result({"kind": kind, "slides": _within_limits(slides)}, [])


def look_at_outline(file: int) -> Result:
    """The same of an outline."""
    slides = outline.slides_of(_content(file).decode())
    return Result({"kind": DeckKind.OUTLINE, "slides": _within_limits(len(slides))}, [])


def prepare(file: int, kind: str) -> Result:
    """What the converter gets, as a blob, and `{fonts, has_notes}`: of the deck, as far as they are known."""
    content = _content(file)
    if kind == DeckKind.OUTLINE:
        made, slides = outline.deck(content.decode())
        _within_limits(slides)
        return Result({"fonts": [], "has_notes": False}, [made])
    if kind == DeckKind.PPT:
        return Result({"fonts": _listed(_ppt(content).fonts), "has_notes": True}, [content])
    package = Package(content)
    _within_limits(_in_package(package)[1])
    form = pptx_file if kind == DeckKind.PPTX else odp_file
    has_notes = kind == DeckKind.ODP or any(name.startswith(_NOTES) for name in package.names())
    return Result(
        {"fonts": _listed(form.fonts(package)), "has_notes": has_notes}, [form.without_outside_links(package)]
    )


def finish(file: int) -> Result:
    """`{pages, fonts}` and the PDF as it may be handed out."""
    made = pdf_out.finished(_read(file))
    return Result({"pages": made.pages, "fonts": made.fonts}, [made.pdf])


def handout(file: int) -> Result:
    """Six slides on a page, of a PDF that was finished."""
    return Result({}, [pdf_out.handout(_read(file))])


def pictures(file: int, first: int, count: int) -> Result:
    """WebP of pages `first` (from 1) onwards, in order."""
    made = list[bytes]()
    with pdf.open_pdf(_read(file), MAX_SLIDES) as document:
        for number in range(first, min(first + count, len(document) + 1)):
            with pdf.open_page(document, number) as page:
                made.append(_webp(page))
    return Result({}, made)


def _webp(page: Any) -> bytes:  # noqa: ANN401  pypdfium2 has no types
    width, height = page.get_size()
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise Refusal("conversion-failed")
    size = PICTURE_WIDTH_PX, min(max(1, round(PICTURE_WIDTH_PX * height / width)), 4 * PICTURE_WIDTH_PX)
    written = io.BytesIO()
    pdf.picture(page, size).save(written, _WRITER, quality=80, method=2)
    return written.getvalue()


def _in_package(package: Package) -> tuple[DeckKind, int]:
    found = _kind_and_slides(package)
    refuse_floods(package)
    return found


def _kind_and_slides(package: Package) -> tuple[DeckKind, int]:
    if pptx_file.is_one(package):
        return DeckKind.PPTX, pptx_file.slides(package)
    if odp_file.is_one(package):
        return DeckKind.ODP, odp_file.slides(package)
    raise Refusal("not-a-presentation")


def _ppt(content: bytes) -> ppt_file.Found:
    found = ppt_file.look(content)
    if found is None:
        raise Refusal("not-a-presentation")
    return found


def _within_limits(slides: int) -> int:
    if slides < 1:
        raise Refusal("no-slides")
    if slides > MAX_SLIDES:
        raise Refusal("too-many-slides", slides=slides, limit=MAX_SLIDES)
    return slides


def _listed(fonts: set[str]) -> list[str]:
    return sorted(font.strip()[:MAX_FONT_CHARACTERS] for font in fonts if font.strip())[:MAX_FONTS]


def _content(file: int) -> bytes:
    size = os.fstat(file).st_size
    if size == 0:
        raise Refusal("empty-file")
    if size > MAX_FILE_BYTES:
        raise Refusal("presentation-too-large", limit_bytes=MAX_FILE_BYTES)
    return _read(file)


def _read(file: int) -> bytes:
    with os.fdopen(file, "rb", closefd=False) as whole:
        whole.seek(0)
        return whole.read()


SANDBOXED = (look, look_at_outline, prepare, finish, handout, pictures)
