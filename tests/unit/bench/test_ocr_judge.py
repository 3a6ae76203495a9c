"""A page that was read, held against the truth."""

from pathlib import Path

import numpy as np
import pytest

from bench.ocr.figures import quality, speed
from bench.ocr.judge import judged
from bench.ocr.places import overlaps
from bench.ocr.reading import PageRead, Polygon, ReadWord
from bench.ocr.truth import Truth


def box(left: float, top: float, right: float, bottom: float) -> Polygon:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


TRUE = (box(0, 0, 10, 10), box(20, 0, 30, 10), box(0, 20, 10, 30))
TRUTH = Truth("page.png", "clean", Path("page.png"), (("satu", "dua"), ("satu",)), np.array(TRUE), rotation=90)


def read(*words: ReadWord, rotation: int | None = 270, seconds: float = 2.0) -> PageRead:
    return PageRead((words,), rotation, seconds, seconds, 100.0)


def test_fit_is_the_intersection_over_the_union_with_the_true_word() -> None:
    found = overlaps([box(0, 0, 10, 5), box(20, 0, 40, 10), box(50, 50, 60, 60)], np.array(TRUE))
    assert found.best() == [0, 1, None]
    assert found.fits() == pytest.approx([0.5, 0.5, 0.0])


def test_a_slanted_word_fits_by_its_own_area_not_by_its_bounds() -> None:
    diamond = ((5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0))
    assert overlaps([diamond], np.array(TRUE[:1])).fits() == pytest.approx([0.5])


def test_true_words_are_found_in_the_order_in_which_they_were_read() -> None:
    assert overlaps([TRUE[2], TRUE[0], box(20, 0, 24, 10)], np.array(TRUE)).order_found() == [2, 0]


def test_a_word_in_the_place_of_another_is_wrong_though_the_page_has_it() -> None:
    score = judged(TRUTH, read(ReadWord("Satu", 0.9, TRUE[0]), ReadWord("satu", 0.8, TRUE[1])))
    assert score.right == [True, False]
    assert score.words.hits == 2


def test_without_places_a_word_is_right_as_often_as_the_page_has_it() -> None:
    words = [ReadWord(text, 0.9, None) for text in ("satu", "dua", "dua", "satu")]
    score = judged(TRUTH, read(*words))
    assert score.right == [True, True, False, True]
    assert (score.fits, score.neighbours) == ([], (0, 0))


@pytest.mark.parametrize(("rotation", "upright"), [(270, True), (90, False), (0, False), (None, None)])
def test_a_page_is_upright_when_its_turn_is_undone(rotation: int | None, upright: bool | None) -> None:  # noqa: FBT001
    assert judged(TRUTH, read(rotation=rotation)).upright is upright


def test_a_page_on_which_an_engine_failed_counts_as_nothing_read() -> None:
    good = judged(TRUTH, read(*(ReadWord(text, 1.0, box) for text, box in zip(TRUTH.words, TRUE, strict=True))))
    figures = quality([good, judged(TRUTH, None)])
    assert figures.f1 == pytest.approx(2 / 3)
    assert (figures.character_error, figures.upright) == (0.5, 0.5)


def test_ratios_are_taken_page_by_page_over_the_pages_that_nobody_failed() -> None:
    ours = [judged(TRUTH, read(seconds=seconds)) for seconds in (1, 2, 9)] + [judged(TRUTH, None)]
    peer = [judged(TRUTH, read(seconds=seconds)) for seconds in (2, 2, 3, 5)]
    found = speed(ours, peer)
    assert found is not None
    assert (found.wall_median, found.wall_ratio, found.cpu_ratio) == (2, 1, 1)


def test_a_page_that_the_peer_failed_has_no_ratio() -> None:
    found = speed(
        [judged(TRUTH, read(seconds=6)), judged(TRUTH, read(seconds=6))],
        [judged(TRUTH, None), judged(TRUTH, read(seconds=3))],
    )
    assert found is not None
    assert found.wall_ratio == 2


def test_an_engine_that_failed_every_page_has_no_speed() -> None:
    assert speed([judged(TRUTH, None)], None) is None
