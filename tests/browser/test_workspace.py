"""A document on the desk: its words are corrected with the keyboard alone, saved by themselves, and kept."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from bench.people import Person
from tests.browser.axe import violations
from tests.browser.conftest import RECEIPT, SCAN_SECONDS, NewContext


@pytest.fixture
def scan_id(person: Person) -> str:
    accepted = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    return str(person.wait_for(accepted["items"][0]["id"], SCAN_SECONDS)["id"])


@pytest.fixture
def desk(new_context: NewContext, person: Person, scan_id: str) -> Page:
    """The document, opened on a doubtful word of its text, whose input has the focus."""
    page = new_context(person).new_page()
    page.goto(f"/dokumen/{scan_id}")
    page.get_by_role("tab", name="Teks").click()
    page.locator(".word.doubtful", has_text="x").first.click()
    expect(page.locator("#kata")).to_be_focused()
    return page


def test_what_is_typed_is_saved_and_undone_with_a_key(desk: Page, person: Person, scan_id: str) -> None:
    desk.keyboard.type("KOREKSI")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Tersimpan")).to_be_visible()
    assert "KOREKSI" in person.scan(scan_id)["extractedText"]
    with desk.expect_response(lambda answer: answer.request.method == "PATCH"):
        desk.keyboard.press("Control+z")
    expect(desk.locator(".word", has_text="KOREKSI")).to_have_count(0)
    assert "KOREKSI" not in person.scan(scan_id)["extractedText"]


def test_what_was_typed_and_not_accepted_is_there_still_after_going_away_and_back(desk: Page) -> None:
    desk.keyboard.type("SETENGAH")
    desk.get_by_role("link", name="Beranda").click()
    expect(desk).to_have_url("/")
    desk.go_back()
    expect(desk.locator("#kata")).to_have_value("SETENGAH")


def test_a_word_is_marked_in_the_picture_while_it_is_pointed_at_in_the_text(desk: Page) -> None:
    expect(desk.locator(".pen polygon")).to_have_count(0)
    desk.locator(".word.sure").first.hover()
    expect(desk.locator(".pen polygon")).to_have_count(1)


def test_what_was_said_as_the_session_ended_is_saved_after_the_next_login(
    desk: Page, person: Person, scan_id: str
) -> None:
    desk.context.clear_cookies()
    desk.keyboard.type("SESI")
    desk.keyboard.press("Enter")
    desk.get_by_label("E-mail atau nama pengguna").fill(person.email)
    desk.get_by_label("Kata sandi", exact=True).fill(person.password)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"/dokumen/{scan_id}")
    expect(desk.get_by_text("Tersimpan")).to_be_visible()
    assert "SESI" in person.scan(scan_id)["extractedText"]


def by_a_colleague(person: Person, scan_id: str, key: str) -> None:
    """A word is corrected elsewhere; `key` is the page's "page:line:word"."""
    page, line, word = map(int, key.split(":"))
    change = {
        "version": person.scan(scan_id)["version"],
        "words": [{"page": page, "line": line, "word": word, "text": "REKAN"}],
    }
    person.client.patch(f"/api/scans/{scan_id}", json=change, headers=person.authorization()).raise_for_status()


def test_a_colleagues_correction_of_the_same_word_stays_and_is_told(desk: Page, person: Person, scan_id: str) -> None:
    key = desk.locator(".word.now").get_attribute("data-key") or ""

    def overtake(route: Route) -> None:
        by_a_colleague(person, scan_id, key)
        route.continue_()

    desk.route(f"**/api/scans/{scan_id}", overtake, times=1)
    desk.keyboard.type("SAYA")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("diubah orang lain")).to_contain_text("“SAYA”, kini “REKAN”")
    expect(desk.locator(f"[data-key='{key}']")).to_have_text("REKAN")


def test_a_colleagues_correction_is_seen_at_once(desk: Page, person: Person, scan_id: str) -> None:
    by_a_colleague(person, scan_id, "1:0:0")
    expect(desk.locator("[data-key='1:0:0']")).to_have_text("REKAN")


@pytest.mark.parametrize(
    ("what", "start"),
    [("PDF yang bisa dicari", b"%PDF"), ("Isian dan barang (Excel)", b"PK"), ("Isian (.csv)", b"\xef\xbb")],
)
def test_a_document_is_taken_along(
    new_context: NewContext, reader: Person, receipt_id: str, what: str, start: bytes
) -> None:
    page = new_context(reader).new_page()
    page.goto(f"/dokumen/{receipt_id}")
    page.get_by_role("button", name="Unduh").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=what).click()
    assert Path(download.value.path()).read_bytes().startswith(start)
    assert download.value.suggested_filename.startswith("receipt.")


def test_a_document_is_followed_while_it_is_read(new_context: NewContext, person: Person) -> None:
    page = new_context(person).new_page()
    accepted = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    page.goto(f"/dokumen/{accepted['items'][0]['id']}")
    expect(page.get_by_role("button", name="Batalkan pembacaan")).to_be_visible()
    expect(page.locator("#kata")).to_be_visible(timeout=SCAN_SECONDS * 1000)


def test_a_page_is_turned_and_its_marks_with_it(desk: Page, person: Person, scan_id: str) -> None:
    upright = desk.locator(".sheet").bounding_box() or {"width": 0, "height": 0}
    assert upright["height"] > upright["width"]
    desk.get_by_role("button", name="Putar 90°").click()
    expect(desk.locator(".sheet img").first).to_be_visible()
    desk.wait_for_function(
        "() => { const s = document.querySelector('.sheet'); return s.clientWidth > s.clientHeight }"
    )
    assert person.scan(scan_id)["pages"][0]["rotation"] == 90


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken_in_any_tab(desk: Page, theme: str) -> None:
    desk.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for width in (1280, 390, 360):
        desk.set_viewport_size({"width": width, "height": 800})
        for tab in ("Isian", "Barang", "Teks", "Riwayat"):
            desk.get_by_role("tab", name=tab).click()
            assert violations(desk) == {}, (width, tab)
        assert desk.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (360, 640)])
def test_a_document_fills_the_window_and_no_more(desk: Page, width: int, height: int) -> None:
    desk.set_viewport_size({"width": width, "height": height})
    for tab in ("Isian", "Barang", "Teks", "Riwayat"):
        desk.get_by_role("tab", name=tab).click()
        assert desk.evaluate("document.documentElement.scrollHeight") == height, tab
