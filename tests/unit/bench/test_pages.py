"""The truth of the made pages is true: a bench on wrong truth would measure the generator."""

import json
from functools import cache
from itertools import cycle, islice, product
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bench import pages
from bench.pages import DOCUMENTS, KINDS, Page, generate, geometry, vocabulary
from bench.pages.__main__ import write
from bench.pages.kinds import style
from bench.pages.sheet import Cell, Sheet, Style

SMALL = 0.25
# Only text is on them, so that all ink belongs to words; the stamp's and the pen's ink and the table's grain does not.
MOVED = ("skew", "perspective", "low_resolution", "photo", "photo_turned", "dark_table", "crease", "dot_matrix")
# These look at words or at the paper's shape; the others treat every picture alike, so one document each is enough.
PLACED = ("clean", "skew", "perspective", "low_resolution", "stamp", "signature", "crease")
ALIKE = [kind for kind in KINDS if kind not in (*PLACED, "dot_matrix")]
# Needles print at full size only: the smallest document.
PAIRS = [*product(DOCUMENTS, PLACED), *zip(cycle(DOCUMENTS), ALIKE, strict=False), ("receipt", "dot_matrix")]
Mask = NDArray[np.uint8]


def inside(page: Page, polygons: NDArray[np.float64], grown_px: int = 0) -> Mask:
    """1 where a pixel's middle lies in one of the polygons, grown or (below 0) shrunk."""
    mask = np.zeros(page.image.shape[:2], dtype=np.uint8)
    cv2.fillPoly(mask, list(np.round((polygons - 0.5) * 16).astype(np.int32)), 1, shift=4)
    square = np.ones((2 * abs(grown_px) + 1,) * 2, dtype=np.uint8)
    return np.asarray(cv2.dilate(mask, square) if grown_px > 0 else cv2.erode(mask, square), dtype=np.uint8)


def ink(page: Page) -> NDArray[np.float64]:
    """How much darker than the paper around it; faint grain is none."""
    grey = cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((41, 41), dtype=np.uint8))
    darker = np.asarray(paper, dtype=np.float64) - grey
    return np.where(darker > 50, darker, 0.0)


@cache
def clean(document: str) -> Page:
    """In full size, once for the tests that look at it."""
    return generate(2, document, "clean")


@pytest.mark.parametrize("kind", ["clean", "photo", "dot_matrix", "thermal_fade", "stamp"])
def test_the_same_seed_makes_the_same_page(kind: str) -> None:
    once, again = (generate(4, "receipt", kind, SMALL) for _ in range(2))
    assert np.array_equal(once.image, again.image)
    assert np.array_equal(once.polygons, again.polygons)
    assert once.text == again.text


def test_another_seed_makes_another_page() -> None:
    assert generate(4, "receipt", "clean", SMALL).text != generate(5, "receipt", "clean", SMALL).text


@pytest.mark.parametrize(("document", "kind"), PAIRS)
def test_every_kind_can_be_made_and_what_looks_at_words_of_every_document(document: str, kind: str) -> None:
    page = generate(1, document, kind, SMALL)
    height, width = page.image.shape[:2]
    assert (page.document, page.kind, page.image.shape[2]) == (document, kind, 3)
    assert len(page.texts) > 20
    assert all([word.text] == word.text.split() for word in page.words)
    assert sorted(page.reading_order) == list(range(len(page.texts)))
    assert page.polygons.min() >= 0
    assert (page.polygons.max(axis=(0, 1)) <= (width, height)).all()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_can_be_set_in_the_letters_of_needles(document: str) -> None:
    chance = Random(1)  # noqa: S311  repeatable, not secret
    page = DOCUMENTS[document](style(document, "dot_matrix", chance, 1), chance)
    assert len(page.texts) > 20
    assert page.polygons.min() >= 0
    assert (page.polygons.max(axis=(0, 1)) <= page.image.shape[1::-1]).all()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_clean_words_fill_their_boxes_and_nothing_dark_is_just_outside(document: str) -> None:
    page = clean(document)
    darkness = page.image.min(axis=2)
    dark, grey = darkness < 190, darkness < 210
    for box in page.polygons.astype(int):
        (left, top), (right, bottom) = box[0], box[2]
        ring = dark[top - 2 : bottom + 2, left - 2 : right + 2].sum() - dark[top:bottom, left:right].sum()
        edges = (
            grey[top, left:right],
            grey[bottom - 1, left:right],
            grey[top:bottom, left],
            grey[top:bottom, right - 1],
        )
        assert ring == 0
        assert all(edge.any() for edge in edges)


@pytest.mark.parametrize("kind", MOVED)
def test_polygons_go_where_the_ink_goes(kind: str) -> None:
    page = generate(3, "receipt", kind, 0.6)
    on_page = ink(page) * inside(page, page.polygons, 5)
    within = {grown: (on_page * inside(page, page.polygons, grown)).sum() / on_page.sum() for grown in (1, -2)}
    assert within[1] > 0.97
    assert within[-2] < within[1] - 0.03


