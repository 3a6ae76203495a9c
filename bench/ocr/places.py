"""Which word that was read lies on which true word, by their polygons."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.ocr.reading import Polygon

Numbers = NDArray[np.float64]
_COVERED = 0.5
"""A true word counts as found when a read word covers this part of it."""


@dataclass(frozen=True)
class Overlaps:
    """Areas in square pixels: `shared` (read, true); `read` and `true` of each polygon."""

    shared: Numbers
    read: Numbers
    true: Numbers

    def best(self) -> list[int | None]:
        """For each read word the true word that it overlaps most; None beside all of them."""
        if not self.shared.size:
            return [None] * len(self.read)
        return [int(row.argmax()) if row.any() else None for row in self.shared]

    def fits(self) -> list[float]:
        """For each read word intersection over union with its best true word, in [0, 1]."""
        fits = []
        for index, true in enumerate(self.best()):
            shared = 0.0 if true is None else self.shared[index, true]
            fits.append(0.0 if true is None else float(shared / (self.read[index] + self.true[true] - shared)))
        return fits

    def order_found(self) -> list[int]:
        """True words in the order in which they were read; those that no read word covers are left out."""
        if not self.shared.size:
            return []
        readers = self.shared.argmax(axis=0)
        covered = self.shared.max(axis=0) >= _COVERED * self.true
        return sorted(map(int, np.flatnonzero(covered)), key=lambda true: (readers[true], true))


def overlaps(read: Sequence[Polygon], true: Numbers) -> Overlaps:
    """`true` (words, 4, 2). Polygons are taken as their convex hulls."""
    ours, theirs = [_hull(polygon) for polygon in read], [_hull(polygon) for polygon in true]
    shared = np.zeros((len(ours), len(theirs)))
    if not shared.size:
        return Overlaps(shared, _areas(ours), _areas(theirs))
    (low, high), (true_low, true_high) = _bounds(ours), _bounds(theirs)
    meet = ((low[:, None] < true_high) & (high[:, None] > true_low)).all(axis=-1)
    for one, other in zip(*map(np.ndarray.tolist, np.nonzero(meet)), strict=True):
        shared[one, other] = cv2.intersectConvexConvex(ours[one], theirs[other])[0]
    return Overlaps(shared, _areas(ours), _areas(theirs))


def _hull(polygon: Polygon | Numbers) -> NDArray[np.float32]:
    return np.asarray(cv2.convexHull(np.asarray(polygon, dtype=np.float32)), dtype=np.float32)


def _areas(hulls: list[NDArray[np.float32]]) -> Numbers:
    return np.array([cv2.contourArea(hull) for hull in hulls], dtype=np.float64)


def _bounds(hulls: list[NDArray[np.float32]]) -> tuple[Numbers, Numbers]:
    return np.array([hull.min(axis=(0, 1)) for hull in hulls]), np.array([hull.max(axis=(0, 1)) for hull in hulls])
