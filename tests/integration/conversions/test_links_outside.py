"""Nothing that a deck links to is fetched or drawn: each of the controls holds by itself."""

import http.server
import io
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

import pikepdf
import pytest
from pikepdf import Name, Stream
from PIL import Image

from ocrwtf.conversions import soffice
from ocrwtf.conversions.in_child import odp_file, pptx_file
from ocrwtf.conversions.in_child.package import Package
from ocrwtf.conversions.kind import DeckKind
from tests.integration.conversions.conftest import Convert, needs_soffice
from tests.integration.decks import SLIDE_RELATIONS, deck, deck_with_linked_picture, deck_with_picture, entries_of, odp


class Canary:
    """A web server on the loopback, and a picture on this machine's disk."""

    def __init__(self, file: Path) -> None:
        self.requests: list[str] = []
        picture = io.BytesIO()
        Image.new("RGB", (40, 40), (250, 0, 250)).save(picture, "PNG")
        file.write_bytes(picture.getvalue())
        self.file = file
        canary = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                canary.requests.append(self.raw_requestline.decode("latin-1"))
                self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n" + picture.getvalue())
                self.close_connection = True

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def addresses(self) -> dict[str, str]:
        host = f"127.0.0.1:{self.server.server_port}"
        return {
            "http": f"http://{host}/x.png",
            "webdav": f"vnd.sun.star.webdav://{host}/x.png",
            "file": f"file://{self.file}",
            "share": f"file://{host}/x.png",
            "expanded": f"vnd.sun.star.expand:$HOME/../{self.file}",
        }


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    os.chmod(tmp_path, 0o755)  # noqa: PTH101, S103  the picture must not be safe for its rights alone
    made = Canary(tmp_path / "canary.png")
    with made.server:
        thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield made
        made.server.shutdown()
        thread.join()


def converted(kind: DeckKind, content: bytes) -> bytes:
    """By the sandboxed program alone, with all links left in."""
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        file.seek(0)
        return soffice.converted(kind, file, lambda: True)


def pictures_in(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(isinstance(each, Stream) and each.get("/Subtype") == Name.Image for each in opened.objects)


@needs_soffice
@pytest.mark.parametrize("way", ["http", "webdav", "file", "share", "expanded"])
@pytest.mark.parametrize("made", [deck_with_linked_picture, lambda address: odp("x", picture_at=address)])
def test_the_program_reaches_nothing_even_where_links_are_left(
    canary: Canary, way: str, made: Callable[[str], bytes]
) -> None:
    content = made(canary.addresses()[way])
    kind = DeckKind.PPTX if SLIDE_RELATIONS.encode() in content else DeckKind.ODP
    assert pictures_in(converted(kind, content)) == 0
    assert canary.requests == []


@needs_soffice
def test_a_picture_that_is_in_the_deck_is_drawn() -> None:
    """Else the test above would prove nothing; nor would it if nobody followed links (the next one)."""
    assert pictures_in(converted(DeckKind.PPTX, deck_with_picture())) == 1


@needs_soffice
def test_by_itself_the_program_follows_links(canary: Canary, tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(deck_with_linked_picture(canary.addresses()["http"]))
    profile, command = f"-env:UserInstallation=file://{tmp_path}/profile", f"{soffice.folder()}/soffice"
    told = [command, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), f"{tmp_path}/deck.pptx"]
    subprocess.run(told, check=True, capture_output=True, timeout=60)  # noqa: S603  our own words
    assert canary.requests


@pytest.mark.parametrize("way", ["http", "webdav", "file", "share", "expanded"])
def test_links_are_gone_before_the_program_sees_the_deck(canary: Canary, way: str) -> None:
    address = canary.addresses()[way]
    of_pptx = entries_of(pptx_file.without_outside_links(Package(deck_with_linked_picture(address))))
    of_odp = entries_of(odp_file.without_outside_links(Package(odp("x", picture_at=address))))
    assert not [name for name, content in (of_pptx | of_odp).items() if address.encode() in content]


def test_hyperlinks_stay() -> None:
    left = entries_of(pptx_file.without_outside_links(Package(deck(link="https://contoh.id/aturan"))))
    assert b"https://contoh.id/aturan" in left[SLIDE_RELATIONS]


@needs_soffice
def test_a_deck_with_links_is_converted_without_them(canary: Canary, convert: Convert) -> None:
    made = convert(deck_with_linked_picture(canary.addresses()["http"]))
    assert (made["status"], canary.requests) == ("completed", [])
