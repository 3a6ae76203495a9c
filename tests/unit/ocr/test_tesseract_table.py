"""What Tesseract writes becomes lines and words with their places; what is no such table is an expected error."""

import pytest

from ocrwtf.ocr.errors import EngineFailedError
from ocrwtf.ocr.tesseract.table import lines_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
PAGE = "1\t1\t0\t0\t0\t0\t0\t0\t1080\t1440\t-1\t\n2\t1\t1\t0\t0\t0\t373\t142\t301\t137\t-1\t\n"
LINE = "4\t1\t1\t1\t1\t0\t374\t142\t283\t29\t-1\t\n"
SURE = "5\t1\t1\t1\t1\t1\t374\t151\t61\t20\t90\tTOKO\n"
DOUBTFUL = '5\t1\t1\t1\t1\t2\t453\t146\t93\t22\t45.5\t"A"\n'
RULE = "4\t1\t2\t1\t1\t0\t0\t300\t900\t3\t-1\t\n5\t1\t2\t1\t1\t1\t0\t300\t900\t3\t95\t \n"


def test_a_line_has_its_words_their_boxes_and_how_sure_it_is() -> None:
    (line,) = lines_of(HEAD + PAGE + LINE + SURE + DOUBTFUL)
    assert line.text == 'TOKO "A"'
    assert [*line.polygon] == [(374, 142), (657, 142), (657, 171), (374, 171)]
    assert [*line.words[1].polygon] == [(453, 146), (546, 146), (546, 168), (453, 168)]
    assert [(word.text, word.confidence, word.alternatives) for word in line.words] == [
        ("TOKO", 0.9, ()),
        ('"A"', 0.455, ()),
    ]
    assert line.confidence == pytest.approx((4 * 0.9 + 3 * 0.455) / 7)


def test_a_drawn_line_is_none_of_text() -> None:
    assert [line.text for line in lines_of(HEAD + PAGE + RULE + LINE + SURE)] == ["TOKO"]


def test_a_row_ends_only_where_a_line_of_the_table_does() -> None:
    (line,) = lines_of(HEAD + LINE + SURE.replace("TOKO", "TO\u2028KO"))
    assert line.text == "TO\u2028KO"


def test_a_page_without_text_has_no_lines() -> None:
    assert lines_of(HEAD + PAGE) == []


@pytest.mark.parametrize(
    "table",
    [
        "",
        PAGE + LINE + SURE,
        "TOKO SUMBER REJEKI\n",
        HEAD + "Warning: something\n",
        HEAD + PAGE + SURE,
        HEAD + LINE + SURE.replace("\t61\t", "\twide\t"),
        HEAD + LINE + SURE.replace("\t61\t", "\t"),
        HEAD + LINE + SURE.replace("\t90\t", "\tnan\t"),
        HEAD + LINE + SURE.replace("\t90\t", "\t101\t"),
        HEAD + LINE + SURE.replace("\t90\t", "\t-1\t"),
        HEAD + LINE + SURE[:-12],
    ],
)
def test_what_is_no_such_table_is_an_error_that_is_expected(table: str) -> None:
    with pytest.raises(EngineFailedError, match=r"^tesseract wrote"):
        lines_of(table)
