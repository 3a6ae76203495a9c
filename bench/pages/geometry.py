"""Moves a page and its truth together: turned, skewed, seen from an angle, bent at a fold, scaled."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.pages.page import Page, Picture, Points

Colour = tuple[int, int, int]
Matrix = NDArray[np.float64]
# OpenCV counts from the middle of the first pixel, a page from its corner.
HALF = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])


def moved(points: Points, matrix: Matrix) -> Points:
    """Points of any shape (..., 2) under a 3 by 3 projective matrix."""
    ahead = np.concatenate([points, np.ones((*points.shape[:-1], 1))], axis=-1) @ matrix.T
    result: Points = ahead[..., :2] / ahead[..., 2:]
    return result


def warped(image: Picture, matrix: Matrix, size: tuple[int, int], outside: Colour = (0, 0, 0)) -> Picture:
    """`matrix` takes points of the image to points of the result, `size` is the result's (width, height)."""
    own = np.linalg.inv(HALF) @ matrix @ HALF
    result: Picture = cv2.warpPerspective(image, own, size, flags=cv2.INTER_LINEAR, borderValue=outside)
    return result


def warp(page: Page, matrix: Matrix, size: tuple[int, int], outside: Colour) -> Page:
    image = warped(page.image, matrix, size, outside)
    return replace(page, image=image, polygons=moved(page.polygons, matrix))


def laid_on(page: Page, table: Picture, matrix: Matrix) -> Page:
    """As `warp`, with the table's picture (which it changes) outside the paper."""
    height, width = table.shape[:2]
    own = np.linalg.inv(HALF) @ matrix @ HALF
    cv2.warpPerspective(page.image, own, (width, height), table, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    return replace(page, image=table, polygons=moved(page.polygons, matrix))


def turn(page: Page, degrees: int) -> Page:
    """Clockwise, by a multiple of 90; exact."""
    for _ in range(degrees // 90 % 4):
        height = page.image.shape[0]
        x, y = page.polygons[..., 0], page.polygons[..., 1]
        image = np.ascontiguousarray(np.rot90(page.image, -1))
        page = replace(page, image=image, polygons=np.stack([height - y, x], axis=-1))
    return replace(page, rotation=(page.rotation + degrees) % 360)


def skew(page: Page, degrees: float, outside: Colour) -> Page:
    """Clockwise; the picture grows so that the whole paper stays in it."""
    height, width = page.image.shape[:2]
    angle = np.deg2rad(degrees)
    cos, sin = abs(np.cos(angle)), abs(np.sin(angle))
    grown = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix = _shift(grown[0] / 2, grown[1] / 2) @ _round(angle) @ _shift(-width / 2, -height / 2)
    return warp(page, matrix, grown, outside)


def seen_from_an_angle(page: Page, chance: Random, strength: float, margin: float) -> tuple[Matrix, tuple[int, int]]:
    """Where a camera would see the paper's corners: each off by up to `strength` of the shorter side, on a picture
    with `margin` (share of that side) around it.
    """
    height, width = page.image.shape[:2]
    side, edge = min(height, width) * strength, min(height, width) * margin
    paper = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    off = np.array([(chance.uniform(-side, side), chance.uniform(-side, side)) for _ in range(4)])
    corners = moved(paper.astype(np.float64), _round(np.deg2rad(chance.uniform(-3, 3)))) + off
    corners += edge - corners.min(axis=0)
    size = np.ceil(corners.max(axis=0) + edge).astype(int)
    matrix: Matrix = cv2.getPerspectiveTransform(paper, corners.astype(np.float32))
    return matrix, (int(size[0]), int(size[1]))


def about(middle: tuple[float, float], degrees: float) -> Matrix:
    """Clockwise round a point."""
    return _shift(*middle) @ _round(np.deg2rad(degrees)) @ _shift(-middle[0], -middle[1])


def scaled(page: Page, factor: float) -> Page:
    height, width = page.image.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    image = cv2.resize(page.image, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    return replace(page, image=image, polygons=page.polygons * (size[0] / width, size[1] / height))


def bent(page: Page, lift: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]) -> Page:
    """Each point (x, y) moves down by `lift(x, y)` pixels, which must change slowly with y."""
    height, width = page.image.shape[:2]
    # On a grid of every eighth point, each in the middle of its field, as resizing takes them.
    down, across = -(-height // 8), -(-width // 8)
    ys, xs = np.mgrid[0:down, 0:across] + 0.5
    ys, xs = ys * height / down, xs * width / across
    source = ys.copy()
    for _ in range(3):  # the inverse of a slow movement: three steps leave less than a hundredth of a pixel
        source = ys - lift(xs, source)
    offset = cv2.resize((source - ys).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    image = cv2.remap(page.image, columns, rows + offset, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    moved_down = lift(page.polygons[..., 0], page.polygons[..., 1])
    return replace(page, image=image, polygons=page.polygons + np.stack([np.zeros_like(moved_down), moved_down], -1))


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], dtype=np.float64)


def _round(angle: float) -> Matrix:
    """Clockwise about the origin, in radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], dtype=np.float64)
