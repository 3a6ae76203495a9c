"""XML of presentations, parsed without entities, without network and without files."""

import re

from lxml import etree

from ocrwtf.core.sandbox.wire import Refusal

_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_DECLARES = ("<!DOCTYPE", "<!ENTITY")


def parsed(content: bytes) -> etree._Element:
    """Raises Refusal: unreadable-presentation; a document type, which no presentation has, is none of ours either."""
    refuse_document_type(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("unreadable-presentation") from error


def refuse_document_type(content: bytes) -> None:
    """It could name entities that grow without end or are read from elsewhere."""
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]
    for declares in _DECLARES:
        looks = (declares.encode("utf-16-le"), declares.encode("utf-16-be")) if utf16 else (declares.encode(),)
        if any(look in content for look in looks):
            raise Refusal("unreadable-presentation")


def names_elsewhere(address: str) -> bool:
    """Whether it begins with a scheme (or a drive), a host, or as a share of Windows does."""
    return _ELSEWHERE.match(address) is not None


def as_bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
