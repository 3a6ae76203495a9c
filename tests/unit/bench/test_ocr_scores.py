"""The measures of reading, on examples small enough to be counted by hand."""

import pytest

from bench.ocr import scores
from bench.ocr.scores import Matches


def test_a_word_counts_as_often_as_it_was_read_and_wanted() -> None:
    found = scores.matches(["a", "a", "b"], ["a", "b", "b", "c"])
    assert found == Matches(hits=2, read=3, wanted=4)
    assert found.f1 == pytest.approx(4 / 7)


def test_pages_are_added_up_before_f1_is_taken() -> None:
    assert (Matches(1, 1, 1) + Matches(0, 0, 2)).f1 == pytest.approx(2 / 4)


def test_reading_nothing_of_an_empty_page_is_right_and_of_a_full_one_wrong() -> None:
    assert scores.matches([], []).f1 == 1
    assert scores.matches([], ["a"]).f1 == 0


def test_words_are_compared_regardless_of_case_with_and_without_punctuation() -> None:
    assert scores.folded_words("PT. Maju,\n Rp1.000") == ["pt.", "maju,", "rp1.000"]
    assert scores.alphanumeric_words("PT. Maju,\n Rp1.000") == ["pt", "maju", "rp1", "000"]


@pytest.mark.parametrize(
    ("read", "wanted", "distance"),
    [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("abc", "bc", 1), ("xaby", "ab", 2)],
)
def test_edits_are_counted_as_levenshtein_counts_them(read: str, wanted: str, distance: int) -> None:
    assert scores.edits(read, wanted) == distance


def test_white_space_and_case_cost_no_edits() -> None:
    assert scores.one_line(" Surat\n  JALAN ") == "surat jalan"


def test_sure_words_that_are_always_right_have_no_calibration_error() -> None:
    assert scores.calibration_error([1.0] * 20, [True] * 20) == 0


def test_calibration_error_is_the_gap_between_sure_and_right_in_each_bin() -> None:
    sure = [0.5] * 10 + [0.9] * 10
    right = [True] * 2 + [False] * 8 + [True] * 9 + [False]
    assert scores.calibration_error(sure, right) == pytest.approx(0.15)


def test_the_order_of_equally_sure_words_does_not_change_the_calibration_error() -> None:
    right = [True] * 10 + [False] * 10
    assert scores.calibration_error([0.5] * 20, right) == scores.calibration_error([0.5] * 20, right[::-1]) == 0


def test_without_words_nothing_is_said_of_confidence() -> None:
    assert scores.calibration_error([], []) is None
    assert scores.share_to_review([], []) is None


def test_review_goes_on_until_one_word_in_a_hundred_may_be_wrong() -> None:
    sure = [number / 200 for number in range(200)]
    right = [number not in {10, 20, 30, 150} for number in range(200)]
    assert scores.share_to_review(sure, right) == pytest.approx(21 / 200)


def test_nothing_needs_review_where_hardly_anything_is_wrong() -> None:
    assert scores.share_to_review([0.9] * 100, [False] + [True] * 99) == 0


def test_words_of_one_confidence_are_reviewed_together() -> None:
    assert scores.share_to_review([0.3] * 4 + [0.9] * 6, [False, True, True, True] + [True] * 6) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("found", "kept"),
    [([0, 1, 2, 3], (3, 3)), ([0, 2, 5], (2, 2)), ([2, 3, 0, 1], (2, 3)), ([3, 2, 1, 0], (0, 3)), ([], (0, 0))],
)
def test_reading_order_is_the_share_of_words_followed_by_the_right_one(found: list[int], kept: tuple[int, int]) -> None:
    assert scores.neighbours_kept(found) == kept
