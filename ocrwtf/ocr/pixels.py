"""Pixels of every kind that images come with, as eight-bit grey or colour on white."""

from typing import cast

from PIL import Image

from ocrwtf.core.sandbox.wire import Refusal

_WITH_ALPHA = ("LA", "PA", "RGBA", "La", "RGBa")
_DEPTHS = (1 << 8, 1 << 12, 1 << 16, 1 << 32)


def eight_bits(image: Image.Image) -> Image.Image:
    """L, RGB or RGBA (transparent ones) of a decoded image, with its range of brightness kept.

    Raises
    ------
    Refusal: unreadable-document (a kind of pixel that has no such form).
    """
    try:
        return _eight_bits(image)
    except ValueError as error:
        raise Refusal("unreadable-document") from error


def on_white(image: Image.Image) -> Image.Image:
    """RGB; what is transparent becomes white."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return _grey(image if image.mode in ("I", "I;16") else image.convert("I"))
    if image.mode == "F":
        return _grey_of_fractions(image)
    if image.mode == "LAB":
        return image.getchannel("L")  # the lightness; colours would need a colour profile
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _grey(image: Image.Image) -> Image.Image:
    """Scanners put 12 bits into 16: the depth is the least that holds the brightest pixel."""
    brightest = _range(image)[1]
    depth = next(depth for depth in _DEPTHS if brightest < depth)
    return image.point(lambda value: value * (256 / depth)).convert("L")


def _grey_of_fractions(image: Image.Image) -> Image.Image:
    """Floating point has no agreed range: from the darkest to the brightest."""
    darkest, brightest = _range(image)
    factor = 255 / ((brightest - darkest) or 1.0)
    return image.point(lambda value: value * factor + -darkest * factor).convert("L")


def _range(image: Image.Image) -> tuple[float, float]:
    """The least and the greatest value of a grey image."""
    return cast("tuple[float, float]", image.getextrema())
