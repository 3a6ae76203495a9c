"""What is typed and not understood is said where it is typed; who goes on is told what is left unchecked."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.people import Person
from tests.browser.conftest import RECEIPT, SCAN_SECONDS, NewContext


@pytest.fixture
def desk(new_context: NewContext, person: Person) -> Page:
    """The receipt, opened on what is in doubt first."""
    accepted = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    scan = person.wait_for(accepted["items"][0]["id"], SCAN_SECONDS)
    page = new_context(person).new_page()
    page.goto(f"/dokumen/{scan['id']}")
    expect(page.locator("#kata")).to_be_focused()
    return page


def test_a_value_that_is_not_understood_is_kept_and_said(desk: Page) -> None:
    desk.locator("[data-field='issued_on']").click()
    desk.keyboard.type("besok")
    desk.keyboard.press("Enter")
    row = desk.locator("[data-field='issued_on']")
    expect(row).to_contain_text("besok")
    expect(row).to_contain_text("Bukan tanggal")
    expect(desk.get_by_text("Tanggal “besok” tersimpan apa adanya.")).to_be_visible()
    expect(desk.locator(".review li.bad").first).to_contain_text("Bukan tanggal")


def test_who_goes_on_is_told_what_is_left_and_may_come_back(desk: Page) -> None:
    address = desk.url
    left = desk.locator("header.head .pill").inner_text().split()[0]
    desk.get_by_role("button", name="Simpan & selesai").click()
    expect(desk).to_have_url(re.compile(r"/dokumen$|/$"))
    expect(desk.get_by_text(f"{left} di Struk 000482 belum dicek.")).to_be_visible()
    desk.get_by_role("button", name="Kembali", exact=True).click()
    expect(desk).to_have_url(address)


def test_a_total_that_is_no_number_is_said_at_its_field_and_filters_nothing(persons_page: Page) -> None:
    persons_page.goto("/dokumen?total-dari=5000")
    least = persons_page.get_by_label("Paling sedikit")
    expect(least).to_have_value("5000")
    least.fill("lima ribu")
    least.press("Enter")
    expect(least).to_have_value("lima ribu")
    expect(least).to_have_attribute("aria-invalid", "true")
    expect(persons_page.get_by_text("“lima ribu” bukan angka")).to_be_visible()
    expect(persons_page).not_to_have_url(re.compile("total-dari"))
    least.fill("1.250.000")
    least.press("Enter")
    expect(persons_page).to_have_url(re.compile("total-dari=1250000"))
    expect(persons_page.get_by_text("bukan angka")).to_have_count(0)
