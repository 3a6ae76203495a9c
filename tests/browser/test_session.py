"""Being signed in: in all tabs at once, until it ends, and then back to where one was."""

import json

import pytest
from playwright.sync_api import Page, expect

from bench.people import Person
from tests.browser.conftest import NewContext


def fill_in(page: Page, person: Person) -> None:
    page.get_by_label("E-mail atau nama pengguna").fill(person.email)
    page.get_by_label("Kata sandi", exact=True).fill(person.password)
    page.keyboard.press("Enter")


def test_tabs_sign_out_and_in_together(new_context: NewContext, person: Person) -> None:
    context = new_context(person)
    one, other = context.new_page(), context.new_page()
    one.goto("/akun")
    other.goto("/dokumen")
    one.get_by_role("button", name="Keluar").first.click()
    expect(other.get_by_text("Anda keluar di tab lain")).to_be_visible()
    expect(one.get_by_text("Anda sudah keluar")).to_be_visible()
    fill_in(one, person)
    expect(one).to_have_url("/")
    expect(other).to_have_url("/dokumen")


def test_a_session_that_is_ended_from_afar_leads_back_to_where_one_was(persons_page: Page, person: Person) -> None:
    persons_page.goto("/akun#kredit")
    expect(persons_page.get_by_text("Pengisian harian")).to_be_visible()
    person.call("DELETE", "/api/auth/sessions").raise_for_status()
    persons_page.get_by_label("Zona waktu").select_option("Asia/Makassar")
    expect(persons_page.get_by_text("Sesi Anda berakhir")).to_be_visible()
    fill_in(persons_page, person)
    expect(persons_page).to_have_url("/akun#kredit")


@pytest.mark.parametrize("file", ["Inside", "inside", "Dokumen"])
def test_a_script_that_does_not_come_is_said_and_comes_when_it_is_loaded_anew(persons_page: Page, file: str) -> None:
    """That of the frame around the pages, of what they share, and of the page."""
    script = f"**/assets/{file}-*.js"
    persons_page.route(script, lambda route: route.abort("internetdisconnected"))
    persons_page.goto("/dokumen")
    expect(persons_page.get_by_text("Halaman ini gagal dimuat")).to_be_visible()
    persons_page.unroute(script)
    persons_page.get_by_role("button", name="Muat ulang").click()
    expect(persons_page.get_by_role("heading", name="Dokumen", level=1)).to_be_visible()


def test_a_link_to_elsewhere_is_not_followed_after_signing_in(page: Page, person: Person) -> None:
    page.goto("/masuk?ke=//contoh.id/akun")
    fill_in(page, person)
    expect(page).to_have_url("/")


def test_too_many_tries_are_counted_down_and_then_possible_again(page: Page, person: Person) -> None:
    refusal = {"type": "/problems/too-many-requests", "title": "Terlalu banyak permintaan", "detail": "", "status": 429}
    page.clock.install()
    page.goto("/masuk")
    headers = {"Retry-After": "65", "Content-Type": "application/problem+json"}
    page.route("**/login", lambda route: route.fulfill(status=429, headers=headers, body=json.dumps(refusal)))
    fill_in(page, person)
    expect(page.get_by_role("button", name="Tunggu 1:0")).to_be_disabled()
    page.unroute("**/login")
    page.clock.fast_forward(65_000)
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url("/")


def test_where_registration_is_closed_the_login_says_whom_to_ask(page: Page) -> None:
    page.route("**/api/config", lambda route: route.fulfill(json=route.fetch().json() | {"registration": "closed"}))
    page.goto("/masuk?daftar=1")
    expect(page.get_by_text("Pendaftaran di sini ditutup")).to_be_visible()
    expect(page.get_by_role("link", name="Buat akun")).to_have_count(0)
