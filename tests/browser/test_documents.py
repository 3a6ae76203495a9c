"""The list of documents: found by their words, chosen, taken, deleted, by keyboard alone, and kept up with live."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.people import Person
from tests.browser.conftest import RECEIPT, SCAN_SECONDS, NewContext
from tests.browser.test_uploads import note


@pytest.fixture
def documents(new_context: NewContext, reader: Person, receipt_id: str) -> Page:
    """The list of somebody with one document, which nobody may change."""
    assert receipt_id
    page = new_context(reader).new_page()
    page.goto("/dokumen")
    expect(page.get_by_role("link", name=RECEIPT.name)).to_be_visible()
    return page


def uploaded(person: Person, *names: str) -> list[str]:
    """Documents that have been read or not, whatever: they are there."""
    sent = person.upload(*((name, note()) for name in names)).raise_for_status()
    return [item["id"] for item in sent.json()["items"]]


def test_words_are_found_while_they_are_typed_and_lead_to_their_place(documents: Page, receipt_id: str) -> None:
    documents.keyboard.press("/")
    documents.keyboard.type("tota")
    expect(documents.locator("mark").first).to_have_text("TOTAL", ignore_case=True)
    documents.locator("mark").first.click()
    expect(documents).to_have_url(f"/dokumen/{receipt_id}?halaman=1&cari=tota")


def test_going_back_finds_the_search_as_it_was_left(documents: Page, receipt_id: str) -> None:
    documents.keyboard.press("/")
    documents.keyboard.type("tota")
    documents.locator("mark").first.click()
    expect(documents).to_have_url(f"/dokumen/{receipt_id}?halaman=1&cari=tota")
    documents.go_back()
    expect(documents).to_have_url("/dokumen?cari=tota")
    expect(documents.get_by_role("searchbox")).to_have_value("tota")
    expect(documents.locator("mark").first).to_be_visible()


def test_what_is_nowhere_says_so_and_offers_all_again(documents: Page) -> None:
    documents.goto("/dokumen?cari=zzzzzzzz")
    expect(documents.get_by_text("Tidak ada yang cocok dengan “zzzzzzzz”")).to_be_visible()
    documents.get_by_role("button", name="Tampilkan semua").click()
    expect(documents.get_by_role("link", name=RECEIPT.name)).to_be_visible()
    expect(documents).to_have_url("/dokumen")


def test_filters_stand_in_the_address(documents: Page) -> None:
    documents.get_by_role("radio", name="Gagal").check()
    documents.get_by_label("Kapan dikirim").select_option("7")
    expect(documents).to_have_url("/dokumen?status=gagal&hari=7")
    documents.reload()
    expect(documents.get_by_role("radio", name="Gagal")).to_be_checked()
    expect(documents.get_by_text("Tidak ada dokumen seperti itu")).to_be_visible()


def test_the_chosen_ones_come_as_a_workbook(documents: Page) -> None:
    documents.get_by_role("checkbox", name=f"Pilih {RECEIPT.name}").check()
    with documents.expect_download() as download:
        documents.get_by_role("button", name="Unduh Excel").click()
    book = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert "xl/workbook.xml" in book.namelist()


def test_the_chosen_ones_come_as_an_archive(documents: Page) -> None:
    documents.get_by_role("checkbox", name=f"Pilih {RECEIPT.name}").check()
    with documents.expect_download() as download:
        documents.get_by_role("button", name="Unduh ZIP").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert archive.namelist() == [f"{RECEIPT.stem}.txt", f"{RECEIPT.stem}.json"]


def test_a_document_is_deleted_by_keyboard_alone_and_the_focus_stays_in_the_list(
    persons_page: Page, person: Person
) -> None:
    uploaded(person, "satu.png", "dua.png")
    persons_page.goto("/dokumen")
    first = persons_page.locator("[data-row]").first
    name = first.get_by_role("link").get_attribute("title") or ""
    persons_page.keyboard.press("j")
    persons_page.keyboard.press("Delete")
    expect(persons_page.get_by_role("dialog")).to_contain_text(name)
    for key in ("Tab", "Tab", "Enter"):
        persons_page.keyboard.press(key)
    expect(persons_page.locator("[data-row]")).to_have_count(1)
    expect(first.get_by_role("link")).to_be_focused()


def test_shift_chooses_all_in_between(persons_page: Page, person: Person) -> None:
    uploaded(person, "satu.png", "dua.png", "tiga.png")
    persons_page.goto("/dokumen")
    expect(persons_page.get_by_role("checkbox")).to_have_count(3)
    persons_page.get_by_role("checkbox").first.check()
    persons_page.get_by_role("checkbox").last.click(modifiers=["Shift"])
    expect(persons_page.get_by_text("3 dipilih")).to_be_visible()


def test_chosen_ones_are_held_are_found_by_that_and_let_go(persons_page: Page, person: Person) -> None:
    ids = uploaded(person, "satu.png", "dua.png")
    persons_page.goto("/dokumen")
    persons_page.get_by_role("checkbox", name="Pilih satu.png").check()
    persons_page.get_by_role("button", name="Tahan 1").click()
    expect(persons_page.locator(f"[data-row='{ids[0]}']")).to_contain_text("Ditahan")
    persons_page.get_by_role("radio", name="Ditahan").check(force=True)
    expect(persons_page.locator("[data-row]")).to_have_count(1)
    persons_page.get_by_role("checkbox").check()
    persons_page.get_by_role("button", name="Lepas 1").click()
    expect(persons_page.get_by_text("Tidak ada dokumen seperti itu")).to_be_visible()


def test_what_happens_elsewhere_is_seen_and_what_is_chosen_stays(persons_page: Page, person: Person) -> None:
    uploaded(person, "satu.png")
    persons_page.goto("/dokumen")
    persons_page.get_by_role("checkbox").check()
    (new,) = uploaded(person, "dua.png")
    expect(persons_page.locator("[data-row]").first).to_contain_text("dua.png")
    expect(persons_page.get_by_role("checkbox", name="Pilih satu.png")).to_be_checked()
    person.wait_for(new, SCAN_SECONDS)
    expect(persons_page.locator("[data-row]").first).not_to_contain_text("Menunggu")
    person.call("DELETE", f"/api/scans/{new}").raise_for_status()
    expect(persons_page.locator("[data-row]")).to_have_count(1)


def test_coming_back_finds_the_list_where_it_was_left(persons_page: Page, person: Person) -> None:
    uploaded(person, *(f"{n}.png" for n in range(8)))
    persons_page.set_viewport_size({"width": 900, "height": 400})
    persons_page.goto("/dokumen")
    persons_page.locator("[data-row] a").last.scroll_into_view_if_needed()
    place = persons_page.evaluate("scrollY")
    persons_page.locator("[data-row] a").last.click()
    expect(persons_page).not_to_have_url("/dokumen")
    persons_page.go_back()
    expect(persons_page.locator("[data-row]")).to_have_count(8)
    assert persons_page.evaluate("scrollY") == place > 0


def test_the_shortcuts_are_told_by_a_question_mark(documents: Page) -> None:
    documents.keyboard.press("?")
    expect(documents.get_by_role("dialog", name="Pintasan papan tik")).to_be_visible()
    documents.keyboard.press("Escape")
    expect(documents.get_by_role("dialog")).to_have_count(0)


def test_who_is_there_and_the_list_are_asked_at_once_and_once(
    new_context: NewContext, reader: Person, receipt_id: str
) -> None:
    page = new_context(reader).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/api/")[2]))
    page.route("**/api/events", lambda _: None)  # with its first word the list is asked for anew, rightly
    page.goto("/dokumen")
    expect(page.locator(f"[data-row='{receipt_id}']")).to_be_visible()
    early = [address for address in asked if address in ("auth/session", "scans?limit=50")]
    assert early == ["auth/session", "scans?limit=50"]
    assert asked.index(early[1]) == asked.index(early[0]) + 1


def test_of_nobody_no_list_is_asked_once_that_is_known(page: Page) -> None:
    asked: list[str] = []
    page.goto("/masuk")
    expect(page.get_by_label("Kata sandi", exact=True)).to_be_visible()
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/dokumen")
    expect(page.get_by_label("Kata sandi", exact=True)).to_be_visible()
    assert not [address for address in asked if "/api/scans" in address]
