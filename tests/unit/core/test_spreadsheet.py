"""Text from documents stays text in a spreadsheet."""

import csv
import io
import re

import pytest

from ocrwtf.core.spreadsheet import as_text

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", '=HYPERLINK("http://x","y")',
    "＝1+1", "－1+1", "\x00=1+1", " =1+1", "\xa0=1+1", "\u2028=1+1", '";=1+1;"', "Toko; =1+1", "a\n=1+1", "\x7f=1+1",
)  # fmt: skip
STARTS = re.compile(r"\s*[=+\-@＝＋－＠]")


def cells(content: str, delimiter: str) -> list[str]:
    """All cells as a program sees them that does not expect line ends in them."""
    return [cell for line in content.splitlines() for row in csv.reader([line], delimiter=delimiter) for cell in row]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_cell_starts_as_a_formula_whichever_sign_parts_cells(text: str, delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow(["surat.pdf", as_text(text), "x"])
    assert not any(STARTS.match(cell) for cell in cells(out.getvalue(), delimiter))


@pytest.mark.parametrize(
    "text", ["Jl. Melati 5", "Rp 12.000,-", "SJ-2025/001", "a = b", "", "3 x 5", "'sudah'", "A; B"]
)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text


@pytest.mark.parametrize("text", [" " * 50_000, ";" * 50_000, "; " * 25_000, "=" * 50_000, "\t;" * 25_000 + "="])
def test_no_cell_of_a_long_text_starts_as_a_formula(text: str) -> None:
    assert not any(STARTS.match(cell) for cell in cells(as_text(text), ";"))
