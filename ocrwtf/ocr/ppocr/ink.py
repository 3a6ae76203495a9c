"""Where a straightened line has ink: what is darker than its surroundings, whatever the light."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocrwtf.ocr.engine import Pixels

_BAND = 0.12
"""This part of the crop's height at top and bottom may hold a neighbouring line's ink."""
_INK_SHARE = 0.04
"""A column has ink when this part of its band is dark."""
_SURROUNDINGS_PX = 25
"""Strokes are thinner than this, shadows and the ground's own shade wider."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Where a straightened line has ink: one boolean for each pixel of its width, and its top and bottom row."""

    columns: NDArray[np.bool_]
    mask: NDArray[np.bool_]

    def gap(self, left: int, right: int) -> tuple[int, int]:
        """First and last + 1 pixel of the longest run without ink between two places; empty in the middle if none."""
        blank = np.flatnonzero(~self.columns[left:right])
        if not len(blank):
            return (left + right) // 2, (left + right) // 2
        runs = np.split(blank, np.flatnonzero(np.diff(blank) > 1) + 1)
        longest = max(runs, key=len)
        return left + int(longest[0]), left + int(longest[-1]) + 1

    def extent(self, left: int, right: int) -> tuple[float, float]:
        """Outermost ink between two places; the places themselves when there is none."""
        inked = np.flatnonzero(self.columns[left:right])
        return (left + int(inked[0]), left + int(inked[-1]) + 1) if len(inked) else (left, right)

    def rows(self, left: int, right: int) -> tuple[float, float]:
        """Top and bottom of the ink between two places; the whole height when there is none."""
        inked = np.flatnonzero(self.mask[:, left:right].any(axis=1))
        return (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, self.mask.shape[0])


def ink_of(line: Pixels) -> Ink:
    """Ink is what is darker than its surroundings, measured by their own light, by more than Otsu's threshold.

    Light print on dark ground is turned round first: the ground is what the line's edges show.
    """
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    if np.median(grey[[0, 1, -2, -1]]) < grey.mean():
        grey = 255 - grey
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_SURROUNDINGS_PX, _SURROUNDINGS_PX), np.uint8))
    darkness = (255 - cv2.divide(grey, ground, scale=255)).astype(np.uint8)
    _, drawn = cv2.threshold(darkness, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = drawn == 1
    margin = round(len(mask) * _BAND)
    band = mask[margin : len(mask) - margin]
    return Ink(band.mean(axis=0) > _INK_SHARE, mask)
