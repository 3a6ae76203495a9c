"""What comes onto a paper after or during printing: stamp, signature, fold, needle dots, fading heat print."""

from dataclasses import replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bench.pages import fonts, geometry, light
from bench.pages.geometry import Colour
from bench.pages.page import Page, Picture, Points

STAMP_INKS: tuple[Colour, ...] = ((40, 60, 170), (120, 40, 140), (190, 40, 50), (30, 110, 90))
PEN_INKS: tuple[Colour, ...] = ((25, 45, 140), (30, 30, 40), (20, 60, 120))
COPY_PAPERS: tuple[Colour, ...] = ((255, 255, 255), (252, 238, 240), (253, 248, 222), (236, 246, 238))
STAMP_WORDS = ("LUNAS", "DITERIMA", "DISETUJUI", "ASLI", "TERKIRIM")
Coverage = NDArray[np.uint8]
"""Of ink, (H, W): 255 is all."""


def stamped(page: Page, chance: Random) -> Page:
    """A round stamp whose rings cross text; its own word lies where it can be read, and is read last."""
    radius = round(page.image.shape[1] * chance.uniform(0.095, 0.12) * (1 if _wide(page) else 1.6))
    cover, polygon, word = _stamp(radius, chance)
    x, y = _place_for(page, polygon, radius, chance)
    whole = np.zeros(page.image.shape[:2], dtype=np.uint8)
    whole[y : y + 2 * radius, x : x + 2 * radius] = cover
    image = _inked(page.image, whole, chance.choice(STAMP_INKS), chance.uniform(0.6, 0.8))
    polygons = np.concatenate([page.polygons, (polygon + np.array([x, y]))[None]])
    lines = (*page.lines, (len(page.texts),))
    return replace(page, image=image, texts=(*page.texts, word), polygons=polygons, lines=lines)


def signed(page: Page, chance: Random) -> Page:
    """A pen's loops across words in the lower half of the page."""
    height, width = page.image.shape[:2]
    lower = [each for each in page.polygons if each[:, 1].min() > height / 2]
    middle = chance.choice(lower or list(page.polygons)).mean(axis=0)
    long = width * chance.uniform(0.14, 0.2) * (1 if _wide(page) else 1.5)
    x = float(np.clip(middle[0], long * 0.6, width - long * 0.6))
    curve = _scribble(chance) * (long, long * 0.22) + (x, middle[1])
    cover = np.zeros((height, width), dtype=np.uint8)
    thick = max(2, round(width / 700))
    cv2.polylines(
        cover,
        [np.round(curve * 8).astype(np.int32)],
        isClosed=False,
        color=255,
        thickness=thick,
        lineType=cv2.LINE_AA,
        shift=3,
    )
    return replace(page, image=_inked(page.image, cover, chance.choice(PEN_INKS), 0.85))


def folded(page: Page, chance: Random) -> Page:
    """One or two folds across and perhaps one down: the lines bend, each panel has its own light."""
    height, width = page.image.shape[:2]
    across = [height * each for each in chance.choice(((0.5,), (0.33, 0.67), (0.48,)))]
    lift, reach, phase = width * 0.004, width * 0.06, chance.uniform(0, 6)

    def rise(xs: Points, ys: Points) -> Points:
        near = sum(np.exp(-(((ys - at) / reach) ** 2)) for at in across)
        moved: Points = lift * near * np.sin(xs / width * 5 + phase)
        return moved

    page = geometry.bent(page, rise)
    down = [width * chance.uniform(0.48, 0.52)] if chance.random() < 0.6 else []
    return replace(page, image=_creased(page.image, across, down, chance))


def needle_printed(page: Page, pitch_px: int, chance: Random) -> Page:
    """Each dark pixel becomes a dot of a dot-matrix printer, with a worn ribbon: pale, uneven from row to row."""
    grey = cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY)
    random = np.random.default_rng(chance.getrandbits(64))
    wear = random.uniform(0.75, 1, grey.shape) * random.uniform(0.85, 1, (len(grey), 1))
    dots = ((grey < 140) * wear * 255).astype(np.uint8)
    side = np.linspace(-1, 1, pitch_px)
    needle = (np.clip(1.75 - np.hypot(side[:, None], side[None]), 0, 1) * 255).astype(np.uint8)
    fields = cv2.resize(dots, None, fx=pitch_px, fy=pitch_px, interpolation=cv2.INTER_NEAREST)
    cover = cv2.multiply(fields, np.tile(needle, grey.shape), scale=1 / 255)
    cover = cv2.GaussianBlur(cover, (0, 0), pitch_px * 0.17)
    image = _inked(_blank(cover, chance.choice(COPY_PAPERS)), cover, (45, 40, 72), chance.uniform(0.75, 0.95))
    return replace(page, image=image, polygons=page.polygons * pitch_px)


def faded(page: Page, chance: Random) -> Page:
    """Heat print after a summer in a wallet: grey letters on yellowish paper, paler in bands."""
    height, width = page.image.shape[:2]
    rows = np.cumsum(np.random.default_rng(chance.getrandbits(64)).standard_normal((14, 5)), axis=0)
    bands = (rows - rows.min()) / (np.ptp(rows) + 1e-6)
    strength = (102 + 92 * bands).astype(np.uint8)
    grey = cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY)
    cover = cv2.multiply(
        255 - grey, cv2.resize(strength, (width, height), interpolation=cv2.INTER_CUBIC), scale=1 / 255
    )
    image = _inked(_blank(cover, (246, 240, 222)), cover, (70, 62, 88), 1)
    return replace(page, image=light.noisy(image, chance, 2.5))


