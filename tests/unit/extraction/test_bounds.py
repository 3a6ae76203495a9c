"""Work is bounded by how a document is made up, not by a clock."""

from collections import Counter
from datetime import date

import pytest

from ocrwtf.extraction import guess
from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.items import line_items
from ocrwtf.extraction.labels import Label, labels_of
from ocrwtf.extraction.sheet import MOST_ROW_WORDS, sheet_of
from ocrwtf.extraction.wire import extraction_as_json
from ocrwtf.ocr.page import Page
from tests.unit.extraction.papers import line, page, paper

TODAY = date(2026, 11, 21)


def wide(words: int) -> Page:
    return page(line(" ".join(["No"] * words), 0, 40), size=(30 * words, 1400))


def test_a_row_has_a_bounded_number_of_words_and_none_is_lost() -> None:
    sheet = sheet_of([wide(1000)])

    assert [len(row.tokens) for row in sheet.rows] == [MOST_ROW_WORDS] * 5
    assert [token.at.word for row in sheet.rows for token in row.tokens] == list(range(1000))


def test_labels_are_compared_with_a_few_neighbours_only(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: Counter[int] = Counter()

    def counted(other: Label, label: Label) -> bool:
        compared[label.start] += other.start >= 0
        return False

    monkeypatch.setattr(guess, "_ends", counted)
    sheet = sheet_of([wide(MOST_ROW_WORDS)])
    labels = labels_of(sheet)
    for label in labels[0]:
        list(guess.beside(sheet, label, labels))

    assert len(labels[0]) > 100
    assert max(compared.values()) <= 32


TABLE = """
No   Nama Barang            Qty   Satuan    Harga Satuan        Jumlah
1    Semen Abu 40kg          10   sak             62.500       625.000
2    Paku 5 cm                2   kg              18.000        36.000
3    Kawat halus              2   kg              20.000        40.000
"""


def test_goods_beyond_the_most_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    every = extract([paper(TABLE)], TODAY)
    monkeypatch.setattr(line_items, "MOST_ITEMS", 2)
    found = extract([paper(TABLE)], TODAY)

    assert (len(every.items), every.items_left_out) == (3, 0)
    assert (len(found.items), found.items_left_out) == (2, 1)
    assert extraction_as_json(found)["itemsLeftOut"] == 1
