"""The way out: the archive first, then the end, with a receipt in the hand."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from bench.chromium import settled
from bench.people import Person
from tests.browser.axe import violations
from tests.browser.conftest import RECEIPT, SCAN_SECONDS


def sent(person: Person) -> str:
    """The person's document, once it has been read."""
    accepted = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    scan_id = str(accepted["items"][0]["id"])
    person.wait_for(scan_id, SCAN_SECONDS)
    return scan_id


def username(person: Person) -> str:
    return str(person.call("GET", "/api/users/me").raise_for_status().json()["username"])


def test_the_archive_is_made_downloaded_and_opens_as_a_page(persons_page: Page, person: Person, tmp_path: Path) -> None:
    sent(person)
    persons_page.goto("/akun#arsip")
    persons_page.get_by_role("button", name="Buat arsip").click()
    with persons_page.expect_download() as started:
        persons_page.get_by_role("link", name="Unduh arsip").click()
    with ZipFile(io.BytesIO(started.value.path().read_bytes())) as archive:
        archive.extractall(tmp_path)
    page = persons_page.context.browser.new_page()  # type: ignore[union-attr]  # a context has its browser
    page.goto(f"file://{tmp_path}/index.html")
    page.get_by_role("link", name="Dokumen 1").click()
    page.get_by_role("link", name=RECEIPT.name).click()
    expect(page.get_by_role("heading", name=RECEIPT.name)).to_be_visible()
    assert page.locator("img").evaluate_all("all => all.map(one => one.naturalWidth > 300)") == [True]
    page.close()


def test_an_account_is_deleted_with_a_receipt(persons_page: Page, person: Person) -> None:
    sent(person)
    name = username(person)
    persons_page.goto("/akun#hapus")
    persons_page.get_by_role("button", name="Hapus akun…").click()
    dialog = persons_page.get_by_role("dialog")
    expect(dialog).to_contain_text("Anda belum punya arsip")
    dialog.get_by_label(f"Ketik nama pengguna Anda: {name}").fill("orang lain")
    dialog.get_by_label("Kata sandi Anda").fill(person.password)
    dialog.get_by_role("button", name="Hapus untuk selamanya").click()
    expect(dialog).to_contain_text("Ketik persis")
    dialog.get_by_label(f"Ketik nama pengguna Anda: {name}").fill(name)
    dialog.get_by_role("button", name="Hapus untuk selamanya").click()
    expect(dialog.get_by_role("heading", name="Akun Anda sudah dihapus")).to_be_visible()
    assert violations(persons_page) == {}
    with persons_page.expect_download() as started:
        dialog.get_by_role("button", name="Unduh tanda terima").click()
    receipt = json.loads(started.value.path().read_text())
    assert receipt["documentCount"] == 1
    assert person.client.post("/api/receipts/check", json=receipt).json() == {"genuine": True}
    dialog.get_by_role("button", name="Selesai").click()
    expect(persons_page.get_by_role("heading", level=1)).to_contain_text("Masuk")
    assert person.client.get("/api/users/me").status_code == 401


def test_a_wrong_password_deletes_nothing(persons_page: Page, person: Person) -> None:
    persons_page.goto("/akun#hapus")
    persons_page.get_by_role("button", name="Hapus akun…").click()
    dialog = persons_page.get_by_role("dialog")
    dialog.get_by_label("Ketik nama pengguna Anda").fill(username(person))
    dialog.get_by_label("Kata sandi Anda").fill("bukan ini")
    dialog.get_by_role("button", name="Hapus untuk selamanya").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Kata sandi salah")
    assert violations(persons_page) == {}
    persons_page.keyboard.press("Escape")
    expect(persons_page.get_by_role("heading", name="Akun", exact=True)).to_be_visible()
    settled(persons_page)
