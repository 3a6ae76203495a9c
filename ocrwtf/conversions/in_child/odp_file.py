"""ODP (OASIS OpenDocument 1.3): the same questions, and the same without its outside links."""

import re

from lxml import etree

from ocrwtf.conversions.in_child import xml
from ocrwtf.conversions.in_child.package import Package
from ocrwtf.core.sandbox.wire import Refusal

_MEDIA_TYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.presentation(-template)?\s*")
_HREF = "{http://www.w3.org/1999/xlink}href"
_CLICKED = re.compile(r"\{[^}]*\}(a|event-listener)$")
_MACROS = re.compile(r"(Basic|Scripts)/.*(?<!script-lb\.xml)(?<!script-lc\.xml)(?<!dialog-lb\.xml)(?<!dialog-lc\.xml)$")
_FONT = re.compile(rb"svg:font-family=\"([^\"]{1,80})\"")
_WITH_LINKS = ("content.xml", "styles.xml")


def is_one(package: Package) -> bool:
    """Raises Refusal: presentation-with-macros, encrypted-presentation."""
    if "mimetype" not in package.names() or not _MEDIA_TYPE.fullmatch(package.read("mimetype")):
        return False
    if any(map(_MACROS.match, package.names())):
        raise Refusal("presentation-with-macros")
    manifest = "META-INF/manifest.xml"
    if manifest in package.names() and b"encryption-data" in package.read(manifest):
        raise Refusal("encrypted-presentation")
    return True


def slides(package: Package) -> int:
    for name in package.names():
        if name.endswith(".xml"):
            xml.refuse_document_type(package.read(name))
    content = xml.parsed(package.read("content.xml"))
    return len(content.findall("{*}body/{*}presentation/{*}page"))


def fonts(package: Package) -> set[str]:
    found = (_FONT.findall(package.read(name)) for name in _WITH_LINKS if name in package.names())
    return {_family(font.decode("utf-8", "replace")) for names in found for font in names}


def _family(named: str) -> str:
    """Of a list of families the first; names with spaces stand between apostrophes."""
    return named.replace("&apos;", "'").split(",")[0].strip().strip("'")


def without_outside_links(package: Package) -> bytes:
    """Hyperlinks and what a click does stay, for nobody clicks here."""

    def change(name: str, content: bytes) -> bytes | None:
        return _inside_only(content) if name.rsplit("/", 1)[-1] in _WITH_LINKS else content

    return package.rewritten(change)


def _inside_only(content: bytes) -> bytes:
    root = xml.parsed(content)
    for element in root.iter(etree.Element):
        address = element.get(_HREF, "")
        if (xml.names_elsewhere(address) or address.startswith(("/", "../"))) and not _CLICKED.match(str(element.tag)):
            del element.attrib[_HREF]
    return xml.as_bytes(root)
