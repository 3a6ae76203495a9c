"""Tables as files: CSV, and a workbook (XLSX) with a sheet a table. No cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO, TextIO

from xlsxwriter import Workbook

from ocrwtf.core.spreadsheet import as_text
from ocrwtf.scans.tables import TABLES, Row, Table, Value

MOST_CHARACTERS = 32_767
"""Of a cell in a workbook (Excel's specifications and limits)."""
_WIDTH = 18
_CONTROLS = {**dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 32), 0xFFFE, 0xFFFF], " ")}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
Rows = Iterable[tuple[str, Row]]
"""By the table's name; the tables may alternate."""


def csv_files(rows: Rows, names: Iterable[str]) -> dict[str, BinaryIO]:
    """An open file for each of the named tables, at its end; closed by whoever takes them."""
    with ExitStack() as stack:
        files = {name: stack.enter_context(_text_file()) for name in names}
        writers = {name: csv.writer(file) for name, file in files.items()}
        for name, writer in writers.items():
            writer.writerow(TABLES[name].columns)
        for name, row in rows:
            if name in writers:
                writers[name].writerow([_in_csv(value) for value in row])
        stack.pop_all()
        return {name: _binary(file) for name, file in files.items()}


def _text_file() -> TextIO:
    file = io.TextIOWrapper(TemporaryFile(), encoding="utf-8", errors="replace", newline="")  # noqa: SIM115  the caller's
    file.write(_BYTE_ORDER_MARK)
    return file


def _binary(file: TextIO) -> BinaryIO:
    file.flush()
    return file.detach()  # type: ignore[attr-defined,no-any-return]  # a TextIOWrapper


def _in_csv(value: Value) -> str:
    match value:
        case str():
            return as_text(value)
        case Decimal():
            return f"{value:f}"
        case float():
            return f"{value:.4f}"
        case datetime() | date():
            return value.isoformat()
    return "" if value is None else str(value)


def workbook(rows: Rows) -> BinaryIO:
    """A sheet for each table, row by row onto the disk; the file is at its end, closed by whoever takes it."""
    content = TemporaryFile()  # noqa: SIM115  closed by whoever takes it
    try:
        with TemporaryDirectory() as folder, _book(content, folder) as book:
            sheets = {name: _Sheet(book, name, table) for name, table in TABLES.items()}
            for name, row in rows:
                sheets[name].add(row)
    except BaseException:
        content.close()
        raise
    return content


@contextmanager
def _book(content: BinaryIO, folder: str) -> Iterator[Workbook]:
    book = Workbook(content, _OPTIONS | {"tmpdir": folder})
    try:
        yield book
    finally:
        book.close()


class _Sheet:
    """Rows go below each other; a value's type decides what its cell is."""

    def __init__(self, book: Workbook, name: str, table: Table) -> None:
        self._table, self._next = table, 0
        self._sheet = book.add_worksheet(name)
        self._formats = {
            "whole": book.add_format({"num_format": "#,##0"}),
            "decimal": book.add_format({"num_format": "#,##0.00#"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self._sheet.set_column(0, len(table.columns) - 1, _WIDTH)
        self._sheet.freeze_panes(1, 0)
        head = book.add_format({"bold": True})
        for column, title in enumerate(table.columns):
            self._sheet.write_string(0, column, title, head)

    def add(self, row: Row) -> None:
        self._next += 1
        for column, value in enumerate(row):
            self._write(column, value)

    def _write(self, column: int, value: Value) -> None:
        place = self._next, column
        match value:
            case None:
                return
            case str():
                self._sheet.write_string(*place, value.translate(_CONTROLS)[:MOST_CHARACTERS])
            case datetime():
                self._sheet.write_datetime(*place, value.replace(tzinfo=None), self._formats["time"])
            case date():
                self._sheet.write_datetime(*place, datetime.combine(value, datetime.min.time()), self._formats["day"])
            case _:
                form = self._formats["whole" if value == int(value) else "decimal"]
                self._sheet.write_number(*place, value, form if column in self._table.numbers else None)
