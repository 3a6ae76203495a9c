"""Quads, pages and crops in each other's frames."""

import numpy as np
import pytest

from ocrwtf.ocr.ppocr.geometry import (
    clockwise,
    page_turned,
    placed,
    quad_on_turned_page,
    quarter_turned,
    size,
    straightened,
)

QUAD = np.array([[10, 20], [50, 20], [50, 30], [10, 30]], np.float32)


def marked_page() -> np.ndarray:
    page = np.zeros((100, 80, 3), np.uint8)
    page[20:30, 10:50] = 255
    return page


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 3, 0, 1), (3, 2, 1, 0)])
def test_corners_in_any_order_become_clockwise_from_the_top_left(order: tuple[int, ...]) -> None:
    assert np.array_equal(clockwise(QUAD[list(order)]), QUAD)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_quad_stays_on_its_ink_when_the_page_is_turned(degrees: int) -> None:
    turned = page_turned(marked_page(), degrees)
    left, top = quad_on_turned_page(QUAD, degrees, 80, 100).min(axis=0).astype(int)
    right, bottom = quad_on_turned_page(QUAD, degrees, 80, 100).max(axis=0).astype(int)
    assert (turned[top:bottom, left:right] == 255).all()
    assert (turned == 255).sum() == 3 * (right - left) * (bottom - top)


def test_a_straightened_quad_is_all_ink_and_leads_back_to_the_page() -> None:
    crop, to_page = straightened(marked_page(), QUAD, 160, 48)
    assert crop.shape == (48, 160, 3)
    assert crop[4:-4, 4:-4].min() == 255
    assert placed(np.array([[0.0, 0.0], [160.0, 48.0]]), to_page) == pytest.approx(np.array([[10, 20], [50, 30]]))


def test_fine_strokes_survive_a_strong_reduction() -> None:
    page = np.full((192, 192, 3), 255, np.uint8)
    page[:, ::4] = 0
    corners = np.array([[0, 0], [192, 0], [192, 192], [0, 192]], np.float32)
    crop, _ = straightened(page, corners, 48, 48)
    assert 185 < crop[10:-10, 10:-10].mean() < 197


def test_a_quad_read_from_its_side_has_width_and_height_exchanged() -> None:
    width, height = size(QUAD)
    assert size(quarter_turned(QUAD, 1)) == (height, width)
