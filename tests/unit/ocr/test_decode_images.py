"""Images in the child: which are taken, how they are turned, and what our pictures of them contain."""

import io
import struct
import zlib

import pytest
from PIL import Image

from tests.unit.ocr.decoding import CORNERS, pixels, probed, read, red_corner, refusal
from tests.unit.ocr.documents import image_bytes, marked, noise, oriented_jpeg, pdf_bytes


@pytest.mark.parametrize(("form", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_photo_is_known_by_its_content(form: str, media_type: str) -> None:
    found = probed(image_bytes(noise(90, 60), form))
    assert found == {"media_type": media_type, "page_count": 1, "width_px": 90, "height_px": 60}


@pytest.mark.parametrize(
    "content",
    [
        image_bytes(noise(9, 9), "GIF"),
        image_bytes(noise(9, 9), "BMP"),
        b"II*\1" + bytes(60),
        b"PK\x03\x04 slides",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x7fELF" + bytes(60),
        b"<html>" + pdf_bytes("BT ET"),
        b" " + image_bytes(noise(9, 9), "PNG"),
    ],
)
def test_anything_else_is_unsupported(content: bytes) -> None:
    assert refusal(content) == ("unsupported-media-type", {})


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert refusal(b"") == ("empty-file", {})


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_photo_is_refused_before_anything_is_charged(form: str) -> None:
    whole = image_bytes(noise(640, 480), form)
    assert refusal(whole[: len(whole) * 2 // 3]) == ("unreadable-document", {})


def test_a_name_tag_without_a_body_is_unreadable() -> None:
    assert refusal(b"\xff\xd8\xff\xe0") == ("unreadable-document", {})
    assert refusal(b"RIFF\x10\0\0\0WEBPVP8X") == ("unreadable-document", {})


def test_a_file_above_twenty_megabytes_is_refused_unread() -> None:
    assert refusal(b"\xff\xd8\xff" + bytes(20 * 1024**2)) == ("file-too-large", {"limit_bytes": 20 * 1024**2})


def png_header(width: int, height: int) -> bytes:
    whole = image_bytes(Image.new("1", (8, 8)), "PNG")
    header = b"IHDR" + struct.pack(">II", width, height) + whole[24:29]

    return whole[:12] + header + struct.pack(">I", zlib.crc32(header)) + whole[33:]


def webp_header(width: int, height: int) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + canvas


@pytest.mark.parametrize("header", [png_header, webp_header])
def test_a_photo_above_fifty_megapixels_is_refused_by_its_header(header: object) -> None:
    assert callable(header)
    assert refusal(header(10_000, 5_001)) == ("too-many-pixels", {"megapixels": 51, "limit": 50})


def test_just_fifty_megapixels_are_taken() -> None:
    assert probed(image_bytes(Image.new("1", (10_000, 5_000)), "PNG"))["width_px"] == 10_000


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_sideways_photo_is_measured_upright(orientation: int) -> None:
    found = probed(oriented_jpeg(64, 32, orientation))
    assert (found["width_px"], found["height_px"]) == (32, 64)


@pytest.mark.parametrize(("orientation", "corner"), CORNERS)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_sideways_or_mirrored_photo_is_turned_upright(orientation: int, corner: str, form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert red_corner(pixels(read(image_bytes(marked(128, 64), form, exif=exif)))) == corner


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # a child's warnings go nowhere
def test_a_broken_orientation_is_no_reason_to_refuse_a_photo() -> None:
    content = image_bytes(noise(64, 32), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff broken")
    assert read(content).meta["width_px"] == probed(content)["width_px"] == 64


def test_our_pictures_carry_no_metadata() -> None:
    original = oriented_jpeg(800, 400, 6)
    assert b"canary" in original
    for picture in read(original).blobs[:3]:
        assert all(word not in picture for word in (b"canary", b"EXIF", b"XMP ", b"ICCP"))
        assert not Image.open(io.BytesIO(picture)).getexif()


def test_pictures_come_in_three_widths() -> None:
    sizes = [
        Image.open(io.BytesIO(blob)).size
        for blob in read(image_bytes(Image.new("RGB", (4000, 2000)), "JPEG")).blobs[:3]
    ]
    assert sizes == [(4000, 2000), (1280, 640), (320, 160)]


def test_pictures_are_never_enlarged() -> None:
    sizes = [Image.open(io.BytesIO(blob)).size for blob in read(image_bytes(noise(200, 90), "PNG")).blobs[:3]]
    assert sizes == [(200, 90)] * 3


def test_a_strip_longer_than_webp_allows_still_gets_its_pictures() -> None:
    result = read(image_bytes(Image.new("L", (400, 40_000)), "PNG"))
    assert (result.meta["width_px"], result.meta["height_px"]) == (400, 40_000)
    sizes = [Image.open(io.BytesIO(blob)).size for blob in result.blobs[:3]]
    assert sizes == [(163, 16_383), (163, 16_383), (163, 16_383)]


@pytest.mark.parametrize(
    ("size", "read_at"),
    [
        ((5000, 4000), (3162, 2529)),
        ((4000, 3000), (3265, 2449)),
        ((800, 9_000), (800, 9_000)),
        ((1, 20_000), (1, 16_383)),
    ],
)
def test_a_page_is_read_at_eight_megapixels_whatever_its_shape(size: tuple[int, int], read_at: tuple[int, int]) -> None:
    result = read(image_bytes(Image.new("L", size), "JPEG" if size[1] < 20_000 else "PNG"))
    assert (result.meta["width_px"], result.meta["height_px"]) == size
    assert tuple(result.meta["pixels"]) == read_at


def test_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert pixels(read(image_bytes(image, "PNG"))).getpixel((20, 20)) == (255, 255, 255)


def test_sixteen_bit_grey_keeps_its_range() -> None:
    image = Image.new("I;16", (40, 40), 0x8000)
    assert pixels(read(image_bytes(image, "PNG"))).getpixel((20, 20)) == (128, 128, 128)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK"])
def test_every_kind_of_pixel_becomes_rgb(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("RGB", (40, 40), "white").convert(mode)
    assert pixels(read(image_bytes(image, form))).getpixel((20, 20)) == (255, 255, 255)


def test_only_the_first_frame_of_an_animation_counts() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    content = image_bytes(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert probed(content)["page_count"] == 1
    assert pixels(read(content)).getpixel((20, 20)) == (255, 0, 0)
