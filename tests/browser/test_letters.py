"""Letters lead back to our pages: an address is proven and a forgotten password replaced, by a real mail server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bench.people import created
from bench.service import Service, running_service
from tests.browser.axe import violations
from tests.browser.conftest import NewContext
from tests.integration import mailbox
from tests.integration.mailbox import Mailbox

ADDRESS, PASSWORD, NEW = "siti@contoh.id", "rahasia-sekali", "kuda-nil-biru"


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    with mailbox.running() as started:
        yield started


@pytest.fixture(scope="module")
def service(box: Mailbox) -> Iterator[Service]:
    """One where an address has to be proven before the first login."""
    letters = {"SMTP_URL": box.url, "MAIL_FROM": "OCR.WTF <no-reply@contoh.id>", "REGISTRATION": "verified"}
    with running_service(OCR_PROCESSES="1", **letters) as service:
        created(service, "pemilik@contoh.id").client.close()
        yield service


def log_in(page: Page, password: str, address: str = ADDRESS) -> None:
    page.goto("/masuk")
    page.get_by_label("E-mail atau nama pengguna").fill(address)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.keyboard.press("Enter")


def forget(page: Page, name: str) -> None:
    page.goto("/masuk")
    page.get_by_role("link", name="Lupa kata sandi?").click()
    expect(page.get_by_role("heading", name="Lupa kata sandi?")).to_be_visible()
    page.get_by_label("E-mail atau nama pengguna").fill(name)
    page.get_by_role("button", name="Kirim tautan").click()
    expect(page.get_by_text(f"Kalau “{name}” punya akun")).to_be_visible()


def test_a_newcomer_proves_the_address_then_forgets_the_password_and_gets_in_again(
    page: Page, box: Mailbox, service: Service
) -> None:
    register(page)
    log_in(page, PASSWORD)
    expect(page.get_by_text("E-mail belum dibuktikan")).to_be_visible()
    page.goto(mailbox.link_in(box.waited_for(ADDRESS)))
    page.get_by_role("button", name="Ini e-mail saya").click()
    expect(page.get_by_text("e-mail Anda sudah terbukti")).to_be_visible()
    log_in(page, PASSWORD)
    expect(page).to_have_url(f"{service.address}/")
    page.goto("/akun")
    expect(page.get_by_text("Terbukti")).to_be_visible()
    page.get_by_role("button", name="Keluar").first.click()
    expect(page).to_have_url(re.compile("/masuk"))
    set_new_password(page, box)
    log_in(page, NEW)
    expect(page).to_have_url(f"{service.address}/")


def register(page: Page, address: str = ADDRESS) -> None:
    page.goto("/masuk?daftar=1")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Nama pengguna").fill(address.partition("@")[0])
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Kami mengirim surat ke {address}")).to_be_visible()


def set_new_password(page: Page, box: Mailbox) -> None:
    before = len(box.to(ADDRESS))
    forget(page, ADDRESS)
    link = mailbox.link_in(box.waited_for(ADDRESS, before + 1))
    page.goto(link)
    expect(page.get_by_role("heading", name="Kata sandi baru")).to_be_visible()
    assert page.url.endswith("/masuk")  # the secret has left the address bar
    page.get_by_label("Kata sandi baru").fill("password123")
    page.get_by_role("button", name="Simpan kata sandi").click()
    expect(page.get_by_text("mudah ditebak")).to_be_visible()
    page.get_by_label("Kata sandi baru").fill(NEW)
    page.get_by_role("button", name="Simpan kata sandi").click()
    expect(page.get_by_text("Kata sandi baru tersimpan")).to_be_visible()
    page.goto("/")
    page.goto(link)
    page.get_by_label("Kata sandi baru").fill(NEW)
    page.get_by_role("button", name="Simpan kata sandi").click()
    expect(page.get_by_text("Tautan ini tidak berlaku lagi")).to_be_visible()
    expect(page.get_by_role("link", name="Minta tautan baru")).to_be_visible()


def test_who_is_signed_in_may_come_by_a_letter_and_then_is_where_one_was(
    page: Page, box: Mailbox, service: Service
) -> None:
    assert box
    register(page, "budi@contoh.id")
    page.goto(mailbox.link_in(box.waited_for("budi@contoh.id")))
    page.get_by_role("button", name="Ini e-mail saya").click()
    page.get_by_role("link", name="Lanjut").click()
    log_in(page, PASSWORD, "budi@contoh.id")
    expect(page).to_have_url(f"{service.address}/")
    page.goto("/masuk?lupa=1")
    expect(page.get_by_role("button", name="Kirim tautan")).to_be_visible()
    page.get_by_role("link", name="Kembali").click()
    expect(page).to_have_url(f"{service.address}/")


def test_password_and_address_are_changed_on_the_accounts_page(page: Page, box: Mailbox, service: Service) -> None:
    log_in(page, PASSWORD, "budi@contoh.id")
    expect(page).to_have_url(f"{service.address}/")
    page.goto("/akun")
    page.get_by_role("button", name="Ganti kata sandi").click()
    page.get_by_label("Kata sandi sekarang").fill(PASSWORD)
    page.get_by_label("Kata sandi baru").fill(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Semua perangkat lain dikeluarkan")).to_be_visible()
    page.get_by_role("button", name="Ganti e-mail").click()
    page.get_by_label("E-mail baru").fill("budi.baru@contoh.id")
    page.get_by_label("Kata sandi sekarang").fill(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Surat dikirim ke budi.baru@contoh.id")).to_be_visible()
    page.goto(mailbox.link_in(box.waited_for("budi.baru@contoh.id")))
    page.get_by_role("button", name="Ini e-mail saya").click()
    page.get_by_role("link", name="Lanjut").click()
    expect(page.get_by_text("budi.baru@contoh.id").first).to_be_visible()


@pytest.mark.parametrize("path", ["/masuk?lupa=1", "/masuk#sandi=x", "/masuk#surel=x"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken_where_letters_lead(new_context: NewContext, path: str, theme: str) -> None:
    page = new_context(color_scheme=theme).new_page()
    page.goto(path)
    expect(page.get_by_role("link", name="Kembali ke halaman masuk")).to_be_visible()
    for width in (1280, 390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == {}, width
        assert page.evaluate("document.documentElement.scrollWidth") == width
