"""Quadrilaterals of text and what they contain, straightened."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.engine import Pixels

Quad = NDArray[np.float32]
"""(4, 2): corners [x, y] in pixels of the page, clockwise from the text's top-left as the page stands."""
Matrix = NDArray[np.float64]
"""(3, 3): a perspective transform."""

_SHARP = 1.5
"""Where a line is this much higher than its crop, it is made larger first and then averaged: no letter is skipped."""


def clockwise(corners: NDArray[np.float32]) -> Quad:
    """The corners of a rectangle in any order, from the top-left one."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def size(quad: Quad) -> tuple[float, float]:
    """Width and height in pixels: the longer of two opposite sides."""
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    return float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))


def quarter_turned(quad: Quad, turns: int) -> Quad:
    """The same place read from another side: its text's top-left is `turns` corners further."""
    return np.roll(quad, -turns, axis=0)


def page_turned(pixels: Pixels, degrees: int) -> Pixels:
    """The page turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))


def quad_on_turned_page(quad: Quad, degrees: int, width: int, height: int) -> Quad:
    """Where a quad of a page of width × height is once that page is turned clockwise by `degrees`."""
    x, y = quad[:, 0], quad[:, 1]
    places = {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}
    return clockwise(np.stack(places[degrees], axis=1).astype(np.float32))


def straightened(pixels: Pixels, quad: Quad, width: int, height: int) -> tuple[Pixels, Matrix]:
    """The quad's content as width × height pixels, and the transform from there back to the page."""
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    factor = min(4, max(1, round(size(quad)[1] / height))) if size(quad)[1] > _SHARP * height else 1
    to_crop = cv2.getPerspectiveTransform(quad, target * factor)
    interpolation = cv2.INTER_CUBIC if factor == 1 else cv2.INTER_LINEAR
    large = (width * factor, height * factor)
    crop = cv2.warpPerspective(pixels, to_crop, large, flags=interpolation, borderMode=cv2.BORDER_REPLICATE)
    if factor > 1:
        crop = cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA)
    return cast("Pixels", crop), cast("Matrix", cv2.getPerspectiveTransform(target, quad))


def placed(points: NDArray[np.float64], to_page: Matrix) -> NDArray[np.float64]:
    """(N, 2) points of a crop on the page."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ to_page.T
    return homogeneous[:, :2] / homogeneous[:, 2:]
