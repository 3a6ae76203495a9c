"""A page is read as a person reads it, however it lies before the camera."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.pages import generate
from bench.pages.page import Page
from ocrwtf.ocr.page import Line, Point, Polygon, Word
from ocrwtf.ocr.reading_order import in_reading_order

Bend = Callable[[float, float], Point]
"""Where a point of the flat page is seen."""

LEFT = [
    "Barang dikirim dengan",
    "kendaraan kami sampai",
    "di gudang penerima dan",
    "dihitung oleh petugas",
    "yang ditunjuk",
]
RIGHT = ["Pembayaran dilakukan", "paling lambat sebulan", "sesudah barang sampai", "tanpa ada potongan apa", "pun juga"]
HEADER = [
    [("Nomor", 0), (": SJ/2026/07/123", 120), ("Kepada Yth.", 700)],
    [("Tanggal", 0), (": 12 Juli 2026", 120), ("PT Maju Bersama", 700)],
    [("Polisi", 0), (": B 1234 XYZ", 120), ("Jl. Melati No. 5", 700)],
    [("Petugas", 0), (": Rina", 120), ("Surabaya", 700)],
]
TABLE = [
    [(f"{row}", 0), (f"Barang nomor {row}", 80), (f"{row * 7}", 700), (f"{row}.000,00", 900)] for row in range(1, 7)
]


Cells = Sequence[Sequence[tuple[str, float]]]


def line(text: str, left: float, top: float, height: float = 20, bend: Bend = lambda x, y: (x, y)) -> Line:
    """Ten pixels a letter, between the ends that `bend` shows."""
    right, bottom = left + 10 * max(len(text), 2), top + height
    polygon: Polygon = bend(left, top), bend(right, top), bend(right, bottom), bend(left, bottom)
    return Line(text, 1.0, polygon, ())


def rows(cells: Cells, top: float = 0, bend: Bend = lambda x, y: (x, y)) -> list[Line]:
    return [line(text, x, top + 30 * row, bend=bend) for row, cells_ in enumerate(cells) for text, x in cells_]


def columns(shift: float = 0, bend: Bend = lambda x, y: (x, y)) -> list[Line]:
    left = [line(text, 0, 100 + 26 * row, bend=bend) for row, text in enumerate(LEFT)]
    right = [line(text, 260, 100 + shift + 26 * row, bend=bend) for row, text in enumerate(RIGHT)]
    return left + right


def turned(degrees: float) -> Bend:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return lambda x, y: (x * cos - y * sin + 500, x * sin + y * cos + 500)


def far(x: float, y: float) -> Point:
    """A page whose top is further away, and its right side too."""
    depth = 1 + 0.0002 * x - 0.0002 * y
    return x / depth, y / depth


def bowed(x: float, y: float) -> Point:
    """The page of a thick book: its middle two rows higher than its sides."""
    return x, y + 60 * ((x - 500) / 500) ** 2


def is_kept(lines: list[Line]) -> bool:
    """Whether lines given in reading order come out so after having been shuffled."""
    shuffled = Random(7).sample(lines, len(lines))  # noqa: S311 repeatable
    return in_reading_order(shuffled) == tuple(lines)


def test_nothing_is_nothing() -> None:
    assert in_reading_order([]) == ()


def test_a_single_line_is_the_page() -> None:
    assert is_kept([line("Lunas", 40, 40)])


def test_lines_that_differ_in_their_words_only_have_an_order_too() -> None:
    box = line("Lunas", 40, 40).polygon
    one, two = (Line("Lunas", 1.0, box, (Word("Lunas", certainty, box),)) for certainty in (0.5, 0.9))
    assert in_reading_order([one, two]) == in_reading_order([two, one])


def test_rows_come_from_top_to_bottom_and_left_to_right() -> None:
    assert is_kept(rows([[("a", 0), ("b", 200)], [("c", 0), ("d", 200)]]))


def test_a_price_a_little_lower_stays_in_its_row() -> None:
    assert is_kept([line("item", 0, 0), line("price", 300, 7), line("next", 0, 26)])


def test_a_table_is_read_across_however_wide_its_gaps() -> None:
    assert is_kept(rows(TABLE))


def test_a_receipt_whose_names_fill_the_left_half_is_read_across() -> None:
    assert is_kept(
        rows([[(name, 0), (f"{price}.500,00", 250)] for name, price in zip(LEFT, range(10, 15), strict=True)])
    )


def test_a_table_whose_cells_are_full_of_words_is_read_across() -> None:
    units = ["karton segel utuh", "lusin sesuai pesanan", "batang kurang satu", "lembar titip dulu", "dus dalam baik"]
    assert is_kept(
        rows([[("1", 0), (name, 40), ("24", 290), (unit, 330)] for name, unit in zip(LEFT, units, strict=True)])
    )


def test_three_columns_are_read_one_after_the_other() -> None:
    third = [line(text, 520, 104 + 26 * row) for row, text in enumerate(LEFT)]
    assert is_kept([*columns(9), *third])


@pytest.mark.parametrize("shift", [0, 4, 13, 20])
def test_a_column_is_read_to_its_end_wherever_the_other_ones_lines_are(shift: float) -> None:
    assert is_kept([line("Syarat dan Ketentuan Pengiriman Barang", 60, 20, 34), *columns(shift)])


def test_what_stands_below_both_columns_is_read_after_them() -> None:
    assert is_kept([*columns(), line("Halaman ini dicetak dari berkas yang sah", 40, 300)])


def test_a_date_right_above_the_columns_is_read_before_them() -> None:
    assert is_kept([line("12 Juli 2026", 350, 60), *columns()])


def test_a_columns_last_short_paragraph_is_read_before_the_next_column() -> None:
    longer = [line("Selesai", 0, 245), line("sudah", 0, 271)]
    assert is_kept([*columns()[: len(LEFT)], *longer, *columns()[len(LEFT) :]])


def test_number_block_and_address_are_read_one_after_the_other_each_label_with_its_value() -> None:
    block = rows([row[:2] for row in HEADER])
    assert is_kept([*block, *rows([row[2:] for row in HEADER]), *rows(TABLE, top=160)])


def test_an_address_half_a_line_lower_than_the_block_beside_it_is_read_on_its_own() -> None:
    address = [
        line(text, 700, 15 + 30 * row) for row, text in enumerate(["Kepada Yth.", "PT Maju", "Jl. Melati", "Solo"])
    ]
    numbers = [
        line(text, 0, 30 * row) for row, text in enumerate(("Nota 12345", "Tgl 12 Juli", "B 1234 XYZ", "Oleh Rina"))
    ]
    assert is_kept([*numbers, *address])


def test_rows_between_pauses_that_only_the_right_half_has_are_read_where_they_stand() -> None:
    left = [("Toko Maju", 0.0)], [("Solo", 0.0)], [("Kasir", 0.0)]
    upper = [[*row, ("12.000", 500)] for row in left]
    assert is_kept([*rows(upper), *rows([[("diskon", 500)]] * 3, top=160), *rows(upper, top=320)])


def test_labels_stay_with_values_on_their_right() -> None:
    assert is_kept(
        rows([[("Nama penerima:", 0), ("Budi Santoso", 500)], [("Alamat kirim:", 0), ("Jl. Kenanga", 500)]] * 3)
    )


def test_prices_half_a_line_lower_than_what_they_are_for_stay_below_it() -> None:
    names = [line(text, 0, 40 * row) for row, text in enumerate(LEFT)]
    prices = [
        line(price, 500 - 10 * len(price), 20 + 40 * row) for row, price in enumerate(["Rp 1.250.000", "Rp 900"] * 2)
    ]
    assert is_kept([each for pair in zip(names, prices, strict=False) for each in pair])


def test_a_unit_beside_each_labelled_quantity_stays_in_its_row() -> None:
    assert is_kept(
        rows([[(f"{name}: {number}", 0), ("dus", 400)] for number, name in enumerate(["Beras", "Gula", "Kopi"])])
    )


def test_a_sum_beside_each_labelled_service_stays_in_its_row() -> None:
    services = ["Biaya: kirim", "Biaya: muat", "Biaya: bongkar"]
    assert is_kept(rows([[(name, 0), (f"Rp {number}.250.000", 400)] for number, name in enumerate(services)]))


def test_wide_spaces_that_happen_to_be_below_each_other_divide_no_paragraph() -> None:
    starts = [262, 280, 255, 276, 290]
    assert is_kept(rows([[(a, 0), (b, x)] for a, b, x in zip(LEFT, [*RIGHT[:4], RIGHT[0]], starts, strict=True)]))


def test_figures_in_two_wide_cells_are_read_across() -> None:
    assert is_kept(rows([[("1.250.000,00 / 1.125.000", 0), ("2.250.000,00 / 2.125.000", 300)]] * 5))


def test_a_column_with_a_wide_space_in_each_line_is_read_to_its_end() -> None:
    halves = [
        ("di", "gudang kami itu"),
        ("gudang kami itu", "di"),
        ("barang", "di gudang A"),
        ("di gudang A", "barang"),
    ]
    spread = [[(start, 0), (end, 235 - 10 * len(end))] for start, end in halves]
    assert is_kept([*rows(spread), *rows([[(text, x + 300) for text, x in cells] for cells in spread], top=9)])


def test_lines_so_tight_that_their_boxes_overlap_are_two_rows() -> None:
    assert is_kept([line("Jalan Melati", 10, 0), line("Surabaya", 0, 9)])


def test_a_tall_logo_between_two_rows_joins_neither_to_the_other() -> None:
    logo = line("MAJU", 200, -24, 64)
    assert is_kept([line("PT Maju", 0, 0), logo, line("Jl. Melati", 0, 26), line("Telp. 031", 400, 22)])


@pytest.mark.parametrize("degrees", [-25, -8, -4, 4, 8, 25])
def test_a_page_that_lies_askew_is_read_along_its_own_lines(degrees: float) -> None:
    assert is_kept([*columns(9, turned(degrees)), *rows(TABLE, 300, turned(degrees))])


@pytest.mark.parametrize("bend", [far, bowed])
def test_the_rows_of_a_bent_or_slanting_page_are_kept(bend: Bend) -> None:
    assert is_kept(rows([[("label yang panjang", 0), ("nilai tengah", 420), ("12.000", 900)]] * 12, bend=bend))


@pytest.mark.parametrize("bend", [far, turned(6)])
def test_the_columns_of_a_page_seen_from_an_angle_are_kept(bend: Bend) -> None:
    assert is_kept(columns(9, bend))


def test_a_large_total_and_its_small_label_are_one_row() -> None:
    assert is_kept(
        [line("Sub", 0, 0), line("10", 300, 0), line("TOTAL", 0, 50), line("12.000", 300, 30, 44), line("x", 0, 80)]
    )


def test_a_large_title_beside_two_lines_does_not_pull_them_into_one_row() -> None:
    assert is_kept([line("PT Maju", 0, 0), line("INVOICE", 400, 0, 44), line("Jl. Melati", 0, 26)])


def test_a_colon_whose_box_reaches_under_its_neighbours_stays_between_them() -> None:
    assert is_kept(
        [line("Polisi", 0, 0, 30), line(":", 55, 8, 12), line("B 1234", 66, -1, 30), line("Jl. Melati", 400, -2, 30)]
    )


def test_a_stamp_over_text_breaks_no_row_and_is_read_last() -> None:
    stamp = line("LUNAS LUNAS", 40, 22, 70)
    assert is_kept([*rows(TABLE), stamp])


def test_a_stamp_as_small_as_the_text_below_it_is_known_by_its_slant() -> None:
    stamp = Line("LUNAS 12 JULI 2026", 1.0, ((0, 42), (240, 18), (242, 38), (2, 62)), ())
    assert is_kept([*rows(TABLE), stamp])


def test_a_short_word_in_a_crooked_box_stays_in_its_row() -> None:
    crooked = Line("x", 1.0, ((300, 34), (318, 28), (324, 46), (306, 52)), ())
    table = rows(TABLE)
    assert is_kept([*table[:6], crooked, *table[6:]])


def test_writing_that_runs_aslant_is_read_last() -> None:
    aslant = Line("DITERIMA", 1.0, ((300, 60), (400, 30), (406, 50), (306, 80)), ())
    assert is_kept([*rows(TABLE), aslant])


def cells(page: Page) -> list[Line]:
    """What a detector would see: the truth's lines, divided at gaps of more than 1.2 line heights."""
    found: list[Line] = []
    for indices in page.lines:
        height = 1.25 * max(math.dist(page.polygons[i][0], page.polygons[i][3]) for i in indices)
        groups = [[indices[0]]]
        for last, index in pairwise(indices):
            gap = math.dist(page.polygons[last][1], page.polygons[index][0])
            groups = [*groups, [index]] if gap > 1.2 * height else [*groups[:-1], [*groups[-1], index]]
        found += [_around(page, group) for group in groups]
    return found


