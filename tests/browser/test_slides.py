"""Slides on the web: a deck is chosen, becomes PDF before one's eyes, is taken and deleted."""

import io

import pypdfium2
import pytest
from playwright.sync_api import FilePayload, Page, expect

from ocrwtf.conversions import soffice
from scripts.soffice import MISSING
from tests.browser.axe import violations
from tests.integration.decks import deck

DONE_MILLISECONDS = 60_000
needs_soffice = pytest.mark.skipif(not soffice.folder(), reason=MISSING)


def choose(page: Page, name: str, content: bytes) -> None:
    page.set_input_files("input[type=file]", FilePayload(name=name, mimeType="", buffer=content))


@pytest.fixture
def learning(persons_page: Page) -> Page:
    persons_page.goto("/latih")
    expect(persons_page.get_by_role("heading", name="Belajar")).to_be_visible()
    return persons_page


@needs_soffice
def test_a_deck_becomes_a_pdf_to_take_and_can_be_deleted(learning: Page) -> None:
    expect(learning.get_by_text("1 kredit, kembali kalau gagal")).to_be_visible()
    choose(learning, "Pelatihan.pptx", deck("Periksa rem", "Pelan", font="Calibri"))
    link = learning.get_by_role("link", name="PDF dari Pelatihan.pptx")
    expect(link).to_be_visible(timeout=DONE_MILLISECONDS)
    expect(learning.get_by_text("Dihapus dalam 7 hari")).to_be_visible()
    with learning.expect_download() as taken:
        link.click()
    assert taken.value.suggested_filename == "Pelatihan.pdf"
    assert len(pypdfium2.PdfDocument(io.BytesIO(taken.value.path().read_bytes()))) == 2
    learning.get_by_text("1 font diganti").click()
    expect(learning.get_by_text("Calibri ditampilkan sebagai Carlito")).to_be_visible()
    learning.get_by_text("Lihat 2 slide").click()
    expect(learning.get_by_role("img", name="Slide 2")).to_be_visible()
    assert violations(learning) == {}
    learning.get_by_role("button", name="Hapus Pelatihan.pptx").click()
    learning.get_by_role("button", name="Hapus", exact=True).click()
    expect(learning.get_by_text("Belum ada PDF")).to_be_visible()


@needs_soffice
def test_an_outline_becomes_a_deck(learning: Page) -> None:
    learning.get_by_role("radio", name="Kerangka").check()
    learning.get_by_label("Judul").fill("Briefing")
    learning.get_by_label("Kerangka", exact=True).last.fill("# Hari ini\n- Muat 14 truk")
    learning.get_by_role("button", name="Jadikan PDF").click()
    expect(learning.get_by_role("link", name="PPTX dari Briefing.txt")).to_be_visible(timeout=DONE_MILLISECONDS)


def test_what_is_no_deck_is_refused_before_it_is_sent(learning: Page) -> None:
    requests: list[str] = []
    learning.on("request", lambda request: requests.append(request.method))
    choose(learning, "surat.docx", b"PK")
    expect(learning.get_by_role("alert")).to_contain_text("surat.docx bukan presentasi")
    assert "POST" not in requests


def test_a_file_dropped_here_is_no_document_to_read(learning: Page) -> None:
    drop = """() => {
        const data = new DataTransfer();
        data.items.add(new File(['x'], 'catatan.docx'));
        const event = (kind) => new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data });
        for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(event(kind));
    }"""
    learning.evaluate(drop)
    expect(learning.get_by_role("alert")).to_contain_text("catatan.docx bukan presentasi")
    expect(learning.get_by_role("button", name="Unggahan")).to_have_count(0)
