"""Bad pages: sensible absence or low confidence, nothing invented, never an error."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.field import Candidate, Extraction, Field
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
TEXTS = st.one_of(PIECES, st.text(max_size=12))
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


def test_the_same_pages_give_the_same_fields() -> None:
    pages = [paper("PT Maju\nTotal    5.000\nTanggal: 3/4/2026")]

    assert extract(pages, TODAY) == extract(pages, TODAY)


def test_no_pages_and_empty_pages_say_nothing() -> None:
    assert extract([], TODAY).fields == ()
    assert extract([page(), page(number=2)], TODAY).fields == ()
