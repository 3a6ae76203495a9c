"""A Chromium that a program drives: the machine's own, for Playwright would download one."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bench.people import Person
from scripts import chromium as installed

QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""It talks to nobody but the service, so that what is measured and watched is ours."""

DEVICE = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
"""What sessions made here are listed as."""

PATIENCE_MS = 60_000.0
PICTURES = """
Promise.all([document.fonts.ready, ...[...document.images]
  .filter((image) => image.getBoundingClientRect().top < innerHeight)
  .map((image) => image.decode().catch(() => image))])
"""


class NoChromiumError(Exception):
    def __init__(self) -> None:
        super().__init__(installed.MISSING)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises NoChromiumError."""
    path = installed.find()
    if not path:
        raise NoChromiumError
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def log_in(context: BrowserContext, person: Person) -> None:
    """The context gets the cookie of a session that the person opened from their own address."""
    name, value = person.open_session(DEVICE).partition(";")[0].split("=", 1)
    context.add_cookies(
        [{"name": name, "value": value, "url": person.service.address, "httpOnly": True, "sameSite": "Lax"}]
    )


def settled(page: Page) -> None:
    """Wait for all that a person sees at first. Not for the network: a page that listens for events is never idle."""
    expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".spinner, .skeleton")).to_have_count(0, timeout=PATIENCE_MS)
    page.evaluate(PICTURES)
