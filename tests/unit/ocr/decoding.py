"""The child's functions called in this process, and what comes of them."""

import io

import pytest
from PIL import Image

from ocrwtf.core.sandbox.wire import Refusal, Result
from ocrwtf.ocr import decode
from tests.unit.ocr.documents import descriptor_of

CORNERS = [(1, "left top"), (2, "right top"), (3, "right bottom"), (4, "left bottom"),
           (5, "left top"), (6, "right top"), (7, "right bottom"), (8, "left bottom")]  # fmt: skip
"""For each EXIF orientation, where the stored top left corner belongs; from 5 on, width and height are swapped too."""


def probed(content: bytes) -> dict[str, object]:
    with descriptor_of(content) as file:
        return decode.probe(file).meta


def read(content: bytes, number: int = 1) -> Result:
    with descriptor_of(content) as file:
        return decode.read_page(file, number)


def refusal(content: bytes) -> tuple[str, dict[str, int | str]]:
    with pytest.raises(Refusal) as refused:
        probed(content)
    return refused.value.code, refused.value.params


def pixels(result: Result) -> Image.Image:
    """What the recogniser would get."""
    return Image.frombytes("RGB", tuple(result.meta["pixels"]), result.blobs[3])


def picture_size(result: Result) -> tuple[int, int]:
    """Of the full picture."""
    return Image.open(io.BytesIO(result.blobs[0])).size


def red_corner(image: Image.Image) -> str:
    """Which quarter of an image like `documents.marked` is red."""
    width, height = image.size
    corners = {
        f"{across} {down}": image.getpixel((round(width * x), round(height * y)))
        for across, x in (("left", 0.2), ("right", 0.8))
        for down, y in (("top", 0.2), ("bottom", 0.8))
    }
    (found,) = [name for name, colour in corners.items() if colour == pytest.approx((255, 0, 0), abs=40)]
    return found
