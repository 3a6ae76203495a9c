"""Tables as CSV and workbooks: numbers are numbers, days are days, and no text of a document is ever a formula."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from ocrwtf.scans import sheets
from ocrwtf.scans.sheets import MOST_CHARACTERS
from ocrwtf.scans.tables import TABLES, Row, Value
from tests.unit.core.test_spreadsheet import FORMULAS

WIDTHS = {name: len(table.columns) for name, table in TABLES.items()}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def row(name: str, *values: Value) -> tuple[str, Row]:
    return name, (*values, *[None] * (WIDTHS[name] - len(values)))


def rows_of(content: BinaryIO) -> list[list[str]]:
    content.seek(0)
    with content:
        return list(csv.reader(io.StringIO(content.read().decode("utf-8-sig"), newline="")))


def sheet_xml(content: BinaryIO, number: int) -> str:
    with content, ZipFile(content) as archive:
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode()


def cells(xml: str) -> Iterator[tuple[str, str, str]]:
    """Address, type and content of each cell."""
    for cell in ET.fromstring(xml).iter(f"{MAIN}c"):  # noqa: S314  our own file
        yield cell.attrib["r"], cell.attrib.get("t", "n"), "".join(cell.itertext())


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_csv(text: str) -> None:
    [content] = sheets.csv_files([row("fields", "id", text)], ["fields"]).values()
    assert not re.match(r"\s*[=+\-@＝＋－＠]", rows_of(content)[1][1])


def test_no_text_becomes_a_formula_or_a_link_in_a_workbook() -> None:
    texts = [*FORMULAS, "http://127.0.0.1:9/x", "mailto:a@b.id", "internal:items!A1", "12345", "1e5"]
    xml = sheet_xml(sheets.workbook([row("fields", "id", text) for text in texts]), 2)
    assert "<f" not in xml
    assert "<hyperlink" not in xml
    assert [kind for address, kind, _ in cells(xml) if address.startswith("B")] == ["inlineStr"] * (len(texts) + 1)


def test_values_keep_their_type_in_a_workbook() -> None:
    at = datetime(2026, 7, 12, 6, 0, tzinfo=UTC)
    values = row("documents", "a", "b", "c", at, Decimal("1234567.89"), 0.5, 3, date(2026, 7, 12))
    found = {address: (kind, content) for address, kind, content in cells(sheet_xml(sheets.workbook([values]), 1))}
    assert found["A2"] == ("inlineStr", "a")
    assert (found["D2"], found["H2"]) == (("n", "46215.25"), ("n", "46215"))
    assert (found["E2"], found["F2"], found["G2"]) == (("n", "1234567.89"), ("n", "0.5"), ("n", "3"))


def test_whole_amounts_are_shown_without_a_decimal_sign_and_others_with_their_decimals() -> None:
    amounts = [Decimal(1500), Decimal("1500.5")]
    content = sheets.workbook([row("items", *[None] * 7, amount) for amount in amounts])
    with content, ZipFile(content) as archive:
        styles, sheet = (
            ET.fromstring(archive.read(f"xl/{part}.xml"))  # noqa: S314  our own file
            for part in ("styles", "worksheets/sheet3")
        )
    codes = {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in styles.iter(f"{MAIN}numFmt")}
    formats = [each.attrib["numFmtId"] for each in next(styles.iter(f"{MAIN}cellXfs"))]
    shown = {cell.attrib["r"]: formats[int(cell.attrib.get("s", 0))] for cell in sheet.iter(f"{MAIN}c")}
    assert (codes[shown["H2"]], codes[shown["H3"]]) == ("#,##0", "#,##0.00#")


def test_values_are_plain_in_csv() -> None:
    values = row("items", "a", date(2026, 7, 12), Decimal("-1500.50"), 0.25, 7, "Semen; 50 kg", None, Decimal("1E+3"))
    [content] = sheets.csv_files([values], ["items"]).values()
    assert rows_of(content)[1][:8] == ["a", "2026-07-12", "-1500.50", "0.2500", "7", "Semen; 50 kg", "", "1000"]


def test_each_table_has_its_columns_and_its_own_rows_however_they_come() -> None:
    given = [row("documents", "1"), row("fields", "1"), row("items", "1"), row("documents", "2"), row("fields", "2")]
    files = {name: rows_of(content) for name, content in sheets.csv_files(given, TABLES).items()}
    assert {name: found[0] for name, found in files.items()} == {n: [*t.columns] for n, t in TABLES.items()}
    assert {name: [line[0] for line in found[1:]] for name, found in files.items()} == {
        "documents": ["1", "2"], "fields": ["1", "2"], "items": ["1"],
    }  # fmt: skip


def test_text_that_no_cell_can_hold_is_cut_and_control_characters_are_spaces() -> None:
    xml = sheet_xml(sheets.workbook([row("fields", "x" * (MOST_CHARACTERS + 5)), row("fields", "a\x00b\x1fc")]), 2)
    found = {address: content for address, _, content in cells(xml)}
    assert len(found["A2"]) == MOST_CHARACTERS
    assert found["A3"] == "a b c"


def test_nothing_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    content = sheets.workbook([row("documents", "1")])
    assert list(tmp_path.iterdir()) == []
    content.close()


def test_a_failure_on_the_way_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> Iterator[tuple[str, Row]]:
        yield row("documents", "1")
        raise LookupError

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for make in (sheets.workbook, lambda rows: sheets.csv_files(rows, TABLES)):
        with pytest.raises(LookupError):
            make(failing())
    assert list(tmp_path.iterdir()) == []
