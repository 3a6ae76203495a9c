"""What scans say, as a file for a spreadsheet or a program: CSV, XLSX or JSON of one scan or many."""

from collections.abc import Iterator
from contextlib import ExitStack
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Literal
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from ocrwtf.core.errors import Language
from ocrwtf.scans import answers, made_file, service, sheets, tables
from ocrwtf.scans.made_file import MadeFile
from ocrwtf.scans.models import Scan
from ocrwtf.scans.sheets import Rows
from ocrwtf.scans.tables import Row
from ocrwtf.users import service as users_service
from ocrwtf.users.service import Caller

TableName = Literal["documents", "fields", "items"]
OneForm = Literal["csv", "xlsx", "json"]
ManyForm = Literal["csv", "xlsx", "jsonl"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, JSON_LINES = "text/csv; charset=utf-8", "application/jsonl"


def of_one(
    caller: Caller, scan_id: UUID, form: OneForm, language: Language, address: str, table: TableName
) -> MadeFile:
    """A workbook of all tables, one table as CSV, or the scan as `GET /api/scans/{id}` has it.

    Raises
    ------
    ServiceUnavailable: too many files are being made.
    """
    with made_file.place():
        match form:
            case "xlsx":
                return _workbook(_rows(caller, [scan_id], address))
            case "csv":
                [content] = sheets.csv_files(_rows(caller, [scan_id], address), [table]).values()
                return made_file.finished(CSV, content)
        return made_file.written("application/json", _each(caller, [scan_id], language))


def of_many(caller: Caller, scan_ids: list[UUID], form: ManyForm, language: Language, address: str) -> MadeFile:
    """A workbook, a ZIP file with each table as CSV, or the scans one a line. Raises as `of_one`."""
    with made_file.place():
        match form:
            case "xlsx":
                return _workbook(_rows(caller, scan_ids, address))
            case "csv":
                return _zipped_csv(_rows(caller, scan_ids, address))
        return made_file.written(JSON_LINES, _each(caller, scan_ids, language))


def _workbook(rows: Rows) -> MadeFile:
    return made_file.finished(XLSX, sheets.workbook(rows))


def _zipped_csv(rows: Rows) -> MadeFile:
    with ExitStack() as stack:
        files = sheets.csv_files(rows, tables.TABLES)
        for file in files.values():
            stack.enter_context(file)
        content = TemporaryFile()  # noqa: SIM115  closed by whoever sends it
        with ZipFile(content, "w", ZIP_DEFLATED) as archive:
            for name, file in files.items():
                file.seek(0)
                with archive.open(f"{name}.csv", "w") as member:
                    copyfileobj(file, member)
        return made_file.finished("application/zip", content)


def _each(caller: Caller, scan_ids: list[UUID], language: Language) -> Iterator[bytes]:
    """One a line."""

    def as_json(session: Session, scan: Scan) -> bytes:
        joined_at = users_service.joined_at(session, caller.account_id)
        return f"{answers.whole(scan, joined_at, language).model_dump_json()}\n".encode()

    return service.each(caller, scan_ids, as_json)


def _rows(caller: Caller, scan_ids: list[UUID], address: str) -> Iterator[tuple[str, Row]]:
    for rows in service.each(caller, scan_ids, lambda _, scan: list(tables.rows(scan, address))):
        yield from rows
