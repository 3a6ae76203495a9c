"""Pictures of every screen for the README and the documents: light and dark, on a desktop and on a phone.

`make screenshots` writes `docs/screenshots/<screen>-<width>-<theme>.webp`. The service is started for it, with made-up
documents in it. A new screen is a line in SCREENS.
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.chromium import chromium, log_in, settled
from bench.documents import picture
from bench.pages import generate
from bench.people import Person, registered
from bench.service import NO_LIMITS, running_service

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
READING_SECONDS = 300.0
WEBP_QUALITY = 75
POST = (
    ("faktur-0482.jpg", "invoice", "clean"),
    ("surat.jpg", "letter", "clean"),
    ("surat-jalan-1127.jpg", "delivery_note", "photo"),
)
"""File name, document and kind of `bench.pages`."""


@dataclass(frozen=True)
class Screen:
    """`path` may name the document that is shown as `{id}`; `click` is a button to press before the picture."""

    name: str
    path: str
    logged_in: bool = True
    click: str = ""


SCREENS = (
    Screen("masuk", "/masuk", logged_in=False),
    Screen("beranda", "/"),
    Screen("dokumen", "/dokumen"),
    Screen("periksa", "/dokumen/{id}"),
    Screen("latih", "/latih"),
    Screen("akun", "/akun"),
)


@dataclass(frozen=True)
class Look:
    width: int
    height: int
    scale: int
    """Device pixels for each of ours: phones have more."""


LOOKS = (Look(1280, 800, 1), Look(390, 844, 2))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def documents() -> Iterator[tuple[str, bytes]]:
    """A day's post: the last one is shown by itself; the blank one cannot be read."""
    yield "foto-kosong.png", picture()
    for number, (name, document, kind) in enumerate(POST, 1):
        content = io.BytesIO()
        Image.fromarray(generate(number, document, kind).image).save(content, "JPEG", quality=85)
        yield name, content.getvalue()
    receipt = ROOT / "samples" / "receipt.jpg"
    yield receipt.name, receipt.read_bytes()


def filled(person: Person) -> str:
    """Upload and read everything; gives the id of the last document."""
    ids = [person.upload(document).raise_for_status().json()["items"][0]["id"] for document in documents()]
    for each in ids:
        person.wait_for(each, READING_SECONDS)
    return str(ids[-1])


def show(page: Page, screen: Screen, shown_id: str) -> None:
    page.goto(screen.path.format(id=shown_id))
    settled(page)
    if screen.click:
        page.get_by_role("button", name=screen.click).click()
        settled(page)


def taken(browser: Browser, address: str, person: Person, shown_id: str) -> Iterator[tuple[str, bytes]]:
    """Name and PNG of each picture. Two people for each look: one is logged in."""
    for look, theme in product(LOOKS, THEMES):
        for logged_in in (False, True):
            with browser.new_context(
                base_url=address,
                locale="id-ID",
                timezone_id="Asia/Jakarta",
                color_scheme=theme,
                reduced_motion="reduce",
                viewport={"width": look.width, "height": look.height},
                device_scale_factor=look.scale,
            ) as context:
                if logged_in:
                    log_in(context, person)
                page = context.new_page()
                for screen in SCREENS:
                    if screen.logged_in is logged_in:
                        show(page, screen, shown_id)
                        yield f"{screen.name}-{look.width}-{theme}", page.screenshot()


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with running_service(**NO_LIMITS) as service, chromium() as browser:
        person = registered(service, "rina")
        for name, png in taken(browser, service.address, person, filled(person)):
            target = PICTURES / f"{name}.webp"
            Image.open(io.BytesIO(png)).save(target, "WEBP", quality=WEBP_QUALITY, method=6)
            sys.stdout.write(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
