"""HEIC in the child: known by its brands, turned once, within the limits."""

import pytest

from tests.unit.ocr.decoding import pixels, probed, read, red_corner, refusal
from tests.unit.ocr.documents import heic_bytes


def test_a_photo_of_an_iphone_is_read() -> None:
    found = probed(heic_bytes())
    assert found == {"media_type": "image/heic", "page_count": 1, "width_px": 128, "height_px": 64}
    assert red_corner(pixels(read(heic_bytes()))) == "left top"


@pytest.mark.parametrize(
    ("quarter_turns", "mirror", "corner"),
    [
        (1, None, "left bottom"),
        (2, None, "right bottom"),
        (3, None, "right top"),
        (0, 0, "left bottom"),
        (0, 1, "right top"),
        (1, 1, "right bottom"),
    ],
)
def test_a_turned_or_mirrored_photo_is_turned_once(quarter_turns: int, mirror: int | None, corner: str) -> None:
    content = heic_bytes(quarter_turns, mirror)
    size = (64, 128) if quarter_turns % 2 else (128, 64)
    assert (probed(content)["width_px"], probed(content)["height_px"]) == size
    page = pixels(read(content))
    assert (page.size, red_corner(page)) == (size, corner)


def branded(*brands: bytes) -> bytes:
    first, *compatible = brands
    return heic_bytes().replace(b"heic\0\0\0\0mif1heicmiaf", first + bytes(4) + b"".join(compatible), 1)


def test_a_general_brand_counts_when_it_names_the_codec_we_read() -> None:
    assert probed(branded(b"mif1", b"miaf", b"mif1", b"heic"))["media_type"] == "image/heic"


@pytest.mark.parametrize("brands", [(b"avif", b"mif1", b"heic", b"miaf"), (b"mif1", b"avif", b"miaf", b"MA1B"),
                                    (b"isom", b"mp41", b"heic", b"avc1")])  # fmt: skip
def test_other_files_of_the_same_family_are_unsupported(brands: tuple[bytes, ...]) -> None:
    assert refusal(branded(*brands)) == ("unsupported-media-type", {})


def test_a_photo_above_fifty_megapixels_is_refused_by_its_header() -> None:
    size = (128).to_bytes(4, "big") + (64).to_bytes(4, "big")
    content = heic_bytes().replace(size, (10_000).to_bytes(4, "big") + (5_001).to_bytes(4, "big"))
    assert refusal(content) == ("too-many-pixels", {"megapixels": 51, "limit": 50})


@pytest.mark.parametrize("kept", [40, 300, 500])
def test_a_photo_that_is_cut_off_is_refused(kept: int) -> None:
    assert refusal(heic_bytes()[:kept]) == ("unreadable-document", {})


def test_our_pictures_carry_no_metadata() -> None:
    assert b"canary" in heic_bytes()
    assert not any(b"canary" in picture or b"EXIF" in picture for picture in read(heic_bytes()).blobs[:3])
