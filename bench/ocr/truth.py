"""The pages to read and what is on them: real documents of a folder, and pages made here with exact truth."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from bench.pages import DOCUMENTS, KINDS, generate
from bench.pages.__main__ import write

IMAGES = (".jpg", ".jpeg", ".png", ".webp")
REAL = "real"


@dataclass(frozen=True)
class Truth:
    """`file` is the document as it is received. `polygons` (words, 4, 2) in pixels of the image as given, in the order
    of the words; None where only the text is known. Lines, and the words in them, are in reading order; `rotation`: how
    far the content is turned clockwise.
    """

    name: str
    kind: str
    file: Path
    lines: tuple[tuple[str, ...], ...]
    polygons: NDArray[np.float64] | None
    rotation: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        return "\n".join(" ".join(line) for line in self.lines)


class Source(Protocol):
    """Makes one page when its turn comes, so that only one lies on the disk; may be called again."""

    def __call__(self, folder: Path) -> Truth: ...


def real_pages(folder: Path, limit: int | None) -> list[Source]:
    """Images in `folder`/*/, their text in `folder`/box/NAME.csv or .txt: four corners, then the text (SROIE, 2019).

    Taken as they stand: upright once the orientation in the file is applied, boxes in reading order.
    """
    images = sorted(path for path in folder.glob("*/*") if path.suffix.lower() in IMAGES)
    return [partial(_real, image) for image in images[:limit]]


def made_pages(count: int, kinds: Sequence[str] = ()) -> list[Source]:
    """The pages of `bench.pages.sample_set`, or as many of some kinds only, with each document in turn."""
    return [partial(_made, number, *_pair(number, kinds or list(KINDS))) for number in range(count)]


def upright(file: Path, folder: Path) -> Path:
    """The page as a file without compression, turned as its EXIF says: no engine's time goes into unpacking."""
    target = folder / f"{file.stem}.ppm"
    with Image.open(file) as opened:
        ImageOps.exif_transpose(opened).convert("RGB").save(target)
    return target


def _real(image: Path, folder: Path) -> Truth:  # noqa: ARG001  it lies where it is
    found = next(iter(sorted(image.parent.parent.glob(f"box/{image.stem}.*"))), None)
    if found is None:
        raise FileNotFoundError(f"{image} has no box/{image.stem}.csv")
    rows = csv.reader(io.StringIO(found.read_text("utf-8", errors="replace")), quoting=csv.QUOTE_NONE)
    lines = tuple(tuple(",".join(row[8:]).split()) for row in rows)
    return Truth(image.name, REAL, image, lines, None)


def _pair(number: int, kinds: Sequence[str]) -> tuple[str, str]:
    """Document and kind. Where the two counts have a divisor in common, each round of kinds starts a document later."""
    documents = list(DOCUMENTS)
    later = number // len(kinds) if len(kinds) % len(documents) == 0 else 0
    return documents[(number + later) % len(documents)], kinds[number % len(kinds)]


def _made(number: int, document: str, kind: str, folder: Path) -> Truth:
    page = generate(number, document, kind)
    name = f"{number:04}-{document}-{kind}"
    write(page, folder / name)
    file = next(path for path in folder.glob(f"{name}.*") if path.suffix in IMAGES)
    lines = tuple(tuple(page.texts[index] for index in line) for line in page.lines)
    return Truth(file.name, kind, file, lines, page.polygons[list(page.reading_order)], page.rotation)
