"""What light, lens and file format do to a picture: shadow, blur, noise, JPEG; and the table a paper lies on."""

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.pages.geometry import Colour
from bench.pages.page import Picture

Shade = NDArray[np.float32]
Tint = tuple[float, float, float]
WOOD: tuple[Colour, ...] = ((92, 62, 40), (128, 92, 60), (58, 44, 36), (74, 74, 78), (46, 52, 58))


def shaded(image: Picture, shade: Shade, tint: Tint = (1, 1, 1)) -> Picture:
    """Each channel times `shade`, a coarse (h, w) map up to 1.25 that is stretched over the image, and its `tint`."""
    height, width = image.shape[:2]
    # Whole numbers on the large picture: a third of the time of floats.
    coarse = (np.clip(shade[..., None] * np.array(tint), 0, 1.25) * 204).astype(np.uint8)
    full = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    result: Picture = cv2.multiply(image, full, scale=1 / 204)
    return result


def shadow(chance: Random, darkest: float) -> Shade:
    """Light that falls off across the page, and the soft edge of a hand or phone; 1 is full light."""
    ys, xs = np.mgrid[0:64, 0:64] / 63
    angle = chance.uniform(0, 2 * np.pi)
    slope = (xs - 0.5) * np.cos(angle) + (ys - 0.5) * np.sin(angle)
    edge = (xs - chance.uniform(0.2, 0.8)) * np.sin(angle) + (ys - chance.uniform(0.2, 0.8)) * np.cos(angle)
    cast = 1 / (1 + np.exp(-edge * chance.uniform(15, 40)))
    light = 1 - (1 - darkest) * (0.4 * (slope + 0.7) / 1.4 + 0.6 * cast)
    shade: Shade = light.astype(np.float32)
    return shade


def blurred(image: Picture, sigma_px: float) -> Picture:
    result: Picture = cv2.GaussianBlur(image, (0, 0), sigma_px)
    return result


def noisy(image: Picture, chance: Random, sigma: float) -> Picture:
    """Grain of a sensor, alike in all channels; `sigma` in steps of 255."""
    height, width = image.shape[:2]
    random = np.random.default_rng(chance.getrandbits(64))
    # A tile a million pixels large: its repetition does not show, and a photo would cost ten times as much.
    down, across = min(height, 1000), min(width, 1000)
    tile = np.rint(random.standard_normal((down, across), dtype=np.float32) * sigma).astype(np.int16)
    grain = np.tile(tile, (-(-height // down), -(-width // across)))[:height, :width]
    result: Picture = cv2.add(image, cv2.merge([grain] * 3), dtype=cv2.CV_8U)
    return result


def compressed(image: Picture, quality: int) -> Picture:
    """There and back through JPEG."""
    _, content = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR_RGB), dtype=np.uint8)


def white_balance(warmth: float) -> Tint:
    """Above 0 yellower, below 0 bluer."""
    return 1 + min(0, warmth), 1 - abs(warmth) * 0.3, 1 - max(0, warmth)


def table_top(size: tuple[int, int], chance: Random) -> Picture:
    """Wood or laminate of (width, height), with a grain."""
    width, height = (side // 2 + 1 for side in size)
    random = np.random.default_rng(chance.getrandbits(64))
    grain = np.ones((height, width), dtype=np.float32)
    for across, down, weight in ((3, 90, 0.1), (8, 300, 0.07), (120, 160, 0.045)):
        knots = random.standard_normal((down, across), dtype=np.float32) * weight
        grain += cv2.resize(knots, (width, height), interpolation=cv2.INTER_LINEAR)
    colour = chance.choice(WOOD)
    half = cv2.merge([(grain * part).clip(0, 255).astype(np.uint8) for part in colour])
    result: Picture = cv2.resize(half, size, interpolation=cv2.INTER_LINEAR)
    return result


def edge_shadow(cover: Picture, lift_px: float) -> Shade:
    """On a table, round a paper that covers it where `cover` (h, w) is 255."""
    soft = cv2.GaussianBlur(cover, (0, 0), lift_px + 0.5).astype(np.float32) / 255
    shade: Shade = np.roll(1 - 0.6 * soft, round(lift_px * 0.7), axis=(0, 1))
    return shade
