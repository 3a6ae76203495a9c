"""Images in the child: headers first, then pixels in the right orientation, and pictures without metadata."""

import io
import struct

import pi_heif
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
from ocrwtf.ocr.media_type import TIFF, MediaType
from ocrwtf.ocr.pixels import eight_bits, on_white
from ocrwtf.ocr.tiff import page_frames, refuse_if_cut_off

_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Imported here because the child cannot import any more; TIFF is the format of EXIF too."""
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/tiff": "TIFF", "image/heic": "HEIF"}
JPEG_QUALITY = 75
_TURNED_ORIENTATIONS = (5, 6, 7, 8)
_ORIENTATION = 0x0112
_UPRIGHT_FORMATS = ("TIFF",)
"""Turned when they are decoded: their size is the upright one. HEIC is too, and then says so itself."""
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
_CLOCKWISE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error, IndexError, KeyError, TypeError)
"""What Pillow raises over broken files (its own errors are among them)."""
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = None  # the limit is ours, checked right after the header: Pillow's is 89 and 179 megapixels


def page_count(content: bytes, media_type: MediaType) -> int:
    """The pages of a TIFF; 1 for the others, whose later frames are an animation's. No pixel is decoded.

    Raises
    ------
    Refusal: too-many-pages, too-many-pixels, no-pages, unreadable-document; each page's header is looked at.
    """
    if media_type != TIFF:
        return 1
    frames = page_frames(content)
    image = _opened(content, media_type)
    for frame in frames:
        _go_to(image, frame)
        refuse_if_cut_off(image, len(content))
    return len(frames)


def open_image(content: bytes, media_type: MediaType, number: int = 1) -> Image.Image:
    """Page `number` (from 1) with only its header read, within the limits.

    Raises
    ------
    Refusal: too-many-pixels, unreadable-document; for TIFF those of `page_frames`.
    """
    frames = page_frames(content) if media_type == TIFF else [0]
    if not 1 <= number <= len(frames):
        raise Refusal("unreadable-document")
    if media_type == "image/webp":
        _refuse_too_many_pixels(*_webp_size(content))  # Pillow allocates the canvas as soon as it opens one
    image = _opened(content, media_type)
    _go_to(image, frames[number - 1])
    return image


def _opened(content: bytes, media_type: MediaType) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]])
    except UnidentifiedImageError as error:
        raise Refusal("unreadable-document") from error
    except _UNREADABLE as error:
        raise Refusal("unreadable-document") from error


def _go_to(image: Image.Image, frame: int) -> None:
    try:
        if frame != image.tell():
            image.seek(frame)
    except _UNREADABLE as error:
        raise Refusal("unreadable-document") from error
    _refuse_too_many_pixels(*image.size)


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
    plain = eight_bits(image)
    if plain.size != target:
        plain = plain.resize(target, Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _turned(on_white(plain), orientation)


def turned(image: Image.Image, degrees: int) -> Image.Image:
    """Turned clockwise by 0, 90, 180 or 270 degrees."""
    return image if degrees == 0 else image.transpose(_CLOCKWISE[degrees])


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


def jpeg(page: Image.Image) -> bytes:
    """Of an RGB page, without metadata; as good as the WebP that it is made from."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except _UNREADABLE as error:
        raise Refusal("unreadable-document") from error


def _orientation(image: Image.Image) -> int:
    """1–8 as in EXIF; 1 when there is none, it is broken, or nothing is left to do."""
    if image.format in _UPRIGHT_FORMATS:
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except _UNREADABLE:
        return 1
    return value if value in range(1, 9) else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


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
