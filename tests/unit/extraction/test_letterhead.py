"""What a line near the top of a page may be."""

from dataclasses import replace

import pytest

from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.parties.addresses import likeness
from ocrwtf.extraction.parties.letterhead import Part, business, name_end, part_of
from tests.unit.extraction.papers import line, page
from tests.unit.extraction.said import TODAY


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("PT Misal Jaya", Part.NAME),
        ("MISAL TRADING SDN BHD (123456-X)", Part.NAME),
        ("Jl. Misal No. 5, Bandung", Part.ADDRESS),
        ("LOT 5, JALAN MISAL 3/4,", Part.ADDRESS),
        ("81100 JOHOR BAHRU", Part.ADDRESS),
        ("Telp. (021) 555-1234", Part.CONTACT),
        ("(123456-X)", Part.CONTACT),
        ("GST ID: 000123456789", Part.CONTACT),
        ("TAXINVOICE", Part.TITLE),
        ("Terima kasih", Part.TITLE),
        ("12.500", Part.OTHER),
    ],
)
def test_a_line_is_known_by_its_words(text: str, part: Part) -> None:
    assert part_of(text) is part


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    long = "x " * 100

    assert part_of(long + "gst") is Part.NAME
    assert name_end(long + "gst") == len(long) + 3
    assert likeness(long + "Jl. Misal") == business(long + "PT") == 0


def test_a_large_line_alone_may_be_a_title_and_is_doubted() -> None:
    large = page(line("Pedoman Penyimpanan", 40, 40), *(line(f"uraian {at}", 40, 200 + 30 * at) for at in range(5)))
    first, *rest = large.lines
    tall = replace(first, polygon=((40, 40), (240, 40), (240, 90), (40, 90)))
    found = {field.name: field for field in extract([replace(large, lines=(tall, *rest))], TODAY).fields}

    assert found["seller_name"].value == "Pedoman Penyimpanan"
    assert found["seller_name"].confidence < 0.6
