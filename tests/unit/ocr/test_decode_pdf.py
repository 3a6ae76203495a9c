"""PDF pages in the child: limits, the text layer with its places, and when a page is read from its picture."""

import zlib

import pytest

from ocrwtf.core.sandbox.wire import Refusal, Result
from ocrwtf.ocr import decode, pdf
from ocrwtf.ocr.page import Line, Point
from ocrwtf.ocr.pdf_text import text_layer
from tests.unit.ocr.documents import descriptor_of, pdf_bytes

HELLO = "BT /F1 24 Tf 72 700 Td (Surat Jalan) Tj ET"
PX = 200 / 72


def read(content: bytes, number: int = 1) -> Result:
    with descriptor_of(content) as file:
        return decode.read_page(file, number)


def layer(content: bytes) -> tuple[Line, ...] | None:
    with pdf.open_pdf(content) as document, pdf.open_page(document, 1) as page:
        return text_layer(page, pdf.picture(page, pdf.page_size(page)))


def lines(content: bytes) -> tuple[Line, ...]:
    found = layer(content)
    assert found is not None
    return found


def refusal(content: bytes) -> tuple[str, dict[str, int | str]]:
    with pytest.raises(Refusal) as refused, descriptor_of(content) as file:
        decode.probe(file)
    return refused.value.code, refused.value.params


def middle(line: Line) -> Point:
    return sum(x for x, _ in line.polygon) / 4, sum(y for _, y in line.polygon) / 4


def test_a_pdf_is_measured_as_it_is_drawn_at_200_dpi() -> None:
    with descriptor_of(pdf_bytes(HELLO, pages=3)) as file:
        found = decode.probe(file).meta
    assert found == {"media_type": "application/pdf", "page_count": 3, "width_px": 1700, "height_px": 2200}


def test_fifty_pages_are_taken_and_fifty_one_are_not() -> None:
    with descriptor_of(pdf_bytes("", pages=50)) as file:
        assert decode.probe(file).meta["page_count"] == 50
    assert refusal(pdf_bytes("", pages=51)) == ("too-many-pages", {"pages": 51, "limit": 50})


def test_a_broken_pdf_is_unreadable() -> None:
    assert refusal(b"%PDF-1.7\n") == ("unreadable-document", {})


def test_a_pdf_with_a_password_is_said_to_be_locked() -> None:
    locked = "9 0 obj <</Filter/Standard/V 1/R 2/O (" + "o" * 32 + ")/U (" + "u" * 32 + ")/P -4>> endobj"
    content = pdf_bytes(HELLO, extra=locked).replace(b"trailer <<", b"trailer <</ID [(a)(a)]/Encrypt 9 0 R ")
    assert refusal(content) == ("encrypted-document", {})


def test_a_page_that_is_not_there_is_unreadable() -> None:
    with pytest.raises(Refusal):
        read(pdf_bytes(HELLO), number=2)


def test_a_text_layer_is_read_instead_of_the_picture() -> None:
    result = read(pdf_bytes(HELLO))
    assert [line["text"] for line in result.meta["lines"]] == ["Surat Jalan"]
    assert [word["text"] for word in result.meta["lines"][0]["words"]] == ["Surat", "Jalan"]
    assert (len(result.blobs), result.meta["pixels"]) == (3, None)


def test_words_lie_where_they_are_drawn() -> None:
    (line,) = lines(pdf_bytes(HELLO))
    (left, top), _, (_, bottom), _ = line.polygon
    baseline = (792 - 700) * PX
    assert left == pytest.approx(72 * PX, abs=6)
    assert top < baseline < bottom
    assert line.words[0].polygon[1][0] < line.words[1].polygon[0][0]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("/MediaBox [0 0 612 792]/Rotate 180", (1700 - 375, 2200 - 236)),
        ("/MediaBox [0 0 612 792]/Rotate 90", (700 * PX + 20, 375)),
        ("/MediaBox [0 0 612 792]/CropBox [36 100 612 792]", (375 - 36 * PX, 236)),
        ("/MediaBox [-100 -50 512 742]", (375 + 100 * PX, 236 - 50 * PX)),
    ],
)
def test_turned_and_cropped_pages_place_their_words(entries: str, expected: Point) -> None:
    (line,) = lines(pdf_bytes(HELLO, page_entries=entries))
    assert middle(line) == pytest.approx(expected, abs=12)


def test_lines_come_in_reading_order_whatever_the_file_says() -> None:
    places = (("last", 72, 100), ("second", 400, 700), ("first", 72, 700))
    content = " ".join(f"BT /F1 12 Tf {x} {y} Td ({word}) Tj ET" for word, x, y in places)
    assert " ".join(line.text for line in lines(pdf_bytes(content))) == "first second last"


