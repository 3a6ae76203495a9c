"""PPT of PowerPoint 97 to 2003: recognised, counted, refused with a password, converted."""

import subprocess
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from ocrwtf.conversions import soffice
from tests.integration.conftest import Person
from tests.integration.conversions.conftest import Convert, needs_soffice
from tests.integration.decks import deck

pytestmark = needs_soffice

PLAIN, LOCKED = bytes.fromhex("5fc091e3"), bytes.fromhex("dfc4d1f3")
"""The token in the stream of the current user ([MS-PPT] 2.3.2), as it lies in the file."""


@pytest.fixture(scope="module")
def ppt(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A deck of three slides in the old form, made by LibreOffice."""
    folder = tmp_path_factory.mktemp("ppt")
    (folder / "deck.pptx").write_bytes(deck("Muat", "Antar", "Pulang", font="Calibri"))
    profile, command = f"-env:UserInstallation=file://{folder}/profile", f"{soffice.folder()}/soffice"
    told = [command, "--headless", profile, "--convert-to", "ppt", "--outdir", str(folder), f"{folder}/deck.pptx"]
    subprocess.run(told, check=True, capture_output=True, timeout=60)  # noqa: S603  our own words
    return (folder / "deck.ppt").read_bytes()


def test_it_is_converted_whatever_its_name(client: TestClient, person: Person, convert: Convert, ppt: bytes) -> None:
    made = convert(ppt, "rapat.pptx")
    assert (made["kind"], made["status"], made["slideCount"], made["pageCount"]) == ("ppt", "completed", 3, 3)
    assert client.get(made["files"][0]["url"], headers=person.headers).content.startswith(b"%PDF-")


def test_its_fonts_are_known(convert: Convert, ppt: bytes) -> None:
    assert {"name": "Calibri", "shownAs": "Carlito", "asWide": True} in convert(ppt)["fonts"]


def test_one_with_a_password_is_refused(send: Callable[..., Response], ppt: bytes) -> None:
    assert ppt.count(PLAIN) == 1
    assert send(ppt.replace(PLAIN, LOCKED)).json()["type"] == "/problems/encrypted-presentation"


def test_a_compound_file_of_another_program_is_refused(send: Callable[..., Response], ppt: bytes) -> None:
    renamed = ppt.replace("PowerPoint Document".encode("utf-16-le"), "WordprocessDocument".encode("utf-16-le"))
    assert send(renamed).json()["type"] == "/problems/not-a-presentation"


def test_a_new_deck_with_a_password_is_such_a_file_and_refused(send: Callable[..., Response], ppt: bytes) -> None:
    renamed = ppt.replace(
        "PowerPoint Document\0".encode("utf-16-le"), "EncryptedPackage\0\0\0\0".encode("utf-16-le")
    ).replace((40).to_bytes(2, "little") + b"\x02", (34).to_bytes(2, "little") + b"\x02")
    assert send(renamed).json()["type"] == "/problems/encrypted-presentation"


@pytest.mark.parametrize("cut", [600, 5000])
def test_one_that_is_cut_off_is_refused(send: Callable[..., Response], ppt: bytes, cut: int) -> None:
    answer = send(ppt[:cut])
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unreadable-presentation")
