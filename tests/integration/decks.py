"""Small presentations of our own making, sound ones and others."""

import io
import re
import zipfile
from collections.abc import Callable

import pptx
from pptx.util import Inches

from tests.integration.documents import picture

TYPES = "[Content_Types].xml"
SLIDE, SLIDE_RELATIONS = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
ODP_MEDIA_TYPE = "application/vnd.oasis.opendocument.presentation"


def deck(*titles: str, font: str | None = None, notes: str | None = None, link: str | None = None) -> bytes:
    """PPTX with a slide for each title, its words in that font, its first slide with notes and a hyperlink."""
    made = pptx.Presentation()
    for title in titles or ("Surat jalan",):
        slide = made.slides.add_slide(made.slide_layouts[5])
        run = slide.shapes.title.text_frame.paragraphs[0].add_run()
        run.text = title
        if font:
            run.font.name = font
        if link:
            run.hyperlink.address = link
        if notes and slide == made.slides[0]:
            slide.notes_slide.notes_text_frame.text = notes
    return _saved(made)


def deck_with_picture() -> bytes:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_picture(io.BytesIO(picture("GAMBAR")), Inches(1), Inches(1))
    return _saved(made)


def deck_with_linked_picture(address: str) -> bytes:
    """Its picture is not in it: whoever opens it is to fetch it."""
    relation = f'<Relationship Id="rId99" Type="{IMAGE}" Target="{address}" TargetMode="External"/></Relationships>'
    return changed(
        deck_with_picture(),
        {
            SLIDE: lambda xml: re.sub(rb'r:embed="\w+"', b'r:link="rId99"', xml),
            SLIDE_RELATIONS: lambda xml: xml.replace(b"</Relationships>", relation.encode()),
        },
    )


def odp(*titles: str, picture_at: str = "") -> bytes:
    """OpenDocument, as little of it as LibreOffice takes."""
    frame = (
        '<draw:frame svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="2cm"><draw:text-box><text:p>{}</text:p>'
        "</draw:text-box></draw:frame>"
    )
    linked = (
        '<draw:frame svg:width="5cm" svg:height="5cm" svg:x="2cm" svg:y="6cm">'
        f'<draw:image xlink:href="{picture_at}" xlink:type="simple"/></draw:frame>'
        if picture_at
        else ""
    )
    pages = "".join(f"<draw:page>{frame.format(title)}{linked}</draw:page>" for title in titles or ("Surat jalan",))
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in (
            ("office", "office"),
            ("draw", "drawing"),
            ("text", "text"),
            ("svg", "svg-compatible"),
            ("presentation", "presentation"),
        )
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' office:version="1.3"><office:body><office:presentation>{pages}</office:presentation></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODP_MEDIA_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": ODP_MEDIA_TYPE.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def zipped(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return made.getvalue()


def entries_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def changed(package: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """With some entries changed; those that are not there are added."""
    entries = entries_of(package)
    return zipped(entries | {name: change(entries.get(name, b"")) for name, change in changes.items()})


def _saved(made: pptx.presentation.Presentation) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()