@pytest.mark.parametrize("mode", [3, 7])
def test_invisible_text_is_no_text_layer(mode: int) -> None:
    assert layer(pdf_bytes(f"{mode} Tr {HELLO}")) is None


def test_text_off_the_page_is_no_text_layer() -> None:
    assert layer(pdf_bytes("BT /F1 24 Tf 5000 700 Td (hidden) Tj ET")) is None


@pytest.mark.parametrize(("first", "is_layer"), [("E061", False), ("0064", False), ("0061", True)])
def test_text_with_a_broken_character_map_is_no_text_layer(first: str, *, is_layer: bool) -> None:
    """The small letters into the private use area, three letters on, and as it should be."""
    font = "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>> endobj"
    spaces, bytes_ = "1 beginbfchar <20> <0020> endbfchar", "1 begincodespacerange <00> <FF> endcodespacerange"
    table = f"begincmap {bytes_} {spaces} 1 beginbfrange <61> <7A> <{first}> endbfrange endcmap"
    stream = f"6 0 obj <</Length {len(table)}>> stream\n{table}\nendstream endobj"
    text = "surat jalan untuk barang kepada penerima di gudang utara sebelum hari senin"
    content = pdf_bytes(f"BT /F2 12 Tf 72 700 Td ({text}) Tj ET", extra=f"{font}\n{stream}")
    assert (layer(content.replace(b"/F1 3 0 R", b"/F2 5 0 R")) is not None) is is_layer


def test_a_stamp_on_a_scan_does_not_hide_the_scan() -> None:
    image = "7 0 obj <</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>"
    extra = image + " stream\n0\nendstream endobj"
    content = pdf_bytes(f"q 612 0 0 600 0 0 cm /I Do Q {HELLO}", resources="/XObject <</I 7 0 R>>", extra=extra)
    assert layer(content) is None


def test_a_page_without_text_is_drawn_for_reading() -> None:
    result = read(pdf_bytes("0 0 306 792 re f"))
    assert result.meta["pixels"] == [1700, 2200]
    assert result.blobs[3][:3] == b"\0\0\0"
    assert result.blobs[3][-3:] == b"\xff\xff\xff"


def test_a_giant_page_is_drawn_within_the_limits() -> None:
    content = pdf_bytes(HELLO, page_entries="/MediaBox [0 0 14400 14400]")
    with pdf.open_pdf(content) as document, pdf.open_page(document, 1) as page:
        assert pdf.page_size(page) == (2828, 2828)


def crowded(words: int, word: str = "ab") -> bytes:
    """A page of a few kilobytes, 100 words in a line."""
    line = f"({' '.join([word] * 100)}) Tj T* "
    packed = zlib.compress(f"BT /F1 3 Tf 3 TL 20 780 Td {line * (words // 100)}ET".encode()).decode("latin-1")
    return pdf_bytes(packed).replace(b"4 0 obj <<", b"4 0 obj <</Filter/FlateDecode", 1)


def test_as_much_text_as_a_page_can_hold_is_taken() -> None:
    assert sum(len(line.words) for line in lines(crowded(5_000))) == 5_000


@pytest.mark.parametrize(("words", "word"), [(5_100, "ab"), (5_000, "abcdefghij"), (50_000, "a")])
def test_more_text_than_a_page_can_hold_is_read_from_the_picture(words: int, word: str) -> None:
    content = crowded(words, word)
    assert len(content) < 8_000
    result = read(content)
    assert (result.meta["lines"], result.meta["pixels"]) == (None, [1700, 2200])


def test_text_that_no_page_can_hold_is_not_walked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocrwtf.ocr.pdf_text._characters", lambda *_: pytest.fail("walked through"))
    assert layer(crowded(50_000)) is None


def test_what_was_typed_into_a_form_is_read() -> None:
    value = "BT /F1 12 Tf 2 4 Td (PT Maju) Tj ET"
    head = "8 0 obj <</Type/XObject/Subtype/Form/BBox [0 0 200 20]/Resources <</Font <</F1 3 0 R>>>>"
    look = f"{head}/Length {len(value)}>>"
    field = "9 0 obj <</Type/Annot/Subtype/Widget/FT/Tx/T (a)/F 4/Rect [72 500 272 520]/AP <</N 8 0 R>>>> endobj"
    extra = f"{look} stream\n{value}\nendstream endobj\n{field}"
    content = pdf_bytes(HELLO, page_entries="/MediaBox [0 0 612 792]/Annots [9 0 R]", extra=extra)
    assert [line.text for line in lines(content)] == ["Surat Jalan", "PT Maju"]
