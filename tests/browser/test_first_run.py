"""The first account: the page says where the link stands, and the link makes the account and leaves no trace."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.service import Service, running_service


@pytest.fixture(scope="module")
def untouched() -> Iterator[Service]:
    """A service that nobody has ever used."""
    with running_service(OCR_PROCESSES="1") as service:
        yield service


@pytest.fixture
def context(untouched: Service, browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=untouched.address, locale="id-ID", timezone_id="Asia/Makassar") as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_who_comes_without_the_link_is_told_where_it_stands(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Tinggal satu langkah")).to_be_visible()
    expect(page.get_by_text("make run")).to_be_visible()


def test_the_link_makes_the_first_account_and_leaves_the_address_bar_at_once(page: Page, untouched: Service) -> None:
    token = (untouched.data_dir / "secrets" / "first-run").read_text().strip()
    page.goto(f"/masuk#awal={token}")
    expect(page.get_by_role("heading", name="Selamat datang")).to_be_visible()
    assert page.url == f"{untouched.address}/masuk"
    page.get_by_label("E-mail").fill("pemilik@contoh.id")
    page.get_by_label("Nama pengguna").fill("pemilik")
    page.get_by_label("Kata sandi", exact=True).fill("rahasia-sekali")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{untouched.address}/")
    page.goto("/akun")
    expect(page.get_by_label("Zona waktu")).to_have_value("Asia/Makassar")
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    page.goto(f"/masuk#awal={token}")
    expect(page.get_by_text("Tautan itu sudah terpakai")).to_be_visible()
