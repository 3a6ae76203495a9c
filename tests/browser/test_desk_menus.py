"""What the menus and empty tabs of a document offer: links that can be revoked, tables, fields of older documents."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from bench.people import Person
from tests.browser.axe import violations
from tests.browser.conftest import RECEIPT, SCAN_SECONDS, NewContext


@pytest.fixture
def scan_id(person: Person) -> str:
    accepted = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    return str(person.wait_for(accepted["items"][0]["id"], SCAN_SECONDS)["id"])


@pytest.fixture
def desk(new_context: NewContext, person: Person, scan_id: str) -> Page:
    page = new_context(person, accept_downloads=True).new_page()
    page.goto(f"/dokumen/{scan_id}")
    expect(page.locator("#kata")).to_be_focused()
    return page


def links_of(desk: Page) -> None:
    desk.get_by_role("button", name="Menu lain").click()
    desk.get_by_role("menuitem", name="Bagikan tautan").click()


def test_a_link_is_made_opens_without_a_login_and_is_revoked(
    desk: Page, new_context: NewContext, person: Person, scan_id: str
) -> None:
    links_of(desk)
    expect(desk.get_by_text("Tidak ada tautan yang masih berlaku.")).to_be_visible()
    desk.get_by_role("button", name="Buat tautan").click()
    address = desk.get_by_label("Tautannya, hanya tampil sekali ini").inner_text()
    anybody = new_context().request
    assert anybody.get(address).headers["content-type"] == "application/pdf"
    assert violations(desk) == {}
    desk.get_by_role("button", name="Cabut tautan PDF yang bisa dicari").click()
    expect(desk.get_by_text("Tidak ada tautan yang masih berlaku.")).to_be_visible()
    assert anybody.get(address).status == 404
    assert person.call("GET", f"/api/scans/{scan_id}/links").json()["items"] == []


def test_the_goods_come_as_a_table(desk: Page, person: Person, scan_id: str) -> None:
    names = [
        cell["value"] for item in person.scan(scan_id)["items"] for cell in item["cells"] if cell["name"] == "name"
    ]
    desk.get_by_role("button", name="Unduh").click()
    with desk.expect_download() as taken:
        desk.get_by_role("menuitem", name="Barang (.csv)").click()
    assert taken.value.suggested_filename == "receipt.barang.csv"
    table = Path(taken.value.path()).read_text("utf-8-sig")
    assert table.splitlines()[0].startswith("scanId,filename,row")
    assert names
    assert all(name in table for name in names)


def test_a_document_without_fields_offers_to_find_them(desk: Page, scan_id: str) -> None:
    def older(route: Route) -> None:
        """As of a document that was read before there were fields."""
        scan = route.fetch().json()
        route.fulfill(
            json=scan | {"fields": [], "items": [], "review": [], "typeConfidence": None, "documentType": None}
        )

    found: list[str] = []

    def find(route: Route) -> None:
        found.append(route.request.method)
        scan = desk.context.request.get(f"/api/scans/{scan_id}").json()
        route.fulfill(json=scan | {"version": scan["version"] + 1})

    desk.route(f"**/api/scans/{scan_id}", older)
    desk.route(f"**/api/scans/{scan_id}/fields", find)
    desk.reload()
    desk.get_by_role("tab", name="Isian").click()
    expect(desk.get_by_text("Dokumen ini dibaca sebelum ada isian.")).to_be_visible()
    desk.get_by_role("button", name="Baca isian").click()
    expect(desk.locator("[data-field='seller_name']")).to_contain_text("TOKO SUMBER REJEKI")
    assert found == ["POST"]


def test_a_document_is_held_from_clean_ups_and_let_go(desk: Page, person: Person, scan_id: str) -> None:
    facts = desk.locator("dl")
    expect(facts).not_to_contain_text("Tidak, selama ditahan")
    desk.get_by_role("button", name="Menu lain").click()
    desk.get_by_role("menuitem", name="Tahan dari pembersihan").click()
    expect(facts).to_contain_text("Tidak, selama ditahan")
    expect(desk.locator(".head").get_by_text("Ditahan", exact=True)).to_be_visible()
    assert person.scan(scan_id)["legalHold"] is True
    assert violations(desk) == {}
    desk.get_by_role("button", name="Menu lain").click()
    desk.get_by_role("menuitem", name="Lepas").click()
    expect(facts).not_to_contain_text("Tidak, selama ditahan")
    assert person.scan(scan_id)["legalHold"] is False
