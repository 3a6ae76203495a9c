"""TIFF in the child: several pages, every way to pack them, and chains of directories that lead nowhere."""

import struct

import pytest
from PIL import Image

from ocrwtf.core.sandbox.wire import Refusal
from ocrwtf.ocr import tiff
from ocrwtf.ocr.limits import MAX_PAGES
from tests.unit.ocr.decoding import CORNERS, pixels, probed, read, red_corner, refusal
from tests.unit.ocr.documents import image_bytes, marked, noise, tiff_bytes, tiff_directories

GREY = Image.new("L", (40, 30), 90)


def test_each_image_of_a_tiff_is_a_page_of_its_own_size() -> None:
    content = tiff_bytes(Image.new("RGB", (40, 30), "red"), Image.new("1", (20, 50), 1), Image.new("L", (9, 9), 0))
    assert probed(content) == {"media_type": "image/tiff", "page_count": 3, "width_px": 40, "height_px": 30}
    pages = [read(content, number) for number in (1, 2, 3)]
    assert [page.meta["pixels"] for page in pages] == [[40, 30], [20, 50], [9, 9]]
    assert [pixels(page).getpixel((5, 5)) for page in pages] == [(255, 0, 0), (255, 255, 255), (0, 0, 0)]


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_is_not_in_the_chain_is_unreadable(number: int) -> None:
    with pytest.raises(Refusal, match="unreadable-document"):
        read(tiff_bytes(GREY), number)


@pytest.mark.parametrize("packing", ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "raw"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_every_packing_is_unpacked(packing: str, mode: str) -> None:
    content = tiff_bytes(Image.new("RGB", (40, 30), (200, 200, 200)).convert(mode), compression=packing)
    assert pixels(read(content)).getpixel((20, 20)) == pytest.approx((200, 200, 200), abs=2)


@pytest.mark.parametrize("packing", ["group3", "group4", "tiff_ccitt"])
def test_a_fax_is_unpacked(packing: str) -> None:
    fax = Image.new("1", (64, 32), 1)
    fax.paste(0, (0, 0, 32, 32))
    page = pixels(read(tiff_bytes(fax, compression=packing)))
    assert (page.getpixel((10, 10)), page.getpixel((50, 10))) == ((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr"])
def test_every_kind_of_pixel_becomes_rgb(mode: str) -> None:
    page = pixels(read(tiff_bytes(Image.new("RGB", (40, 40), "white").convert(mode))))
    assert page.getpixel((20, 20)) == pytest.approx((255, 255, 255), abs=1)


@pytest.mark.parametrize(
    ("mode", "white"), [("LAB", (255, 128, 128)), ("I;16", 65_535), ("I;16B", 65_535), ("I", 255), ("F", 1.0)]
)
def test_what_scanners_and_microscopes_write_becomes_rgb(mode: str, white: int | tuple[int, int, int]) -> None:
    image = Image.new(mode, (40, 40), white)
    image.paste((0, 0, 0) if mode == "LAB" else 0, (0, 0, 20, 20))
    page = pixels(read(tiff_bytes(image)))
    assert (page.getpixel((30, 30)), page.getpixel((10, 10))) == ((255, 255, 255), (0, 0, 0))


def test_twelve_bits_in_sixteen_keep_their_range() -> None:
    image = Image.new("I;16", (40, 40), 2048)
    image.putpixel((0, 0), 4095)
    assert pixels(read(tiff_bytes(image))).getpixel((20, 20)) == (128, 128, 128)


def test_fractions_of_brightness_keep_their_range() -> None:
    image = Image.new("F", (40, 40), 0.5)
    image.paste(1.0, (0, 0, 40, 10))
    image.paste(0.0, (0, 10, 40, 20))
    assert pixels(read(tiff_bytes(image))).getpixel((20, 30)) == pytest.approx((127, 127, 127), abs=1)


@pytest.mark.parametrize(("orientation", "corner"), CORNERS)
@pytest.mark.parametrize("packing", ["raw", "tiff_lzw"])
def test_a_turned_scan_is_turned_once(orientation: int, corner: str, packing: str) -> None:
    content = tiff_bytes(marked(64, 32), compression=packing, tiffinfo={274: orientation})
    size = (64, 32) if orientation < 5 else (32, 64)
    found = probed(content)
    assert (found["width_px"], found["height_px"]) == size
    assert red_corner(pixels(read(content))) == corner


def test_a_big_tiff_is_read() -> None:
    content = tiff_bytes(GREY, GREY, big_tiff=True)
    assert content.startswith(b"II+\0")
    assert (probed(content)["page_count"], pixels(read(content, 2)).size) == (2, (40, 30))


def test_the_other_byte_order_is_read() -> None:
    content = tiff_directories([{}, {}, {}], order=">")
    assert (content[:4], probed(content)["page_count"]) == (b"MM\0*", 3)


def test_smaller_copies_and_masks_are_no_pages() -> None:
    content = tiff_directories([{254: 0}, {254: 1}, {254: 4}, {254: 2}])
    assert tiff.page_frames(content) == [0, 3]
    assert tiff.page_frames(tiff_directories([{254: 1}])) == [0]


def test_fifty_pages_are_taken_and_fifty_one_are_not() -> None:
    assert probed(tiff_directories([{}] * MAX_PAGES))["page_count"] == MAX_PAGES
    assert refusal(tiff_directories([{}] * 51)) == ("too-many-pages", {"pages": 51, "limit": 50})


def test_an_endless_chain_is_counted_to_ten_thousand() -> None:
    assert refusal(tiff_directories([{}] * 10_050)) == ("too-many-pages", {"pages": 10_000, "limit": 50})


@pytest.mark.parametrize("back_to", [0, 1, 2])
def test_a_chain_that_runs_in_a_circle_is_refused(back_to: int) -> None:
    assert refusal(tiff_directories([{}, {}, {}], last_leads_to=back_to)) == ("unreadable-document", {})


def test_a_chain_that_leads_out_of_the_file_is_refused() -> None:
    content = tiff_directories([{}])
    assert refusal(content[:-4] + struct.pack("<I", 10**6)) == ("unreadable-document", {})
    assert refusal(content[:20]) == ("unreadable-document", {})


def test_a_tiff_without_images_has_no_pages() -> None:
    assert refusal(b"II*\0\0\0\0\0") == ("no-pages", {})


def test_a_later_page_above_fifty_megapixels_is_refused_by_its_header() -> None:
    content = tiff_directories([{}, {256: 10_000, 257: 5_001}])
    assert refusal(content) == ("too-many-pixels", {"megapixels": 51, "limit": 50})


def test_a_later_page_that_is_cut_off_is_refused_before_anything_is_charged() -> None:
    content = tiff_directories([{}, {273: 10**6}])
    assert refusal(content) == ("unreadable-document", {})


def test_a_first_page_that_does_not_unpack_is_refused() -> None:
    whole = bytearray(image_bytes(noise(300, 200), "TIFF", compression="tiff_adobe_deflate"))
    whole[200:4000] = bytes(3800)
    assert refusal(bytes(whole)) == ("unreadable-document", {})
