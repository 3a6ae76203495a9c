"""What a PDF says and nobody sees: it must not become the page's text."""

import pytest
from PIL import Image

from ocrwtf.ocr import pdf, pdf_ink
from ocrwtf.ocr.page import Line
from ocrwtf.ocr.pdf_text import text_layer
from tests.unit.ocr.documents import pdf_bytes, pdf_image

SURAT = "BT /F1 24 Tf 72 700 Td (Surat Jalan Nomor 12 PT Maju Jaya) Tj ET"
NOTE = "BT /F1 12 Tf 72 300 Td (lunas) Tj ET"


def layer(content: str, *, resources: str = "", extra: str = "") -> tuple[Line, ...] | None:
    document_bytes = pdf_bytes(content, resources=resources, extra=extra)
    with pdf.open_pdf(document_bytes) as document, pdf.open_page(document, 1) as page:
        return text_layer(page, pdf.picture(page, pdf.page_size(page)))


def words(content: str) -> list[str]:
    found = layer(content)
    assert found is not None
    return [word.text for line in found for word in line.words]


HIDDEN = [
    pytest.param(f"3 Tr {NOTE}", id="invisible"),
    pytest.param(f"1 g {NOTE}", id="white on white"),
    pytest.param(f"0.95 g {NOTE}", id="almost white on white"),
    pytest.param(f"{NOTE} 1 g 60 290 200 40 re f", id="covered"),
    pytest.param(f"q 400 400 50 50 re W n {NOTE} Q", id="clipped away"),
    pytest.param("BT /F1 1.2 Tf 72 300 Td (lunas) Tj ET", id="too small"),
    pytest.param(f"0 g 60 290 200 40 re f {NOTE}", id="black on black"),
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_word_that_nobody_sees_is_left_out(hidden: str) -> None:
    lines = [f"BT /F1 12 Tf 72 {600 - 20 * row} Td (barang diterima dengan baik) Tj ET" for row in range(6)]
    assert "lunas" in words(" ".join([NOTE, SURAT, *lines]))
    assert "lunas" not in words(" ".join([f"q {hidden} Q", SURAT, *lines]))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_page_of_which_more_than_a_twentieth_is_hidden_is_read_from_its_picture(hidden: str) -> None:
    assert layer(f"q {hidden} Q {SURAT}") is None


def test_a_transparent_word_is_hidden_too() -> None:
    states = "/ExtGState <</G <</ca 0>>>>"
    assert layer(f"q /G gs {NOTE} Q {SURAT}", resources=states) is None
    assert layer(f"q /G gs Q {NOTE} {SURAT}", resources=states) is not None


def test_a_word_under_a_picture_is_hidden_too() -> None:
    picture, entry = pdf_image(1, 1, b"\xff")
    content = f"{NOTE} q 200 0 0 40 60 290 cm /I Do Q {SURAT}"
    assert layer(content, resources=entry, extra=picture) is None


def test_a_sum_that_was_covered_and_written_over_is_seen_through() -> None:
    old = "BT /F1 20 Tf 300 400 Td (Total 1.000.000) Tj ET"
    new = "1 g 290 390 250 40 re f 0 g BT /F1 20 Tf 300 400 Td (Total 9.000.000) Tj ET"
    assert layer(f"{old} {new}") is None
    assert words(new) == ["Total", "9.000.000"]


def test_white_letters_on_a_dark_bar_are_seen() -> None:
    assert "lunas" in words(f"0 g 60 290 200 40 re f 1 g {NOTE} 0 g {SURAT}")


def test_text_printed_twice_to_look_bold_is_seen() -> None:
    bold = SURAT + SURAT.replace("72 700", "72.3 700")
    assert words(bold)[:2] == ["Surat", "Jalan"]


def test_lines_set_tight_are_all_seen() -> None:
    lines = [f"BT /F1 12 Tf 72 {700 - 11 * row} Td (barang nomor {row}) Tj ET" for row in range(30)]
    assert len(words(" ".join(lines))) == 90


def test_text_off_the_page_is_left_out_and_says_nothing_about_the_rest() -> None:
    outside = "BT /F1 12 Tf 72 -300 Td (cetak di sini) Tj ET"
    assert words(f"{outside} {NOTE}") == ["lunas"]


@pytest.mark.parametrize("letters", [70, 10])
def test_letters_stacked_without_end_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch, letters: int) -> None:
    taken_away: list[object] = []

    def ink(_: object, drawn: Image.Image, texts: list[object]) -> Image.Image:
        taken_away.extend(texts)
        return Image.new("L", drawn.size)

    monkeypatch.setattr(pdf_ink, "_ink", ink)
    assert layer("".join(f"BT /F1 100 Tf 100 100 Td ({chr(65 + at % 26)}) Tj ET " for at in range(letters))) is None
    assert len(taken_away) < 5


def test_only_so_many_letters_are_told_apart_in_one_place() -> None:
    stacked = [pdf_ink.Mark(owner, (0, 0, 20, 30)) for owner in range(65)]
    assert pdf_ink._owners_at(stacked[:64]) is not None
    assert pdf_ink._owners_at(stacked) is None


def test_letters_as_large_as_the_page_are_not_followed_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ink, "_MOST_CELLS", 1_000)
    assert layer("BT /F1 500 Tf 10 100 Td (A) Tj ET") is None
