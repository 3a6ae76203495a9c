"""The kinds of page: what becomes of a clean document before a reader sees it."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np

from bench.pages import fonts, geometry, light, marks
from bench.pages.page import Page
from bench.pages.sheet import Colour, Style

Change = Callable[[Page, Random], Page]
ACCENTS: tuple[Colour, ...] = ((25, 25, 28), (25, 25, 28), (20, 50, 120), (150, 25, 35), (15, 90, 70))
PHOTO_SCALE = 1.55
NEEDLE_PITCH_PX = 3
# Below 13 dots an r of this face has no arm left and reads as an i.
NEEDLE_BODY_DOTS = (13, 14, 15, 16)
SCANNER: Colour = (235, 235, 232)


def style(document: str, kind: str, chance: Random, scale: float) -> Style:
    """Photos are printed large, for the camera's pixels; needles and tills have their own letters."""
    if kind == "dot_matrix":
        body, dots = chance.randint(20, 23), chance.choice(NEEDLE_BODY_DOTS)
        return Style("mono", body, dots / body, (0, 0, 0), (0, 0, 0), crisp=True)
    till = document.startswith("receipt")
    family = chance.choice(("mono", "mono", "narrow", "sans", "plain") if till else fonts.FAMILIES)
    body = chance.randint(20, 26) if till else chance.choice((16, 17, 18, 19, 20, 21, 22))
    grey = chance.randint(15, 60)
    if "photo" in kind or kind == "dark_table":
        scale *= PHOTO_SCALE
    return Style(family, body, scale, (grey, grey, grey + 4), (grey,) * 3 if till else chance.choice(ACCENTS))


def _clean(page: Page, _chance: Random) -> Page:
    return page


def _skew(page: Page, chance: Random) -> Page:
    return geometry.skew(page, chance.choice((-1, 1)) * chance.uniform(2, 5), SCANNER)


def _perspective(page: Page, chance: Random) -> Page:
    matrix, size = geometry.seen_from_an_angle(page, chance, 0.06, 0.02)
    return geometry.warp(page, matrix, size, (205, 203, 198))


def _shadow(page: Page, chance: Random) -> Page:
    return replace(page, image=light.shaded(page.image, light.shadow(chance, chance.uniform(0.3, 0.5))))


def _blur(page: Page, chance: Random) -> Page:
    return replace(page, image=light.blurred(page.image, page.letter_height_px * chance.uniform(0.1, 0.13)))


def _low_resolution(page: Page, chance: Random) -> Page:
    return geometry.scaled(page, min(0.9, chance.uniform(7.5, 8.5) / page.letter_height_px))


def _jpeg_noise(page: Page, chance: Random) -> Page:
    grainy = light.noisy(page.image, chance, chance.uniform(8, 14))
    return replace(page, image=light.compressed(grainy, chance.randint(25, 45)))


def _on_table(page: Page, chance: Random, strength: float, margin: float) -> Page:
    matrix, size = geometry.seen_from_an_angle(page, chance, strength, margin)
    small = size[0] // 8 + 1, size[1] // 8 + 1
    paper = np.full(page.image.shape[:2], 255, dtype=np.uint8)
    cover = geometry.warped(paper, np.diag([1 / 8, 1 / 8, 1]) @ matrix, small)
    table = light.shaded(light.table_top(size, chance), light.edge_shadow(cover, page.image.shape[1] * 0.0015))
    return geometry.laid_on(page, table, matrix)


def _dark_table(page: Page, chance: Random) -> Page:
    return _on_table(page, chance, 0.01, chance.uniform(0.15, 0.35))


def _photo(page: Page, chance: Random) -> Page:
    page = _on_table(page, chance, 0.05, chance.uniform(0.05, 0.12))
    tint = light.white_balance(chance.uniform(-0.08, 0.16))
    image = light.shaded(page.image, light.shadow(chance, chance.uniform(0.45, 0.7)), tint)
    image = light.blurred(image, page.letter_height_px * 0.05)
    return replace(page, image=light.compressed(light.noisy(image, chance, 5), chance.randint(55, 80)))


def _photo_turned(page: Page, chance: Random) -> Page:
    return geometry.turn(_photo(page, chance), chance.choice((90, 180, 270)))


def _turned(degrees: int) -> Change:
    return lambda page, _chance: geometry.turn(page, degrees)


def _dot_matrix(page: Page, chance: Random) -> Page:
    return marks.needle_printed(page, NEEDLE_PITCH_PX, chance)


KINDS: dict[str, Change] = {
    "clean": _clean,
    "skew": _skew,
    "perspective": _perspective,
    "shadow": _shadow,
    "blur": _blur,
    "low_resolution": _low_resolution,
    "jpeg_noise": _jpeg_noise,
    "photo": _photo,
    "dark_table": _dark_table,
    "turned_90": _turned(90),
    "turned_180": _turned(180),
    "turned_270": _turned(270),
    "photo_turned": _photo_turned,
    "dot_matrix": _dot_matrix,
    "thermal_fade": marks.faded,
    "stamp": marks.stamped,
    "signature": marks.signed,
    "crease": marks.folded,
}
