"""PDF pages that are scans: read at the resolution they were scanned at, pixel for pixel where nothing is over them."""

import io

import pytest
from PIL import Image, ImageChops

from ocrwtf.ocr import pdf, pdf_scan
from ocrwtf.ocr.pdf_scan import Pictures, pictures_of
from tests.unit.ocr.decoding import pixels, probed, read, red_corner
from tests.unit.ocr.documents import image_bytes, marked, noise, pdf_bytes, pdf_image

INCHES = 4, 6
PAGE = f"/MediaBox [0 0 {INCHES[0] * 72} {INCHES[1] * 72}]"
WHOLE = f"q {INCHES[0] * 72} 0 0 {INCHES[1] * 72} 0 0 cm /I Do Q"
HIDDEN_TEXT = "BT 3 Tr /F1 12 Tf 72 300 Td (kata orang lain) Tj ET"
STAMP = "BT /F1 12 Tf 72 300 Td (LUNAS) Tj ET"


def scanned(image: Image.Image, content: str = WHOLE, entries: str = PAGE, extra: str = "") -> bytes:
    object_, resources = pdf_image(*image.size, image_bytes(image, "JPEG", quality=95), packing="DCTDecode",
                                   space="/DeviceRGB")  # fmt: skip
    return pdf_bytes(content, page_entries=entries, resources=resources, extra=f"{object_}\n{extra}")


def pictures(content: bytes) -> Pictures:
    with pdf.open_pdf(content) as document, pdf.open_page(document, 1) as page:
        return pictures_of(page)


@pytest.mark.parametrize("dpi", [150, 200, 250, 300])
@pytest.mark.parametrize("over_it", ["", HIDDEN_TEXT])
def test_a_scan_is_read_in_its_own_pixels(dpi: int, over_it: str) -> None:
    scan = noise(INCHES[0] * dpi, INCHES[1] * dpi)
    own = Image.open(io.BytesIO(image_bytes(scan, "JPEG", quality=95))).convert("RGB")
    result = read(scanned(scan, f"{WHOLE} {over_it}"))
    assert result.meta["lines"] is None
    assert pixels(result).size == own.size
    assert ImageChops.difference(pixels(result), own).getbbox() is None


@pytest.mark.parametrize(
    ("content", "entries", "corner"),
    [
        (WHOLE, f"{PAGE}/Rotate 90", "right top"),
        (WHOLE, f"{PAGE}/Rotate 180", "right bottom"),
        ("q -288 0 0 432 288 0 cm /I Do Q", PAGE, "right top"),
        ("q 288 0 0 -432 0 432 cm /I Do Q", PAGE, "left bottom"),
        ("q 0 -432 288 0 0 432 cm /I Do Q", PAGE, "right top"),
    ],
)
def test_a_turned_or_mirrored_scan_is_read_as_it_is_seen(content: str, entries: str, corner: str) -> None:
    size = (900, 600) if content.startswith("q 0") else (600, 900)
    document = scanned(marked(*size), content, entries)
    page = pixels(read(document))
    assert (page.size, red_corner(page)) == ((900, 600) if "/Rotate 90" in entries else (600, 900), corner)


def test_a_scan_with_a_margin_keeps_its_place_on_the_page() -> None:
    scan = scanned(marked(840, 1260), "q 280 0 0 420 4 6 cm /I Do Q")
    page = pixels(read(scan))
    assert page.size == (864, 1296)
    assert page.getpixel((6, 6)) == (255, 255, 255)
    assert page.getpixel((18, 24)) == pytest.approx((255, 0, 0), abs=9)


@pytest.mark.parametrize(
    ("content", "dpi", "drawn_at"),
    [
        (f"{WHOLE} {STAMP}", 120, 200),
        (f"{WHOLE} {STAMP}", 240, 240),
        (f"{WHOLE} {STAMP}", 400, 300),
        (f"{WHOLE} 0 0 9 9 re f", 120, 200),
        (WHOLE, 40, 150),
        (WHOLE, 400, 400),
        ("q 288 0 0 240 0 100 cm /I Do Q", 120, 200),
        ("q 100 0 0 100 0 0 cm /I Do Q", 900, 200),
    ],
)
def test_a_page_is_drawn_at_the_resolution_that_helps(content: str, dpi: int, drawn_at: int) -> None:
    wide, high = {"q 288 0 0 240": (4, 240 / 72), "q 100 0 0 100": (100 / 72, 100 / 72)}.get(content[:13], INCHES)
    image = Image.new("RGB", (round(wide * dpi), round(high * dpi)), "white")
    found = pixels(read(scanned(image, content))).size
    assert found == pytest.approx((INCHES[0] * drawn_at, INCHES[1] * drawn_at), abs=2)


def test_a_fine_scan_is_read_within_eight_megapixels() -> None:
    result = read(scanned(Image.new("RGB", (2_800, 4_200), "white")))
    assert tuple(result.meta["pixels"]) == (2_309, 3_464)


def test_a_fax_with_flat_pixels_is_drawn_square() -> None:
    assert pixels(read(scanned(Image.new("RGB", (816, 588))))).size == (816, 1224)


@pytest.mark.parametrize("content", [WHOLE, f"{WHOLE} {STAMP}", STAMP])
def test_what_is_said_before_is_the_size_of_what_is_read(content: str) -> None:
    document = scanned(noise(600, 900), content)
    said, done = probed(document), read(document).meta
    assert (said["width_px"], said["height_px"]) == (done["width_px"], done["height_px"])


def test_a_scan_in_a_form_is_found_and_measured() -> None:
    inner = "q 2 0 0 2 0 0 cm /I Do Q"
    form = (
        "8 0 obj <</Type/XObject/Subtype/Form/BBox [0 0 2 2]/Resources <</XObject <</I 7 0 R>>>>"
        f"/Length {len(inner)}>> stream\n{inner}\nendstream endobj"
    )
    content = scanned(noise(600, 900), "q 144 0 0 216 0 0 cm /F Do Q", extra=form).replace(
        b"/I 7 0 R>>>>>>", b"/F 8 0 R>>>>>>"
    )
    assert (pictures(content).share, pictures(content).dpi) == pytest.approx((1, 150), abs=0.01)


def test_what_hangs_over_the_edge_of_the_page_does_not_count() -> None:
    assert pictures(scanned(noise(60, 90), "q 288 0 0 432 144 216 cm /I Do Q")).share == pytest.approx(0.25)


@pytest.mark.parametrize(("visited", "alone"), [(3, False), (4, True)])
def test_a_page_that_was_not_looked_at_to_its_end_is_not_a_scan_alone(
    monkeypatch: pytest.MonkeyPatch, visited: int, *, alone: bool
) -> None:
    monkeypatch.setattr(pdf_scan, "MAX_OBJECTS", visited)
    assert pictures(scanned(noise(60, 90), f"{WHOLE} {HIDDEN_TEXT} {HIDDEN_TEXT}")).alone is alone
