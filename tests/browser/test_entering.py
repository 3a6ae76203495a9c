"""Coming in: log in by keyboard alone, register, and what a wrong password is answered."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from bench.people import Person
from tests.browser.conftest import NewContext


def test_somebody_logs_in_with_the_keyboard_alone(page: Page, person: Person) -> None:
    page.goto("/dokumen")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.get_by_label("E-mail atau nama pengguna").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(person.password)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/dokumen")
    expect(page.get_by_role("heading", name="Dokumen", exact=True)).to_be_visible()


def test_typing_can_begin_and_everything_of_the_login_is_reached_by_tab(page: Page) -> None:
    page.goto("/masuk")
    expect(page.get_by_label("E-mail atau nama pengguna")).to_be_focused()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert [name for name in reached if name in ("password", "Masuk", "Buat akun")] == [
        "password",
        "Masuk",
        "Buat akun",
    ]


def test_somebody_registers_and_is_in(page: Page) -> None:
    name = f"u{uuid4().hex[:12]}"
    page.goto("/masuk")
    page.get_by_role("link", name="Buat akun").click()
    page.get_by_label("E-mail").fill(f"{name}@contoh.id")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi", exact=True).fill("rahasia-sekali")
    page.get_by_role("button", name="Buat akun").click()
    expect(page).to_have_url("/")
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_wrong_password_says_so_and_what_was_typed_stays(page: Page, person: Person) -> None:
    page.goto("/masuk")
    page.get_by_label("E-mail atau nama pengguna").fill(person.email)
    page.get_by_label("Kata sandi", exact=True).fill("bukan-itu")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("kata sandi")
    expect(page.get_by_label("E-mail atau nama pengguna")).to_have_value(person.email)


def test_who_logs_out_has_to_log_in_again_for_every_page(persons_page: Page) -> None:
    persons_page.goto("/akun")
    persons_page.get_by_role("button", name="Keluar").first.click()
    expect(persons_page.get_by_role("heading", name="Masuk")).to_be_visible()
    persons_page.goto("/akun")
    expect(persons_page).to_have_url("/masuk?ke=%2Fakun")


def test_a_document_of_somebody_else_is_not_found(new_context: NewContext, person: Person, receipt_id: str) -> None:
    page = new_context(person).new_page()
    page.goto(f"/dokumen/{receipt_id}")
    expect(page.get_by_role("alert")).to_contain_text("tidak ditemukan", ignore_case=True)
    expect(page.get_by_text("SUMBER REJEKI")).to_have_count(0)


def test_the_owner_finds_it(new_context: NewContext, reader: Person, receipt_id: str) -> None:
    page = new_context(reader).new_page()
    page.goto(f"/dokumen/{receipt_id}")
    expect(page.get_by_text("SUMBER REJEKI").first).to_be_visible()
