"""Which letters of a PDF page are really seen: where they stand, its picture changes when they are taken away.

That one comparison finds white on white, text under a picture or a shape, text clipped away, transparent and invisible
text, whatever the trick. Letters that stand on each other are taken away in turns, so that a covered sum does not pass
for seen because of the one that covers it.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops

from ocrwtf.ocr.pdf import picture
from ocrwtf.ocr.pdf_scan import objects_of

_SEEN_FROM = 32
"""Of 255: a fainter difference is a watermark at best."""
_MOST_TURNS = 4
"""Text under so many others is taken for unseen."""
_CELL_PX = 8
_MOST_IN_A_CELL = 64
_MOST_CELLS = 1_000_000
"""A full page of small print has a third of them; letters as large as the page, written over and over, have more."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter: the address of the object that draws it, and its place in pixels (left, top, right, bottom)."""

    owner: int
    box: tuple[float, float, float, float]


def address_of(text: pdfium_c.FPDF_PAGEOBJECT) -> int:
    """What tells one object of an open page from another; 0 for none."""
    return ctypes.cast(text, ctypes.c_void_p).value or 0


def seen(page: pdfium.PdfPage, drawn: Image.Image, marks: Sequence[Mark]) -> list[bool]:
    """For each mark, whether it makes a difference to `drawn`, the page's picture, that can be seen.

    Text in forms nested too deep, or on a page with too much of it, cannot be taken away and counts as unseen.
    """
    turns = _turns(marks)
    texts = [each.raw for each in objects_of(page) if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT]
    found = [False] * len(marks)
    for turn in sorted(set(turns.values()) - {_MOST_TURNS}):
        ink = _ink(page, drawn, [text for text in texts if turns.get(address_of(text), turn) == turn])
        for place, mark in enumerate(marks):
            if turns[mark.owner] == turn:
                found[place] = _has_ink(ink, mark)
    return found


def _turns(marks: Sequence[Mark]) -> dict[int, int]:
    """For each owner the turn in which it is taken away: the first that none of those it stands on has."""
    owners = dict.fromkeys(mark.owner for mark in marks)
    owners_at = _owners_at(marks)
    if owners_at is None:
        return dict.fromkeys(owners, _MOST_TURNS)
    beside = _neighbours(owners_at)
    turns: dict[int, int] = {}
    for owner in owners:
        used = {turns.get(other) for other in beside.get(owner, ())}
        turns[owner] = next(turn for turn in range(_MOST_TURNS + 1) if turn not in used or turn == _MOST_TURNS)
    return turns


def _owners_at(marks: Sequence[Mark]) -> dict[tuple[int, int], set[int]] | None:
    """Whose letters stand in each cell of a grid; None when there is more of that than any honest page has."""
    owners_at: dict[tuple[int, int], set[int]] = {}
    cells = 0
    for mark in marks:
        columns, rows = _middle(mark)
        cells += len(columns) * len(rows)
        if cells > _MOST_CELLS:
            return None
        for cell in product(columns, rows):
            owners = owners_at.setdefault(cell, set())
            owners.add(mark.owner)
            if len(owners) > _MOST_IN_A_CELL:
                return None
    return owners_at


def _neighbours(owners_at: dict[tuple[int, int], set[int]]) -> dict[int, set[int]]:
    """For each owner that stands on others, these (and itself)."""
    beside: dict[int, set[int]] = {}
    for owners in owners_at.values():
        if len(owners) > 1:
            for owner in owners:
                beside.setdefault(owner, set()).update(owners)
    return beside


def _middle(mark: Mark) -> tuple[range, range]:
    """Columns and rows of a grid under a letter without its rim, which may touch the neighbours'."""
    left, top, right, bottom = mark.box
    return _middle_cells(left, right), _middle_cells(top, bottom)


def _middle_cells(start: float, end: float) -> range:
    rim = (end - start) / 8
    return range(int((start + rim) / _CELL_PX), int((end - rim) / _CELL_PX) + 1)


def _ink(page: pdfium.PdfPage, drawn: Image.Image, texts: list[pdfium_c.FPDF_PAGEOBJECT]) -> Image.Image:
    """L, of the size of `drawn`: 255 where these objects make a difference that can be seen, else 0."""
    for text in texts:
        pdfium_c.FPDFPageObj_SetIsActive(text, False)
    without = picture(page, drawn.size)
    for text in texts:
        pdfium_c.FPDFPageObj_SetIsActive(text, True)
    red, green, blue = ImageChops.difference(drawn, without).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([0] * _SEEN_FROM + [255] * (256 - _SEEN_FROM))


def _has_ink(ink: Image.Image, mark: Mark) -> bool:
    left, top, right, bottom = mark.box
    return ink.crop((int(left), int(top), int(right) + 1, int(bottom) + 1)).getbbox() is not None