def _around(page: Page, group: list[int]) -> Line:
    first, last = page.polygons[group[0]], page.polygons[group[-1]]
    corners = [(float(x), float(y)) for x, y in (first[0], last[1], last[2], first[3])]
    return Line(" ".join(page.texts[i] for i in group), 1.0, (corners[0], corners[1], corners[2], corners[3]), ())


@pytest.mark.parametrize("kind", ["clean", "skew", "perspective", "crease"])
@pytest.mark.parametrize("document", ["letter", "two_columns", "receipt", "invoice", "delivery_note"])
def test_printed_documents_are_read_in_their_order(document: str, kind: str) -> None:
    assert is_kept(cells(generate(3, document, kind, scale=0.5)))


coordinates = st.floats(-1e4, 1e4, allow_nan=False, width=32)
points = st.tuples(coordinates, coordinates)
polygons = st.tuples(points, points, points, points)
on_a_grid = st.integers(0, 20).map(lambda number: number * 37.0)
places = st.one_of(st.tuples(on_a_grid, on_a_grid), st.tuples(on_a_grid, on_a_grid), points)
boxes = st.builds(
    lambda text, at: line(text, *at), st.sampled_from(["Nama", ": 5", "", "Rp 10.000", "barang baik sekali"]), places
)
anything = st.one_of(boxes, boxes, boxes, st.builds(Line, st.text(max_size=5), st.just(1.0), polygons, st.just(())))


@settings(deadline=None, max_examples=40)
@given(st.lists(anything, max_size=60), st.randoms(use_true_random=False))
def test_every_line_comes_once_and_the_order_does_not_depend_on_that_of_the_input(
    lines: list[Line], chance: Random
) -> None:
    order = in_reading_order(lines)
    assert sorted(map(repr, order)) == sorted(map(repr, lines))
    assert in_reading_order(chance.sample(lines, len(lines))) == order


@pytest.mark.parametrize("apart", [150, 0])
def test_five_thousand_lines_all_stay(apart: int) -> None:
    lines = [line("ab 12", number % 20 * apart, number // 20 * apart / 5) for number in range(5000)]
    assert len(in_reading_order(lines)) == len(lines)
