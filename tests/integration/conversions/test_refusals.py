"""What is refused before anything is charged, each with a sentence in two languages."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from ocrwtf.conversions import soffice
from ocrwtf.conversions.limits import MAX_SLIDES
from ocrwtf.core.sandbox import program
from tests.integration.conftest import Person, credits_of, spend_down_to
from tests.integration.conversions.conftest import needs_soffice
from tests.integration.decks import SLIDE, SLIDE_RELATIONS, TYPES, changed, deck, entries_of, odp, zipped
from tests.integration.documents import picture

MACRO_TYPE = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
FLAT = b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'


def with_first_flag(package: bytes, flag: int) -> bytes:
    """The same ZIP, each entry said to be of that kind."""
    entry = package.index(b"PK\x01\x02")
    return package[: entry + 8] + struct.pack("<H", flag) + package[entry + 10 :]


def twice(package: bytes) -> bytes:
    made = io.BytesIO(package)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "a") as opened:
        opened.writestr(SLIDE, b"<x/>")
    return made.getvalue()


def with_link_in_file_system(package: bytes) -> bytes:
    made = io.BytesIO(package)
    with zipfile.ZipFile(made, "a") as opened:
        link = zipfile.ZipInfo("ppt/media/x.png")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    return made.getvalue()


def many_slides(count: int) -> bytes:
    entry = b'<p:sldId id="%d" r:id="rId2"/>'

    def longer(xml: bytes) -> bytes:
        return xml.replace(b"</p:sldIdLst>", b"".join(entry % (900 + n) for n in range(count - 1)) + b"</p:sldIdLst>")

    return changed(deck(), {"ppt/presentation.xml": longer})


def nested(depth: int) -> bytes:
    return b"<p:grpSp>" * depth + b"</p:grpSp>" * depth


def flood() -> bytes:
    """The head of a PNG of 900 megapixels."""
    head = b"IHDR" + struct.pack(">II", 30_000, 30_000) + picture()[24:29]
    return picture()[:12] + head + struct.pack(">I", zlib.crc32(head)) + picture()[33:]


def document() -> bytes:
    """A DOCX, as far as its package tells."""
    word = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(deck(), {TYPES: lambda xml: xml.replace(PLAIN_TYPE, word)})


REFUSED: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "nothing": (lambda: b"", 422, "empty-file"),
    "text": (lambda: b"a,b\n1,2\n", 415, "not-a-presentation"),
    "html": (lambda: b"<html><img src='http://127.0.0.1/x.png'></html>", 415, "not-a-presentation"),
    "flat ODP": (lambda: FLAT, 415, "not-a-presentation"),
    "RTF": (lambda: b"{\\rtf1 x}", 415, "not-a-presentation"),
    "document": (document, 415, "not-a-presentation"),
    "archive": (lambda: zipped({"a.txt": b"a"}), 415, "not-a-presentation"),
    "something before it": (lambda: b"MZ      " + deck(), 415, "not-a-presentation"),
    "something behind it": (lambda: deck() + b"trailer", 422, "unreadable-presentation"),
    "cut off": (lambda: deck()[:9000], 422, "unreadable-presentation"),
    "macros by type": (
        lambda: changed(deck(), {TYPES: lambda xml: xml.replace(PLAIN_TYPE, MACRO_TYPE)}),
        422,
        "presentation-with-macros",
    ),
    "macros by name": (
        lambda: changed(deck(), {"ppt/vbaProject.bin": lambda _: b"x"}),
        422,
        "presentation-with-macros",
    ),
    "macros of ODP": (
        lambda: changed(odp(), {"Basic/Standard/Module1.xml": lambda _: b"<x/>"}),
        422,
        "presentation-with-macros",
    ),
    "password of ODP": (
        lambda: changed(odp(), {"META-INF/manifest.xml": lambda _: b"<manifest:encryption-data/>"}),
        422,
        "encrypted-presentation",
    ),
    "password of ZIP": (lambda: with_first_flag(deck(), 1), 422, "encrypted-presentation"),
    "bomb": (lambda: changed(deck(), {"ppt/media/x.bin": lambda _: bytes(300 * 2**20)}), 422, "unpacks-too-large"),
    "dense entry": (lambda: changed(deck(), {"ppt/media/x.bin": lambda _: bytes(3 * 2**20)}), 422, "unpacks-too-large"),
    "too many entries": (
        lambda: zipped(entries_of(deck()) | {f"x/{number}": b"" for number in range(5001)}),
        422,
        "unpacks-too-large",
    ),
    "two of one name": (lambda: twice(deck()), 422, "unreadable-presentation"),
    "a way out": (lambda: changed(deck(), {"../../evil": lambda _: b"x"}), 422, "unreadable-presentation"),
    "a link in the file system": (lambda: with_link_in_file_system(deck()), 422, "unreadable-presentation"),
    "entities": (
        lambda: changed(deck(), {SLIDE: lambda xml: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml}),
        422,
        "unreadable-presentation",
    ),
    "entities in another encoding": (
        lambda: changed(deck(), {SLIDE_RELATIONS: lambda _: "<!DOCTYPE x><x/>".encode("utf-16")}),
        422,
        "unreadable-presentation",
    ),
    "no slide": (
        lambda: changed(deck(), {"ppt/presentation.xml": lambda xml: xml.replace(b"<p:sldId ", b"<p:none ")}),
        422,
        "no-slides",
    ),
    "groups without end": (
        lambda: changed(deck(), {SLIDE: lambda xml: xml.replace(b"</p:spTree>", nested(400) + b"</p:spTree>")}),
        422,
        "unreadable-presentation",
    ),
    "a flood of pixels": (
        lambda: changed(deck(), {"ppt/media/image1.png": lambda _: flood()}),
        422,
        "picture-too-large",
    ),
    "too many slides": (lambda: many_slides(MAX_SLIDES + 1), 422, "too-many-slides"),
}


@needs_soffice
@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_costs_nothing(person: Person, send: Callable[..., Response], name: str) -> None:
    content, status, kind = REFUSED[name]
    before = credits_of(person.account_id)
    answer = send(content(), "rapat.pptx")
    assert (answer.status_code, answer.json()["type"], answer.json().get("file")) == (
        status,
        f"/problems/{kind}",
        "rapat.pptx",
    )
    assert credits_of(person.account_id) == before


@needs_soffice
def test_xml_in_another_encoding_is_no_reason(send: Callable[..., Response]) -> None:
    """Else it might be its codec that a child could not load any more, not what it says."""
    relations = entries_of(deck())[SLIDE_RELATIONS].decode().replace("UTF-8", "UTF-16")
    assert send(changed(deck(), {SLIDE_RELATIONS: lambda _: relations.encode("utf-16")})).status_code == 202


@needs_soffice
def test_as_many_slides_as_allowed_are_taken(send: Callable[..., Response]) -> None:
    assert send(many_slides(MAX_SLIDES)).json()["slideCount"] == MAX_SLIDES


@needs_soffice
def test_a_refusal_speaks_the_callers_language(send: Callable[..., Response]) -> None:
    details = [send(b"x", **{"Accept-Language": language}).json()["title"] for language in ("id", "en")]
    assert details == ["Bukan presentasi", "Not a presentation"]


@needs_soffice
def test_without_credits_nothing_is_begun(client: TestClient, person: Person, send: Callable[..., Response]) -> None:
    spend_down_to(person.account_id, 0)
    assert (answer := send(deck())).status_code == 402
    assert (answer.json()["required"], answer.json()["available"]) == (1, 0)
    assert client.get("/api/conversions", headers=person.headers).json()["items"] == []


@needs_soffice
def test_one_deck_at_a_time(client: TestClient, person: Person) -> None:
    files = [("file", ("a.pptx", deck())), ("file", ("b.pptx", deck()))]
    answer = client.post("/api/conversions", files=files, headers=person.headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-upload")


def test_a_driver_converts_nothing(client: TestClient, person: Person, new_driver: Callable[[Person], Person]) -> None:
    files = [("file", ("a.pptx", deck()))]
    assert client.post("/api/conversions", files=files, headers=new_driver(person).headers).status_code == 403


def test_without_libreoffice_it_says_how_to_install_it(
    person: Person, send: Callable[..., Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "folder", lambda: None)
    answer, before = send(deck()), credits_of(person.account_id)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/converter-missing")
    assert "apt install" in answer.json()["detail"]
    assert credits_of(person.account_id) == before


def test_the_list_says_beforehand_that_nothing_can_be_converted(
    client: TestClient, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "folder", lambda: None)
    told = client.get("/api/conversions", headers=person.headers).json()["unavailable"]
    assert (told["type"], "apt install" in told["detail"]) == ("/problems/converter-missing", True)


@needs_soffice
def test_without_namespaces_nothing_is_converted(
    send: Callable[..., Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "denied", lambda: "namespaces")
    answer = send(deck())
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/converter-not-isolated")
