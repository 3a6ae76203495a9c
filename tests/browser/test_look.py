"""How it looks: language and theme change in place, no rule of WCAG is broken, nothing runs off a phone's side."""

import pytest
from playwright.sync_api import Page, expect

from bench.chromium import settled
from bench.people import Person
from tests.browser.axe import violations
from tests.browser.conftest import NewContext

WIDTHS = (1280, 390, 360)
SCREENS = {"/masuk": "Masuk", "/": "Halo", "/dokumen": "Dokumen", "/latih": "Belajar", "/akun": "Akun"}
"""Address → a word of its heading."""


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, new_context: NewContext, reader: Person, receipt_id: str) -> Page:
    """Each screen, with the receipt in its lists, when it has loaded."""
    assert receipt_id
    path = str(request.param)
    page = new_context(None if path == "/masuk" else reader).new_page()
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_contain_text(SCREENS[path])
    settled(page)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(screen: Page, theme: str) -> None:
    screen.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    expect(screen.locator("html")).to_have_attribute("data-theme", theme)
    for width in WIDTHS:
        screen.set_viewport_size({"width": width, "height": 800})
        assert violations(screen) == {}, width


def test_nothing_runs_off_the_side_of_a_small_phone(screen: Page) -> None:
    screen.set_viewport_size({"width": 360, "height": 640})
    assert screen.evaluate("document.documentElement.scrollWidth") == 360


def test_language_and_theme_change_without_loading_the_page_again(persons_page: Page) -> None:
    persons_page.goto("/akun")
    persons_page.evaluate("window.stillHere = true")
    persons_page.get_by_role("radio", name="Inggris").check()
    expect(persons_page.get_by_role("heading", name="Account", exact=True)).to_be_visible()
    expect(persons_page.locator("html")).to_have_attribute("lang", "en")
    persons_page.get_by_role("radio", name="Dark").check()
    expect(persons_page.locator("html")).to_have_attribute("data-theme", "dark")
    assert persons_page.evaluate("window.stillHere")


def test_language_and_theme_are_remembered(persons_page: Page) -> None:
    persons_page.goto("/akun")
    persons_page.get_by_role("radio", name="Inggris").check()
    persons_page.get_by_role("radio", name="Dark").check()
    expect(persons_page.locator("html")).to_have_attribute("data-theme", "dark")
    persons_page.reload()
    expect(persons_page.get_by_role("heading", name="Account", exact=True)).to_be_visible()
    expect(persons_page.locator("html")).to_have_attribute("data-theme", "dark")
