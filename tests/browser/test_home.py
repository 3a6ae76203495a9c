"""The first page: what was done by day, and what waits behind each of its figures."""

from playwright.sync_api import Page, expect

from bench.people import Person
from tests.browser.conftest import RECEIPT, SCAN_SECONDS, NewContext


def at_home(new_context: NewContext, reader: Person) -> Page:
    page = new_context(reader, timezone_id="Asia/Jakarta").new_page()
    page.goto("/")
    return page


def test_the_week_ends_with_today_and_what_was_done(new_context: NewContext, reader: Person, receipt_id: str) -> None:
    assert receipt_id
    page = at_home(new_context, reader)
    week = page.locator("section", has=page.get_by_role("heading", name="7 hari terakhir")).get_by_role("listitem")
    expect(week).to_have_count(7)
    expect(week.last).to_contain_text(": 1")
    expect(week.first).to_contain_text(": 0")


def test_the_next_cleanup_is_said_with_what_it_deletes(
    new_context: NewContext, reader: Person, receipt_id: str
) -> None:
    assert receipt_id
    page = at_home(new_context, reader)
    expect(page.get_by_text("Pembersihan berikutnya")).to_be_visible()
    expect(page.get_by_text("30 hari lagi · Tidak ada dokumen yang dihapus saat itu.")).to_be_visible()


def test_a_note_without_recipient_is_counted_and_found(new_context: NewContext, person: Person) -> None:
    sent = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()["items"][0]["id"]
    note = {"version": person.wait_for(sent, SCAN_SECONDS)["version"], "documentType": "delivery_note"}
    path = f"/api/scans/{sent}"
    person.client.patch(path, json=note, headers=person.authorization()).raise_for_status()
    page = at_home(new_context, person)
    page.get_by_role("link", name="1 surat jalan belum ada penerimanya").click()
    expect(page).to_have_url("/dokumen?status=belum-kembali")
    expect(page.get_by_role("radio", name="Belum kembali")).to_be_checked()
    expect(page.get_by_role("link", name="receipt.jpg")).to_be_visible()