def _blank(like: Coverage, colour: Colour) -> Picture:
    return np.broadcast_to(np.array(colour, dtype=np.uint8), (*like.shape, 3)).copy()


def _inked(image: Picture, cover: Coverage, colour: Colour, strength: float) -> Picture:
    """With see-through ink on it: what was dark stays dark."""
    steps = np.arange(256)[:, None] * (strength * (1 - np.array(colour) / 255))
    kept = cv2.LUT(cv2.merge([cover] * 3), (255 - steps).astype(np.uint8)[None])
    result: Picture = cv2.multiply(image, kept, scale=1 / 255)
    return result


def _wide(page: Page) -> bool:
    height, width = page.image.shape[:2]
    return bool(height < 2 * width)


def _stamp(radius: int, chance: Random) -> tuple[Coverage, Points, str]:
    """Rings, ornaments and one word of a stamp, turned a little: coverage (2r, 2r) in [0, 1], the word's polygon."""
    word, side = chance.choice(STAMP_WORDS), 2 * radius
    drawing = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(drawing)
    for share, thick in ((0.96, 0.035), (0.88, 0.015), (0.6, 0.015)):
        reach = radius * share
        draw.ellipse(
            (radius - reach, radius - reach, radius + reach, radius + reach),
            outline=255,
            width=max(1, round(radius * thick)),
        )
    _ornaments(draw, radius)
    font = fonts.font(
        "narrow", max(6, round(radius * 1.55 / len(word) * 1.45 if len(word) > 5 else radius * 0.42)), bold=True
    )
    left, top, right, bottom = draw.textbbox((radius, radius), word, font=font, anchor="mm")
    draw.rectangle((left - 6, top - 6, right + 6, bottom + 6), fill=0, outline=255, width=max(1, radius // 45))
    draw.text((radius, radius), word, fill=255, font=font, anchor="mm")
    box = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
    matrix = geometry.about((radius, radius), chance.uniform(-14, 14))
    worn = np.random.default_rng(chance.getrandbits(64)).integers(150, 256, (8, 8), dtype=np.uint8)
    picture = geometry.warped(np.asarray(drawing), matrix, (side, side))
    cover: Coverage = cv2.multiply(picture, cv2.resize(worn, (side, side)), scale=1 / 255)
    return cover, geometry.moved(box, matrix), word


def _ornaments(draw: ImageDraw.ImageDraw, radius: int) -> None:
    """Stars between the rings, instead of a curved name that no line of text could hold."""
    for angle in np.linspace(0, 2 * np.pi, 13)[:-1]:
        x, y = radius + np.cos(angle) * radius * 0.74, radius + np.sin(angle) * radius * 0.74
        tips = np.linspace(0, 2 * np.pi, 11)[:-1]
        reach = np.where(np.arange(10) % 2, 0.035, 0.085) * radius
        star = np.stack([x + np.cos(tips + angle) * reach, y + np.sin(tips + angle) * reach], axis=-1)
        draw.polygon([(float(px), float(py)) for px, py in star], fill=255)


def _place_for(page: Page, word: Points, radius: int, chance: Random) -> tuple[int, int]:
    """The top left corner, of sixty tried, where the stamp's word is clear of text and its rings are not."""
    height, width = page.image.shape[:2]
    tried = [
        (chance.randint(0, width - 2 * radius), chance.randint(height // 4, max(height // 4, height - 2 * radius)))
        for _ in range(60)
    ]
    middles = page.polygons.mean(axis=1)

    def merit(corner: tuple[int, int]) -> tuple[int, int]:
        low, high = page.polygons.min(axis=1), page.polygons.max(axis=1)
        band = word + corner
        hidden = ((low < band.max(axis=0) + 3) & (high > band.min(axis=0) - 3)).all(axis=1).sum()
        crossed = (np.hypot(*(middles - corner - radius).T) < radius).sum()
        return -int(hidden), min(6, int(crossed))

    return max(tried, key=merit)


def _scribble(chance: Random) -> Points:
    """A signature's path about the origin, one unit long."""
    t = np.linspace(0, 1, 260)
    waves = chance.randint(3, 5)
    x = t - 0.5 + 0.06 * np.cos(2 * np.pi * waves * t + 1)
    tall = chance.uniform(0.5, 0.9) * (1 - 0.6 * t) + 0.1 * np.sin(2 * np.pi * 3.3 * t)
    y = tall * np.sin(2 * np.pi * waves * t) + 0.25 * np.sin(2 * np.pi * 1.3 * t + chance.uniform(0, 6)) - 0.2 * t
    return np.stack([x, y], axis=-1)


def _creased(image: Picture, across: list[float], down: list[float], chance: Random) -> Picture:
    """Panels of different light, and at each fold a bright line where the paper broke beside a dark one."""
    height, width = image.shape[:2]
    rows, columns = _panels(height, across, width, chance), _panels(width, down, width, chance)
    return light.shaded(image, np.minimum(1.04, rows[:, None] * columns[None]).astype(np.float32))


def _panels(length: int, folds: list[float], width: int, chance: Random) -> NDArray[np.float64]:
    at = np.arange(length, dtype=np.float64)
    light_of = np.ones(length)
    for fold in folds:
        distance = (at - fold) / (width * 0.0015)
        light_of -= chance.uniform(0.04, 0.12) * np.exp(-np.abs(distance) / 40) * (distance > 0)
        light_of -= 0.22 * np.exp(-((distance - 1) ** 2)) - 0.1 * np.exp(-((distance + 1) ** 2))
    return light_of
