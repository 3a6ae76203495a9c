"""Files that programs sent, on the account: shown only where there are some, taken away and deleted."""

from playwright.sync_api import Page, expect

from bench.people import Person
from tests.browser.axe import violations
from tests.browser.conftest import RECEIPT


def test_files_are_shown_downloaded_and_deleted(persons_page: Page, person: Person) -> None:
    persons_page.goto("/akun")
    expect(persons_page.locator("#pembersihan")).to_be_visible()
    expect(persons_page.locator("#berkas")).to_have_count(0)
    person.call("POST", "/api/upload", [("logo.jpg", RECEIPT.read_bytes())]).raise_for_status()
    persons_page.reload()
    files = persons_page.locator("#berkas")
    with persons_page.expect_download() as taken:
        files.get_by_role("link", name="Unduh logo.jpg").click()
    assert taken.value.path().read_bytes() == RECEIPT.read_bytes()
    assert violations(persons_page) == {}
    files.get_by_role("button", name="Hapus logo.jpg").click()
    expect(persons_page.get_by_text("logo.jpg dihapus")).to_be_visible()
    expect(files).to_have_count(0)


def test_the_first_page_says_what_a_document_costs(persons_page: Page) -> None:
    persons_page.goto("/")
    expect(persons_page.get_by_text("1 kredit per dokumen, kembali kalau gagal dibaca")).to_be_visible()
