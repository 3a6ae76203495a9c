"""Webhooks on the account: made, tried, read about and removed, with a real server that is told by a real worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from standardwebhooks import Webhook

from bench.people import Person
from tests.browser.axe import violations
from tests.browser.conftest import RECEIPT, SCAN_SECONDS
from tests.integration.users.local_server import LocalServer, Said, running


@pytest.fixture
def receiver(webhook_port: int) -> Iterator[LocalServer]:
    with running(webhook_port) as server:
        server.answers["/ocr"] = lambda _: Said(status=204)
        yield server


@pytest.fixture
def section(persons_page: Page) -> Locator:
    persons_page.goto("/akun#webhook")
    return persons_page.locator("#webhook")


def make(page: Page, section: Locator, url: str) -> str:
    """Fill in the dialog; gives the secret that is shown."""
    section.get_by_role("button", name="Buat webhook").click()
    dialog = page.get_by_role("dialog", name="Buat webhook")
    dialog.get_by_label("Alamat").fill(url)
    dialog.get_by_role("button", name="Buat webhook").click()
    secret = page.get_by_role("status", name="Rahasia webhook").inner_text()
    page.get_by_role("button", name="Sudah disimpan").click()
    return secret


def told(receiver: LocalServer, secret: str) -> list[str]:
    """Kinds of what came; each is signed with that secret."""
    return [Webhook(secret).verify(asked.body, asked.headers)["type"] for asked in receiver.asked]


def test_a_server_is_connected_tried_and_told_of_a_document(
    persons_page: Page, person: Person, section: Locator, receiver: LocalServer
) -> None:
    expect(section.get_by_text("Belum ada webhook")).to_be_visible()
    secret = make(persons_page, section, f"{receiver.address}/ocr")
    section.get_by_role("button", name="Uji").click()
    expect(persons_page.get_by_text("Kiriman uji diterima: dijawab 204")).to_be_visible()
    person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status()
    with receiver.came:
        assert receiver.came.wait_for(lambda: "scan.completed" in told(receiver, secret), SCAN_SECONDS)
    section.get_by_role("button", name="Riwayat").click()
    log = persons_page.get_by_role("dialog", name="Riwayat")
    entry = log.locator("details", has_text="Dokumen selesai dibaca")
    entry.locator("summary").click()
    expect(entry.locator("pre")).to_contain_text(RECEIPT.name)
    assert violations(persons_page) == {}
    kinds = told(receiver, secret)
    assert (kinds[0], {"scan.created", "scan.completed"} - set(kinds)) == ("webhook.test", set())


def test_what_was_refused_is_said_and_sent_again_by_hand(
    persons_page: Page, section: Locator, receiver: LocalServer
) -> None:
    receiver.answers["/ocr"] = lambda _: Said(status=503)
    make(persons_page, section, f"{receiver.address}/ocr")
    section.get_by_role("button", name="Uji").click()
    expect(persons_page.get_by_text("Kiriman uji tidak diterima: dijawab 503")).to_be_visible()
    expect(section.get_by_text("Tidak diterima sejak")).to_be_visible()
    receiver.answers["/ocr"] = lambda _: Said(status=200)
    section.get_by_role("button", name="Riwayat").click()
    entry = persons_page.get_by_role("dialog", name="Riwayat").locator("details")
    entry.locator("summary").click()
    entry.get_by_role("button", name="Kirim ulang").click()
    expect(entry.get_by_text("Diterima")).to_be_visible()
    persons_page.get_by_role("button", name="Tutup").first.click()
    expect(section.get_by_text("Aktif", exact=True)).to_be_visible()


def test_an_address_within_is_refused_where_it_is_typed(persons_page: Page, section: Locator) -> None:
    section.get_by_role("button", name="Buat webhook").click()
    dialog = persons_page.get_by_role("dialog", name="Buat webhook")
    address = dialog.get_by_label("Alamat")
    dialog.get_by_role("button", name="Buat webhook").click()
    expect(dialog.get_by_text("Tulis alamat lengkap")).to_be_visible()
    address.fill("https://192.168.1.4/ocr")
    dialog.get_by_role("button", name="Buat webhook").click()
    expect(dialog.get_by_text("Pakai alamat https:// dengan nama domain publik, tanpa port")).to_be_visible()
    expect(address).to_be_focused()
    assert violations(persons_page) == {}


def test_it_is_switched_off_and_on_and_removed(persons_page: Page, section: Locator) -> None:
    make(persons_page, section, "https://erp.contoh.id/sebuah/alamat/yang/panjang/sekali/untuk/layar/kecil")
    section.get_by_role("button", name="Matikan").click()
    expect(section.get_by_text("Dimatikan")).to_be_visible()
    expect(section.get_by_role("button", name="Uji")).to_have_count(0)
    section.get_by_role("button", name="Aktifkan").click()
    expect(section.get_by_text("Aktif", exact=True)).to_be_visible()
    section.get_by_role("button", name="Hapus").click()
    persons_page.get_by_role("dialog").get_by_role("button", name="Hapus").click()
    expect(section.get_by_text("Belum ada webhook")).to_be_visible()
    persons_page.reload()
    expect(persons_page.locator("#catatan li").first).to_contain_text("menghapus webhook ke erp.contoh.id")
