"""The words of a searchable PDF lie, unseen, over their pictures, and can be searched, marked and copied."""

import io
import math
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image, ImageFont

from ocrwtf.ocr import glyphless, searchable_pdf
from ocrwtf.ocr.page import Line, Point, Polygon, Word
from ocrwtf.ocr.pdf_file import PdfFile
from ocrwtf.ocr.reader import JpegPicture
from ocrwtf.ocr.searchable_pdf import LONG_SIDE_POINTS, PicturedPage

WIDTH, HEIGHT = 1000, 1400
SCALE = LONG_SIDE_POINTS / HEIGHT
Box = tuple[float, float, float, float]


def jpeg(shade: int = 255) -> JpegPicture:
    out = io.BytesIO()
    Image.new("RGB", (WIDTH // 2, HEIGHT // 2), (shade, shade, shade)).save(out, "JPEG")
    return JpegPicture(out.getvalue(), WIDTH // 2, HEIGHT // 2)


def box(left: float, top: float, width: float, height: float, degrees: float = 0) -> Polygon:
    """Turned clockwise about its top left corner."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def at(x: float, y: float) -> Point:
        return left + x * cos - y * sin, top + x * sin + y * cos

    return at(0, 0), at(width, 0), at(width, height), at(0, height)


def line(*words: tuple[str, Polygon]) -> Line:
    first, last = words[0][1], words[-1][1]
    polygon = first[0], last[1], last[2], first[3]
    return Line(" ".join(text for text, _ in words), 1.0, polygon, tuple(Word(text, 1.0, at) for text, at in words))


def page(*lines: Line) -> PicturedPage:
    return PicturedPage(WIDTH, HEIGHT, jpeg(), lines)


def opened(*pages: PicturedPage | None, title: str = "surat.jpg") -> pdfium.PdfDocument:
    return pdfium.PdfDocument(b"".join(searchable_pdf.written(title, pages)))


def places(document: pdfium.PdfDocument, text: str) -> Iterator[Box]:
    """Left, bottom, right, top of each place where PDFium finds the text."""
    found = document[0].get_textpage()
    search = found.search(text, match_case=True)
    while hit := search.get_next():
        boxes = np.array([found.get_charbox(index) for index in range(hit[0], hit[0] + hit[1])])
        yield *boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)


def expected(polygon: Polygon) -> Box:
    xs, ys = [x * SCALE for x, _ in polygon], [(HEIGHT - y) * SCALE for _, y in polygon]
    return min(xs), min(ys), max(xs), max(ys)


WORDS: Sequence[tuple[str, Polygon]] = [
    ("TOTAL", box(100, 100, 150, 30)), ("B", box(300, 102, 18, 28)), (":", box(330, 104, 6, 26)),
    ("45.000", box(600, 98, 180, 34)),
]  # fmt: skip


def test_words_are_found_where_they_stand() -> None:
    document = opened(page(line(*WORDS)))
    for text, polygon in WORDS:
        [place] = places(document, text)
        assert place == pytest.approx(expected(polygon), abs=0.5)


@pytest.mark.parametrize("degrees", [3, -7, 90, 180, 270, 45])
def test_skewed_and_turned_words_are_found_where_they_stand(degrees: int) -> None:
    polygon = box(500, 700, 200, 40, degrees)
    [place] = places(opened(page(line(("Pengiriman", polygon)))), "Pengiriman")
    middle = np.array(expected(polygon)).reshape(2, 2).mean(axis=0)
    assert np.array(place).reshape(2, 2).mean(axis=0) == pytest.approx(middle, abs=2)


def test_lines_are_copied_as_lines_and_words_with_spaces() -> None:
    document = opened(page(line(*WORDS), line(("Terima", box(100, 200, 120, 30)), ("kasih", box(240, 200, 90, 30)))))
    copied = document[0].get_textpage().get_text_range().split("\r\n")
    assert [" ".join(part.split()) for part in copied if part.strip()] == ["TOTAL B : 45.000", "Terima kasih"]


@pytest.mark.parametrize("text", ["Ñandú", "漢字", "😀", "é", "a\\)(b", "<>", "日本語テキスト", "العربية"])
def test_any_letters_can_be_copied(text: str) -> None:
    copied = opened(page(line((text, box(100, 100, 200, 30)))))[0].get_textpage().get_text_range()
    assert sorted(copied.strip()) == sorted(text)


def test_nothing_of_the_text_can_be_seen() -> None:
    bare, worded = (opened(page(*lines))[0].render().to_numpy() for lines in ([], [line(*WORDS)]))
    assert np.array_equal(bare, worded)
    texts = [each for each in opened(page(line(*WORDS)))[0].get_objects() if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT]
    assert {pdfium_c.FPDFTextObj_GetTextRenderMode(each) for each in texts} == {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE}


def test_the_picture_goes_in_as_it_is_and_text_adds_little() -> None:
    one = page(line(*WORDS))
    content = b"".join(searchable_pdf.written("a", [one]))
    assert one.picture.data in content
    assert len(content) - len(one.picture.data) < 8_000


def test_pages_keep_their_proportions_and_a_missing_one_stays_blank() -> None:
    wide = PicturedPage(HEIGHT, WIDTH, jpeg(0), ())
    sizes = [each.get_size() for each in opened(page(), None, wide)]
    assert sizes == [pytest.approx(size, abs=0.01) for size in ((601.43, 842), (595, 842), (842, 601.43))]
    assert opened(page(), None, wide)[2].render().to_numpy().max() < 10


def test_the_title_is_the_documents_name() -> None:
    assert opened(page(), title="Nota – 漢 (1).jpg").get_metadata_dict()["Title"] == "Nota – 漢 (1).jpg"


def test_boxes_without_area_harm_nothing() -> None:
    flat = line(("rata", box(100, 100, 0, 0)), ("", box(0, 0, 5, 5)), ("biasa", box(200, 100, 90, 30)))
    document = opened(page(flat))
    assert "biasa" in document[0].get_textpage().get_text_range()
    [place] = places(document, "biasa")
    assert place == pytest.approx(expected(flat.words[2].polygon), abs=0.5)


def test_pages_are_asked_for_one_by_one() -> None:
    asked: list[int] = []

    def pages() -> Iterator[PicturedPage]:
        for number in range(3):
            asked.append(number)
            yield page()

    pieces = searchable_pdf.written("a", pages())
    while not asked:
        next(pieces)
    assert asked == [0]


def test_an_object_that_was_never_written_is_an_error_not_a_broken_file() -> None:
    file = PdfFile()
    file.number()
    with pytest.raises(ValueError, match="missing"):
        file.tail(1, 1)


def test_the_font_can_be_read_and_its_letters_are_half_as_wide_as_high() -> None:
    font = ImageFont.truetype(io.BytesIO(glyphless.font()), 40)
    assert font.getlength("  ") == 40
    assert font.getname()[0] == "Glyphless"
    assert not any(font.getmask(" "))
