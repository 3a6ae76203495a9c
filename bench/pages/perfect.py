"""A made page as a faultless engine would read it: upright, each line split where the gap is wide."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

import numpy as np

from bench.pages import geometry
from bench.pages.page import Page, Points
from ocrwtf.ocr import page as ocr
from ocrwtf.ocr.reading_order import in_reading_order

GAP = 1.2
"""Detectors end a line at a gap of about its height."""


def as_read(page: Page, number: int = 1) -> ocr.Page:
    """Of the page turned upright, see `upright`; words are as high as their line, as an engine cuts them from it."""
    page = upright(page)
    height, width = page.image.shape[:2]
    lines = [_line(page, part) for line in page.lines for part in _parts(page, line)]
    turned = (360 - page.rotation) % 360
    return ocr.Page(number, width, height, turned, 1.0, "perfect", in_reading_order(lines))


def upright(page: Page) -> Page:
    return geometry.turn(page, 360 - page.rotation)


def _parts(page: Page, line: Sequence[int]) -> Iterator[list[int]]:
    """Of the words of a row from left to right."""
    ordered = sorted(line, key=lambda index: page.polygons[index, 0, 0])
    part = ordered[:1]
    for before, after in pairwise(ordered):
        polygons = page.polygons[[before, after]]
        gap = float(np.linalg.norm(polygons[1, 0] - polygons[0, 1]))
        if gap > GAP * _height(page.polygons[ordered]):
            yield part
            part = []
        part.append(after)
    if part:
        yield part


def _height(polygons: Points) -> float:
    return float(np.linalg.norm(polygons[:, 3] - polygons[:, 0], axis=1).max())


def _line(page: Page, part: Sequence[int]) -> ocr.Line:
    polygons = page.polygons[part]
    along = (polygons[:, 1] - polygons[:, 0] + polygons[:, 2] - polygons[:, 3]).sum(axis=0)
    along /= np.linalg.norm(along)
    axes = np.stack([along, [-along[1], along[0]]], axis=1)
    flat = polygons @ axes  # in the line's own frame: x along it, y down
    top, bottom = flat[..., 1].min(), flat[..., 1].max()

    def box(left: float, right: float) -> ocr.Polygon:
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)]) @ axes.T
        return cast("ocr.Polygon", tuple((float(x), float(y)) for x, y in corners))

    words = tuple(
        ocr.Word(page.texts[index], 1.0, box(own[:, 0].min(), own[:, 0].max()))
        for index, own in zip(part, flat, strict=True)
    )
    text = " ".join(word.text for word in words)
    return ocr.Line(text, 1.0, box(flat[..., 0].min(), flat[..., 0].max()), words)
