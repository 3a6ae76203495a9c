"""PPTX (ECMA-376): is it a presentation, how many slides, which fonts does it ask for; without its outside links."""

import posixpath
import re

from lxml import etree

from ocrwtf.conversions.in_child import xml
from ocrwtf.conversions.in_child.package import Package
from ocrwtf.core.sandbox.wire import Refusal

TYPES = "[Content_Types].xml"
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.presentationml\.(presentation|slideshow|template)\.main\+xml"
)
_MACROS = re.compile(r"macroEnabled|vbaProject", re.IGNORECASE)
_PARSED = (".xml", ".rels", ".vml")
_LATIN = re.compile(rb"<a:latin\b[^>]*?\btypeface=\"([^\"+]{1,80})\"")
_SHOWN = re.compile(r"ppt/(slides|slideLayouts|slideMasters)/[^/]+\.xml$")
"""Parsed whole: groups within groups without end would keep LibreOffice busy until its time is over."""
_WITH_FONTS = re.compile(r"ppt/(slides|slideMasters|theme)/[^/]+\.xml$")


def is_one(package: Package) -> bool:
    """Whether its main part is a presentation; a document or workbook has the same form of package.

    Raises
    ------
    Refusal: presentation-with-macros.
    """
    if TYPES not in package.names():
        return False
    types = xml.parsed(package.read(TYPES))
    if _MACROS.search(" ".join(types.xpath("//@ContentType"))) or any(map(_MACROS.search, package.names())):
        raise Refusal("presentation-with-macros")
    return _main_part(types) is not None


def slides(package: Package) -> int:
    """How many, hidden ones included. Every part is looked at for what XML must not have here."""
    for name in package.names():
        if _SHOWN.match(name):
            xml.parsed(package.read(name))
        elif name.lower().endswith(_PARSED):
            xml.refuse_document_type(package.read(name))
    main = _main_part(xml.parsed(package.read(TYPES)))
    if main is None:
        raise Refusal("not-a-presentation")
    return len(xml.parsed(package.read(main)).findall("{*}sldIdLst/{*}sldId"))


def fonts(package: Package) -> set[str]:
    """The Latin ones that slides, masters and themes name."""
    found = (_LATIN.findall(package.read(name)) for name in package.names() if _WITH_FONTS.match(name))
    return {font.decode("utf-8", "replace") for names in found for font in names}


def without_outside_links(package: Package) -> bytes:
    """Hyperlinks stay, for they are fetched by nobody; pictures, sounds and objects from elsewhere go."""

    def change(name: str, content: bytes) -> bytes | None:
        return _inside_only(content) if name.lower().endswith(".rels") else content

    return package.rewritten(change)


def _inside_only(content: bytes) -> bytes:
    root = xml.parsed(content)
    for relation in list(root):
        if (
            isinstance(relation.tag, str)
            and _is_outside(relation)
            and not relation.get("Type", "").endswith("/hyperlink")
        ):
            root.remove(relation)
    return xml.as_bytes(root)


def _is_outside(relation: etree._Element) -> bool:
    is_said = relation.get("TargetMode", "").lower() == "external"
    return is_said or xml.names_elsewhere(relation.get("Target", ""))


def _main_part(types: etree._Element) -> str | None:
    for part in types.findall(f"{_CONTENT_TYPES}Override"):
        if _MAIN.fullmatch(part.get("ContentType", "")):
            return posixpath.normpath(str(part.get("PartName", "")).lstrip("/"))
    return None
