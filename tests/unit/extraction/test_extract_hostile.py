"""Bad pages: sensible absence or low confidence, nothing invented, never an error."""

import json
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.field import Candidate, Extraction, Field
from ocrwtf.extraction.overview import overview_of
from ocrwtf.extraction.wire import extraction_as_json
from ocrwtf.ocr.page import Line, Page, Point, Word
from tests.unit.extraction.papers import line, page, paper

TODAY = date(2026, 11, 21)
PIECES = st.sampled_from(
    [
        *(
            "Total",
            "No.",
            "Faktur",
            "Tanggal",
            "12/03/2026",
            "31.02.2026",
            "Rp",
            "1.234,50",
            "-5",
            "PT",
            "Jl.",
            "Kepada",
        ),
        *(
            ":",
            "NPWP",
            "CASH",
            "(Budi)",
            "B 1234 XY",
            "MSKU 123456-5",
            "Terbilang",
            "satu",
            "rupiah",
            "12345",
            "kg",
            "%",
        ),
    ]
)
STRANGE = st.sampled_from(
    [
        *(
            "9" * 60,
            "0" * 15,
            "-0",
            "0,0",
            "1e9",
            "NaN",
            "99999999%",
            "2x",
            "12.50*2",
            "×",
            "#00123",
            "(((",
            ": :",
            "=",
        ),
        *("²³", "½", "١٢٣", "１２３", "𝟙𝟚", "Ⅷ", "ß", "İ", "ﬁ", "\u200b", "\u202e123", "\x00", "é" * 50, "a" * 300, ""),
        *(
            "00/00/0000",
            "29 Februari 2023",
            "Yth.",
            "Qty",
            "Nama Barang",
            "Harga",
            "2 x 3.500",
            "BRG-00123",
            "PEMBULATAN",
        ),
    ]
)
TEXTS = st.one_of(PIECES, STRANGE, st.text(max_size=12))
NUMBERS = st.one_of(st.floats(-50, 1500), st.floats(allow_nan=False, allow_infinity=False))
POINTS: st.SearchStrategy[Point] = st.tuples(NUMBERS, NUMBERS)
POLYGONS = st.tuples(POINTS, POINTS, POINTS, POINTS)
WORDS = st.builds(Word, TEXTS, st.floats(0, 1), POLYGONS)
LINES = st.builds(Line, TEXTS, st.floats(0, 1), POLYGONS, st.lists(WORDS, max_size=6).map(tuple))
ROWS = st.lists(st.lists(TEXTS, min_size=1, max_size=5).map(" ".join), max_size=12)
TIDY = ROWS.map(lambda rows: page(*(line(text, 40, 40 + 30 * at) for at, text in enumerate(rows))))
WILD = st.builds(
    Page, st.just(1), st.just(1000), st.just(1400), st.just(0), st.none(), st.just("x"), st.lists(LINES).map(tuple)
)


EVERY = st.lists(st.one_of(TIDY, WILD), max_size=3).map(
    lambda pages: [replace(each, number=number) for number, each in enumerate(pages, 1)]
)


def assert_stands(found: Extraction, pages: list[Page]) -> None:
    """Each value is text of its words, in their order, and each confidence a probability."""
    cells = [cell for item in found.items for cell in item.cells]
    read: list[Field | Candidate] = [field for field in (*found.fields, *cells) if field.repair is None]
    read += [other for field in found.fields for other in field.candidates]
    for each in read:
        words = [pages[at.page - 1].lines[at.line].words[at.word].text for at in each.words]
        assert each.value in " ".join(words)
        assert 0 <= each.confidence <= 1


@settings(max_examples=150, deadline=None)
@given(st.one_of(TIDY, WILD))
def test_whatever_the_page_every_value_stands_in_its_words(given_page: Page) -> None:
    assert_stands(extract([given_page], TODAY), [given_page])


@settings(max_examples=150, deadline=None)
@given(EVERY)
def test_whatever_the_pages_what_they_say_can_be_stored_and_listed(pages: list[Page]) -> None:
    found = extract(pages, TODAY)
    assert_stands(found, pages)

    stored = json.loads(json.dumps(extraction_as_json(found), allow_nan=False))

    names = [field["name"] for field in stored["fields"]]
    assert len(names) == len(set(names))
    assert overview_of(stored["fields"]).issued_on is None or "issued_on" in names


def test_the_same_pages_give_the_same_fields() -> None:
    pages = [paper("PT Maju\nTotal    5.000\nTanggal: 3/4/2026")]

    assert extract(pages, TODAY) == extract(pages, TODAY)


def test_no_pages_and_empty_pages_say_nothing() -> None:
    assert extract([], TODAY).fields == ()
    assert extract([page(), page(number=2)], TODAY).fields == ()


def test_a_value_over_a_word_that_was_read_in_part_is_none() -> None:
    long = "a" * 200
    goods = f"Kopi {long} Hitam   2 x 5.000   10.000"
    pages = [paper(f"PT {long} Makmur\nJl. Mawar No. 5, Malang\n\n{goods}")]
    found = extract(pages, TODAY)

    assert_stands(found, pages)
    assert [cell.name for item in found.items for cell in item.cells][:2] == ["quantity", "price"]
