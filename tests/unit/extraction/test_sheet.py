"""Words of a document as rows and cells."""

from ocrwtf.extraction.field import WordAt
from ocrwtf.extraction.sheet import MAX_WORD_CHARACTERS, box_of, sheet_of
from tests.unit.extraction.papers import line, page, paper


def test_lines_side_by_side_are_one_row_of_several_cells() -> None:
    sheet = sheet_of([paper("No Faktur        F-12\nTotal bayar      5.000")])

    assert [row.text for row in sheet.rows] == ["No Faktur F-12", "Total bayar 5.000"]
    assert [cell.text for cell in sheet.rows[1].cells] == ["Total bayar", "5.000"]


def test_rows_of_a_skewed_page_are_the_same() -> None:
    text = "No Faktur        F-12\nTotal bayar      5.000\nTunai             10.000"

    assert [row.text for row in sheet_of([paper(text, slope=0.08)]).rows] == [
        row.text for row in sheet_of([paper(text)]).rows
    ]


def test_a_part_of_a_row_names_its_words_by_their_place_in_the_reading() -> None:
    row = sheet_of([paper("Tanggal:        12 Mei 2026")]).rows[0]

    span = row.span(row.text.index("12"), row.text.index(" 2026"))

    assert span.text == "12 Mei"
    assert span.words == (WordAt(1, 1, 0), WordAt(1, 1, 1))


def test_what_stands_below_is_what_shares_some_width_on_the_same_page() -> None:
    sheet = sheet_of([paper("Nomor          Tanggal\nA-1            1-2-2026"), paper("B-7")])
    head = sheet.rows[0]

    below = [cell.text for _, cell in sheet.cells_below(head, head.cells[0].left, head.cells[0].right, 5)]

    assert below == ["A-1"]


def test_words_longer_than_the_limit_are_read_up_to_it() -> None:
    row = sheet_of([page(line("9" * 50_000, 0, 0))]).rows[0]

    assert len(row.text) == MAX_WORD_CHARACTERS


def test_a_box_is_in_pixels_of_the_page() -> None:
    row = sheet_of([page(line("a bc", 100, 200))]).rows[0]

    assert box_of(row.tokens) == ((100, 200), (140, 200), (140, 220), (100, 220))


def test_lines_without_a_size_or_far_off_the_page_make_rows_all_the_same() -> None:
    nowhere = line("x", 0, 0)
    flat = type(nowhere)("0", 0.5, ((5, 5),) * 4, nowhere.words)
    far = type(nowhere)("9", 0.5, ((-1e300, 1e300),) * 4, nowhere.words)

    assert sum(len(row.tokens) for row in sheet_of([page(flat, far, nowhere)]).rows) == 3
