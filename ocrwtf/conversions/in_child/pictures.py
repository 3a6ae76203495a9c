"""How large the pictures in a deck are, from their headers: unpacked they would take far more than their files."""

import io
import warnings
from typing import Final

from PIL import BmpImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from ocrwtf.conversions.in_child.package import Package
from ocrwtf.conversions.limits import MAX_PICTURE_MEGAPIXELS
from ocrwtf.core.sandbox.wire import Refusal

_PLUGINS: Final = (
    BmpImagePlugin.BmpImageFile,
    GifImagePlugin.GifImageFile,
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    TiffImagePlugin.TiffImageFile,
    WebPImagePlugin.WebPImageFile,
)
"""Imported here because the child cannot import any more."""
_FORMATS: Final = [plugin.format for plugin in _PLUGINS]
_FOLDERS = ("ppt/media/", "Pictures/")
warnings.simplefilter("ignore", Image.DecompressionBombWarning)


def refuse_floods(package: Package) -> None:
    """Raises Refusal: picture-too-large. What is no picture, or of another kind, is LibreOffice's affair."""
    for name in package.names():
        if name.startswith(_FOLDERS) and (pixels := _pixels(package.read(name))) > MAX_PICTURE_MEGAPIXELS * 1_000_000:
            raise Refusal("picture-too-large", megapixels=round(pixels / 1_000_000), limit=MAX_PICTURE_MEGAPIXELS)


def _pixels(content: bytes) -> int:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            return picture.width * picture.height
    except Image.DecompressionBombError:
        return (Image.MAX_IMAGE_PIXELS or 0) * 2  # at least
    except (OSError, ValueError, SyntaxError):
        return 0
