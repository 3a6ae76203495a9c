"""What a document says, on the desk and in the list: shown on the paper, checked by keyboard, corrected, taken out."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from bench.pages import generate
from bench.people import Person
from tests.browser.axe import violations
from tests.browser.conftest import RECEIPT, SCAN_SECONDS, NewContext


@pytest.fixture
def scan_id(person: Person) -> str:
    accepted = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    return str(person.wait_for(accepted["items"][0]["id"], SCAN_SECONDS)["id"])


@pytest.fixture
def desk(new_context: NewContext, person: Person, scan_id: str) -> Page:
    """The receipt, opened on what is in doubt first, whose input has the focus."""
    page = new_context(person).new_page()
    page.goto(f"/dokumen/{scan_id}")
    expect(page.locator("#kata")).to_be_focused()
    return page


def row(desk: Page, key: str) -> Locator:
    """A field of the list, or a cell of the table."""
    return desk.locator(f"[data-field='{key}']")


def said(person: Person, scan_id: str, key: str) -> dict[str, Any]:
    """A field or cell, as the API gives it."""
    scan = person.scan(scan_id)
    every = [*scan["fields"], *(cell for item in scan["items"] for cell in item["cells"])]
    return next(field for field in every if field["key"] == key)


def saved(desk: Page, doing: str) -> None:
    """A key that changes something, and the answer of the API."""
    with desk.expect_response(lambda answer: answer.request.method == "PATCH"):
        desk.keyboard.press(doing)


def point_at(desk: Page, polygon: list[list[float]], scan: dict[str, Any]) -> tuple[float, float]:
    """Where the middle of a polygon is on the screen, scrolled to."""
    page, sheet = scan["pages"][0], desk.locator(".sheet")
    desk.locator(".scroll").evaluate("view => view.scrollTo(0, 0)")
    box = sheet.bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    x, y = (sum(point[axis] for point in polygon) / 4 for axis in (0, 1))
    return box["x"] + x * box["width"] / page["widthPx"], box["y"] + y * box["height"] / page["heightPx"]


def row_of(person: Person, scan_id: str, name: str) -> int:
    """The number of the line item of that name."""
    items = person.scan(scan_id)["items"]
    return next(int(item["row"]) for item in items if name in [cell["value"] for cell in item["cells"]])


def word_of(scan: dict[str, Any], text: str) -> dict[str, Any]:
    words = (word for line in scan["pages"][0]["lines"] for word in line["words"])
    return next(word for word in words if word["text"] == text)


def test_a_document_is_called_by_what_it_says(desk: Page) -> None:
    expect(desk.get_by_role("heading", level=1)).to_have_text("Struk 000482")
    expect(desk.locator("header.head")).to_contain_text("TOKO SUMBER REJEKI · 12 Nov 2026")
    expect(row(desk, "seller_name")).to_contain_text("TOKO SUMBER REJEKI")
    expect(row(desk, "total_amount")).to_contain_text("335.775")
    expect(desk.locator("dl")).to_contain_text(RECEIPT.name)


def test_a_click_on_a_field_shows_its_pixels_and_why_it_is_believed(desk: Page) -> None:
    row(desk, "total_amount").click()
    expect(desk.get_by_label("Total", exact=True)).to_be_focused()
    expect(desk.locator("#kata")).to_have_value("Rp 335.775")
    ring, view = desk.locator(".ring"), desk.locator(".scroll").bounding_box() or {"y": 0, "height": 0}
    expect(ring).to_be_in_viewport()
    assert view["y"] < (ring.bounding_box() or {"y": 0})["y"] < view["y"] + view["height"]
    expect(desk.locator(".review li.good").first).to_contain_text("cocok")


def test_a_field_and_its_place_light_up_together(desk: Page, person: Person, scan_id: str) -> None:
    row(desk, "seller_name").hover()
    expect(desk.locator(".sheet .name")).to_have_text("Penjual")
    scan = person.scan(scan_id)
    desk.mouse.move(*point_at(desk, said(person, scan_id, "subtotal_amount")["polygon"], scan))
    expect(desk.locator(".sheet .name")).to_have_text("Subtotal")
    expect(desk.locator("button.field.on")).to_contain_text("302.500")


def test_the_list_stays_still_under_the_pointer(desk: Page) -> None:
    last, pane = desk.locator("button.field").last, desk.get_by_role("tabpanel")
    last.evaluate("row => row.scrollIntoView({block: 'end'})")
    before = pane.evaluate("pane => pane.scrollTop")
    last.hover()
    expect(last).to_contain_class("on")
    assert pane.evaluate("pane => pane.scrollTop") == before > 0


def test_everything_in_doubt_takes_one_key_each(new_context: NewContext, person: Person) -> None:
    invoice = io.BytesIO()
    Image.fromarray(generate(3, "invoice", "photo").image).save(invoice, "JPEG", quality=85)
    sent = person.upload(("faktur.jpg", invoice.getvalue())).raise_for_status().json()["items"][0]["id"]
    review = person.wait_for(sent, SCAN_SECONDS)["review"]
    scan_id, desk = str(sent), new_context(person).new_page()
    desk.goto(f"/dokumen/{scan_id}")
    expect(desk.locator("#kata")).to_be_focused()
    assert not review[0][0].isdigit(), "a field is asked for first"
    assert review[-1][0].isdigit(), "words come last"
    expect(desk.locator(".marker g")).to_have_count(len(review))
    for _ in review:
        desk.keyboard.press("Enter")
    expect(desk.get_by_text("Semua sudah dicek").first).to_be_visible()
    expect(desk.get_by_text("Tersimpan")).to_be_visible()
    scan = person.scan(scan_id)
    assert (scan["doubtfulFields"], scan["doubtfulWords"], scan["review"]) == (0, 0, [])


def test_a_corrected_field_is_there_after_a_reload_and_names_the_document(
    desk: Page, person: Person, scan_id: str
) -> None:
    row(desk, "number").click()
    desk.keyboard.type("000999")
    saved(desk, "Enter")
    desk.reload()
    expect(row(desk, "number")).to_contain_text("000999")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Struk 000999")
    assert said(person, scan_id, "number")["correctedValue"] == "000999"


def test_a_sure_field_that_was_corrected_stays_in_front_and_its_row_has_the_focus(desk: Page) -> None:
    row(desk, "paid_amount").click()
    desk.keyboard.type("360.000")
    saved(desk, "Enter")
    expect(row(desk, "paid_amount")).to_be_focused()
    expect(row(desk, "paid_amount")).to_contain_text("360.000")
    expect(desk.locator("#kata")).to_have_value("360.000")


def test_a_field_that_the_paper_has_not_is_gone_until_that_is_undone(desk: Page, person: Person, scan_id: str) -> None:
    row(desk, "seller_phone").click()
    with desk.expect_response(lambda answer: answer.request.method == "PATCH"):
        desk.get_by_role("button", name="Tidak ada di kertas").click()
    expect(row(desk, "seller_phone")).to_have_count(0)
    assert said(person, scan_id, "seller_phone")["value"] == ""
    saved(desk, "Control+z")
    expect(row(desk, "seller_phone")).to_contain_text("031-5671234")
    assert said(person, scan_id, "seller_phone")["correctedValue"] is None


def test_a_field_that_nobody_found_is_pointed_at_on_the_page(desk: Page, person: Person, scan_id: str) -> None:
    scan = person.scan(scan_id)
    desk.get_by_label("Isian apa?").select_option("sender_name")
    expect(desk.get_by_label("Pengirim")).to_be_focused()
    desk.mouse.click(*point_at(desk, word_of(scan, "Wati")["polygon"], scan))
    expect(desk.locator("#kata")).to_have_value("Wati")
    desk.locator("#kata").focus()
    saved(desk, "Enter")
    expect(row(desk, "sender_name")).to_be_focused()
    field = said(person, scan_id, "sender_name")
    assert (field["value"], field["page"], len(field["words"])) == ("Wati", 1, 1)


def test_an_addition_that_is_given_up_changes_nothing(desk: Page, person: Person, scan_id: str) -> None:
    desk.get_by_label("Isian apa?").select_option("driver_name")
    desk.keyboard.type("Budi")
    desk.keyboard.press("Escape")
    expect(desk.get_by_label("Pengemudi")).to_have_count(0)
    assert "driver_name" not in {field["key"] for field in person.scan(scan_id)["fields"]}


def test_a_cell_is_reached_and_corrected_by_keyboard(desk: Page, person: Person, scan_id: str) -> None:
    at = row_of(person, scan_id, "LAKBAN BENING 48MM")
    desk.get_by_role("tab", name="Barang").click()
    row(desk, f"items.{at - 1}.name").focus()
    for key in ("ArrowDown", "End", "Home", "ArrowRight", "Enter"):
        desk.keyboard.press(key)
    expect(desk.get_by_label(f"Barang {at + 1} · Jumlah")).to_be_focused()
    expect(desk.locator("#kata")).to_have_value("5")
    desk.locator("#kata").fill("6")
    saved(desk, "Enter")
    expect(row(desk, f"items.{at}.quantity")).to_have_text("6")
    assert said(person, scan_id, f"items.{at}.quantity")["value"] == "6"


def test_rows_are_added_and_taken_out(desk: Page, person: Person, scan_id: str) -> None:
    new, tab = len(person.scan(scan_id)["items"]), desk.get_by_role("tab", name="Barang")
    tab.click()
    expect(tab).to_contain_text(str(new))
    desk.get_by_role("button", name="Tambah barang").click()
    desk.keyboard.type("TALI RAFIA")
    saved(desk, "Enter")
    expect(row(desk, f"items.{new}.name")).to_be_focused()
    saved(desk, "Delete")
    expect(row(desk, f"items.{new}.name")).to_have_count(0)
    saved(desk, "Control+z")
    expect(row(desk, f"items.{new}.name")).to_have_text("TALI RAFIA")
    assert said(person, scan_id, f"items.{new}.name")["value"] == "TALI RAFIA"


def test_the_type_is_chosen(desk: Page, person: Person, scan_id: str) -> None:
    with desk.expect_response(lambda answer: answer.request.method == "PATCH"):
        desk.get_by_label("Jenis dokumen").select_option("invoice")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Faktur 000482")
    assert person.scan(scan_id)["documentType"] == "invoice"
    with desk.expect_response(lambda answer: answer.request.method == "PATCH") as undone:
        desk.get_by_role("button", name="Urungkan").click()
    assert (undone.value.request.post_data_json or {})["documentType"] == "receipt"
    assert person.scan(scan_id)["documentType"] == "receipt"


def test_what_could_not_be_saved_is_taken_up_again_after_a_reload(desk: Page, person: Person, scan_id: str) -> None:
    def refuse(route: Route) -> None:
        busy = {"type": "about:blank", "title": "Sibuk", "detail": "Sebentar", "status": 429}
        route.fulfill(status=429, json=busy) if route.request.method == "PATCH" else route.fallback()

    desk.route(f"**/api/scans/{scan_id}", refuse)
    row(desk, "number").click()
    desk.keyboard.type("000777")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Server belum bisa menyimpan")).to_be_visible()
    desk.unroute(f"**/api/scans/{scan_id}")
    with desk.expect_response(lambda answer: answer.request.method == "PATCH"):
        desk.reload()
    expect(row(desk, "number")).to_contain_text("000777")
    assert said(person, scan_id, "number")["value"] == "000777"


def test_a_colleagues_value_of_the_same_field_stays_and_is_told(desk: Page, person: Person, scan_id: str) -> None:
    def overtake(route: Route) -> None:
        change = {"version": person.scan(scan_id)["version"], "fields": [{"name": "number", "value": "REKAN"}]}
        person.client.patch(f"/api/scans/{scan_id}", json=change, headers=person.authorization()).raise_for_status()
        route.continue_()

    row(desk, "number").click()
    desk.route(f"**/api/scans/{scan_id}", overtake, times=1)
    desk.keyboard.type("SAYA")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("diubah orang lain")).to_contain_text("“SAYA”, kini “REKAN”")
    expect(row(desk, "number")).to_contain_text("REKAN")


def test_history_tells_changes_of_fields_in_words(desk: Page) -> None:
    row(desk, "number").click()
    desk.keyboard.type("000123")
    saved(desk, "Enter")
    desk.get_by_role("tab", name="Riwayat").click()
    expect(desk.get_by_role("listitem").filter(has_text="No. dokumen diubah")).to_contain_text("000123")


def test_the_list_says_what_documents_are_and_is_narrowed_by_it(
    new_context: NewContext, reader: Person, receipt_id: str
) -> None:
    page = new_context(reader).new_page()
    page.goto("/dokumen")
    row = page.locator(f"[data-row='{receipt_id}']")
    for text in ("Struk 000482", RECEIPT.name, "TOKO SUMBER REJEKI", "12 Nov 2026", "335.775"):
        expect(row).to_contain_text(text)
    page.get_by_role("button", name="Filter isian").click()
    page.get_by_role("combobox", name="Jenis").select_option("receipt")
    page.get_by_label("Paling sedikit").fill("335.775")
    page.get_by_label("Paling sedikit").press("Enter")
    expect(page).to_have_url("/dokumen?jenis=struk&total-dari=335775")
    expect(row).to_be_visible()
    page.get_by_role("combobox", name="Jenis").select_option("invoice")
    expect(page.get_by_text("Tidak ada dokumen seperti itu")).to_be_visible()


def test_a_driver_sees_fields_and_can_change_none(new_context: NewContext, reader: Person, receipt_id: str) -> None:
    def as_driver(route: Route) -> None:
        answer = route.fetch()
        session = answer.json()
        route.fulfill(response=answer, json=session | {"user": session["user"] | {"role": "driver"}})

    page = new_context(reader).new_page()
    page.route("**/api/auth/session", as_driver)
    page.goto(f"/dokumen/{receipt_id}")
    row(page, "total_amount").click()
    expect(page.locator("#kata")).not_to_be_editable()
    expect(page.get_by_label("Jenis dokumen")).to_be_disabled()
    for name in ("Benar", "Tidak ada di kertas", "Tunjuk di gambar"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.get_by_role("tab", name="Barang").click()
    expect(page.get_by_role("button", name="Hapus barang 1")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(desk: Page, theme: str) -> None:
    desk.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for width in (1280, 390, 360):
        desk.set_viewport_size({"width": width, "height": 800})
        for tab, key in (("Isian", "total_amount"), ("Barang", "items.1.name")):
            desk.get_by_role("tab", name=tab).click()
            row(desk, key).click()
            assert violations(desk) == {}, (width, tab)
        assert desk.evaluate("document.documentElement.scrollWidth") == width
