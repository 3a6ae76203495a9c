"""A page's text out of its words, and how many of them are for a person to look at."""

from typing import Any

import pytest

from ocrwtf.scans.texts import corrected_page_text, doubtful_places


def line(text: str, *words: str, confidence: float = 1.0) -> dict[str, Any]:
    """A line with the words of its text, or those named."""
    return {"text": text, "words": [{"text": word, "confidence": confidence} for word in words or text.split()]}


LINES = [line("TOTAL  l05.000"), line("Rp x Rp"), line("5 box")]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"0:1": "105.000"}, "TOTAL  105.000\nRp x Rp\n5 box"),
        ({"1:2": "IDR"}, "TOTAL  l05.000\nRp x IDR\n5 box"),
        ({"0:0": "JUMLAH", "0:1": "105.000", "2:1": "boks besar"}, "JUMLAH  105.000\nRp x Rp\n5 boks besar"),
        ({"1:1": ""}, "TOTAL  l05.000\nRp Rp\n5 box"),
        ({"1:0": ""}, "TOTAL  l05.000\nx Rp\n5 box"),
        ({"2:0": "", "2:1": ""}, "TOTAL  l05.000\nRp x Rp"),
    ],
)
def test_words_are_replaced_where_they_stand(said: dict[str, str], text: str) -> None:
    assert corrected_page_text(LINES, said) == text


@pytest.mark.parametrize("said", [{}, {"0:1": "l05.000"}, {"0:0": "TOTAL", "2:1": "box"}, {"7:7": "nowhere"}])
def test_a_page_whose_words_are_right_has_no_text_of_its_own(said: dict[str, str]) -> None:
    assert corrected_page_text(LINES, said) is None


def test_what_stands_between_words_stays_as_it_was_read() -> None:
    assert corrected_page_text([line("送货单编号", "送货单", "编号")], {"0:1": "号码"}) == "送货单号码"


def test_a_line_that_is_not_made_of_its_words_is_made_of_them() -> None:
    assert corrected_page_text([line("something else", "a", "b")], {"0:1": "c"}) == "a c"


def test_a_line_that_was_read_empty_stays() -> None:
    assert corrected_page_text([line("a"), line(""), line("b")], {"0:0": "x"}) == "x\n\nb"


@pytest.mark.parametrize(
    ("confidence", "said", "count"), [(0.8499, {}, 2), (0.85, {}, 0), (0.1, {"0:1": "ya"}, 1), (0.1, {"0:0": "a"}, 1)]
)
def test_a_word_is_doubtful_below_85_percent_until_somebody_looked(
    confidence: float, said: dict[str, str], count: int
) -> None:
    assert len(list(doubtful_places([line("a tidak", confidence=confidence)], said))) == count