def test_words_move_with_paper_that_bends() -> None:
    flat = generate(3, "receipt", "clean", 0.6)
    page = geometry.bent(flat, lambda xs, ys: 9 * np.sin(xs / 90) + 9 * np.sin(ys / 130))
    on_page = ink(page) * inside(page, page.polygons, 5)
    assert (on_page * inside(page, page.polygons, 2)).sum() > 0.97 * on_page.sum()
    assert (on_page * inside(page, flat.polygons, 2)).sum() < 0.8 * on_page.sum()


def test_what_does_not_fit_a_cell_is_neither_printed_nor_claimed() -> None:
    sheet = Sheet(400, 80, Style("sans", 20))
    sheet.line(Cell(20, "Semen Portland lima puluh kilogram", limit=200))
    page = sheet.page("label")
    assert page.text == "Semen Portland lima"
    assert page.polygons.max(axis=(0, 1))[0] <= 220
    assert not (page.image[:, 221:] < 255).any()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_keeps_its_words_on_their_ink(degrees: int) -> None:
    upright = generate(6, "letter", "clean", 0.5)
    turned = geometry.turn(upright, degrees)
    assert turned.rotation == degrees
    for before, after in zip(upright.polygons[:40].astype(int), turned.polygons[:40].astype(int), strict=True):
        (left, top), (right, bottom) = before[0], before[2]
        (x0, y0), (x1, y1) = after.min(axis=0), after.max(axis=0)
        word = np.rot90(turned.image[y0:y1, x0:x1], degrees // 90)
        assert np.array_equal(word, upright.image[top:bottom, left:right])


def test_a_polygon_starts_at_the_top_left_of_the_text_however_the_page_is_turned() -> None:
    first = {kind: generate(1, "letter", kind, SMALL).polygons[0] for kind in ("turned_90", "turned_180", "turned_270")}
    along = {kind: np.sign((polygon[1] - polygon[0]).round()).tolist() for kind, polygon in first.items()}
    assert along == {"turned_90": [0, 1], "turned_180": [-1, 0], "turned_270": [0, -1]}


def test_words_never_lie_on_each_other() -> None:
    for document in DOCUMENTS:
        polygons = clean(document).polygons
        low, high = polygons.min(axis=1), polygons.max(axis=1)
        meet = ((low[:, None] < high) & (high[:, None] > low)).all(axis=-1)
        assert meet.sum() == len(polygons), document


def test_columns_are_read_one_after_the_other() -> None:
    page = generate(5, "two_columns", "clean", SMALL)
    middle = page.image.shape[1] / 2
    right = [page.polygons[line[0], 0, 0] > middle for line in page.lines[2:]]
    assert right == sorted(right)
    assert 5 < sum(right) < len(right) - 5


def test_a_stamp_brings_its_own_word_and_crosses_others() -> None:
    page = generate(2, "receipt", "stamp")
    *others, own = page.polygons
    coloured = np.ptp(page.image.astype(int), axis=2) > 40
    assert page.texts[-1] in {"LUNAS", "DITERIMA", "DISETUJUI", "ASLI", "TERKIRIM"}
    assert (coloured & (inside(page, own[None]) > 0)).sum() > 500
    assert (coloured & (inside(page, np.array(others)) > 0)).sum() > 20


def test_ninety_pages_meet_every_document_in_every_kind() -> None:
    pairs = list(islice(pages._pairs(), 90))
    assert set(pairs) == {(document, kind) for document in DOCUMENTS for kind in KINDS}


def test_a_sample_set_is_as_long_as_asked_and_repeatable() -> None:
    once, again = ([(page.kind, page.text) for page in pages.sample_set(2, seed=7)] for _ in range(2))
    assert [kind for kind, _ in once] == list(KINDS)[:2]
    assert once == again


def test_the_written_truth_is_the_pages_truth(tmp_path: Path) -> None:
    page = generate(1, "invoice", "turned_90", SMALL)
    write(page, tmp_path / "page")
    truth = json.loads((tmp_path / "page.json").read_text("utf-8"))
    assert [word["text"] for word in truth["words"]] == list(page.texts)
    assert np.allclose([word["polygon"] for word in truth["words"]], page.polygons, atol=0.01)
    assert [tuple(line) for line in truth["lines"]] == list(page.lines)
    assert (truth["rotation"], truth["kind"], truth["document"]) == (90, "turned_90", "invoice")
    assert np.array_equal(np.asarray(Image.open(tmp_path / "page.png")), page.image)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1_000, "seribu"),
        (1_250_000, "satu juta dua ratus lima puluh ribu"),
        (11_119, "sebelas ribu seratus sembilan belas"),
        (38_591_314, "tiga puluh delapan juta lima ratus sembilan puluh satu ribu tiga ratus empat belas"),
        (110, "seratus sepuluh"),
    ],
)
def test_an_amount_is_spelled_as_indonesians_spell_it(amount: int, words: str) -> None:
    assert vocabulary.spelled(amount) == words
