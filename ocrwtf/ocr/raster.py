"""Images in the child: headers first, then pixels in the right orientation, and pictures without metadata."""

import io
import struct

from PIL import (
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from ocrwtf.core.sandbox.wire import Refusal
from ocrwtf.ocr.limits import MAX_MEGAPIXELS, MEDIUM_WIDTH_PX, THUMBNAIL_WIDTH_PX, fitting
from ocrwtf.ocr.media_type import MediaType

_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Imported here because the child cannot import any more; TIFF is the format of EXIF."""
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_TURNED_ORIENTATIONS = (5, 6, 7, 8)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation (EXIF 2.32, table 6)."""
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error, IndexError, KeyError, TypeError)
"""What Pillow raises over broken files (its own errors are among them)."""
Image.MAX_IMAGE_PIXELS = None  # the limit is ours, checked right after the header: Pillow's is 89 and 179 megapixels


def open_image(content: bytes, media_type: MediaType) -> Image.Image:
    """The image with only its header read, within the limits.

    Raises
    ------
    Refusal: too-many-pixels, unreadable-document.
    """
    if media_type == "image/webp":
        _refuse_too_many_pixels(*_webp_size(content))  # Pillow allocates the canvas as soon as it opens one
    try:
        image = Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]])
    except UnidentifiedImageError as error:
        raise Refusal("unreadable-document") from error
    except _UNREADABLE as error:
        raise Refusal("unreadable-document") from error
    _refuse_too_many_pixels(*image.size)
    return image


def verify(image: Image.Image) -> None:
    """Decodes the image to its end as cheaply as the format allows, so that a truncated file is refused.

    Raises
    ------
    Refusal: unreadable-document.
    """
    image.draft(None, (1, 1))
    _load(image)


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height in pixels after the orientation stored in the file is applied."""
    width, height = image.size
    return (height, width) if _orientation(image) in _TURNED_ORIENTATIONS else (width, height)


def page_pixels(image: Image.Image) -> Image.Image:
    """Upright RGB on white, as large as `limits` allows; a JPEG is decoded at half, quarter, eighth where enough.

    Raises
    ------
    Refusal: unreadable-document.
    """
    orientation = _orientation(image)
    target = fitting(*image.size)
    image.draft(None, target)
    _load(image)
    plain = _eight_bits(image)
    if plain.size != target:
        plain = plain.resize(target, Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _turned(_on_white(plain), orientation)


def pictures(page: Image.Image) -> list[bytes]:
    """WebP of an RGB page: full, medium and thumbnail width, never enlarged, without metadata."""
    return [_webp(page), _webp(_narrowed(page, MEDIUM_WIDTH_PX)), _webp(_narrowed(page, THUMBNAIL_WIDTH_PX))]


def _narrowed(page: Image.Image, width_px: int) -> Image.Image:
    if page.width <= width_px:
        return page
    height_px = max(1, round(page.height * width_px / page.width))
    return page.resize((width_px, height_px), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _webp(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "WEBP", quality=80, method=2, exif=b"", xmp=b"", icc_profile=b"")
    return out.getvalue()


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except _UNREADABLE as error:
        raise Refusal("unreadable-document") from error


def _orientation(image: Image.Image) -> int:
    """1–8 as in EXIF; 1 when there is none or it is broken."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except _UNREADABLE:
        return 1
    return value if value in range(1, 9) else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _eight_bits(image: Image.Image) -> Image.Image:
    """L, RGB, RGBA or what converts to them without loss of range: 16-bit grey would be clipped to white."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "I":  # 16 bits in 32
        return image.point(lambda value: value * (1 / 256)).convert("L")
    transparent = image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if transparent else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height from the first chunk (RFC 9649 §2.5–2.7)."""
    kind, body = content[12:16], content[20:30]
    if len(body) < 10:
        raise Refusal("unreadable-document")
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF


def _refuse_too_many_pixels(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Refusal("unreadable-document")
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        megapixels = -(-width * height // 1_000_000)
        raise Refusal("too-many-pixels", megapixels=megapixels, limit=MAX_MEGAPIXELS)
