"""What people say of fields and line items: a value, that the paper has none, or that nobody has said anything."""

from collections.abc import Iterable
from typing import Any

from ocrwtf.extraction.field import DocumentType
from ocrwtf.extraction.field import Extraction as Found
from ocrwtf.extraction.wire import cell_key, extraction_as_json
from ocrwtf.scans.fields import TYPE_KEY, row_count, shown
from ocrwtf.scans.models import Correction, Extraction, Kind, Page, Scan
from ocrwtf.scans.patches import CellPatch, FieldPatch, PlacePatch, ScanPatch
from ocrwtf.scans.problems import NoSuchItem, NoSuchWord


def correct_fields(scan: Scan, patch: ScanPatch) -> list[Correction]:
    """Of a completed scan. Raises NoSuchItem, NoSuchWord."""
    if not (patch.fields or patch.items or "document_type" in patch.model_fields_set):
        return []
    extraction = scan.extraction or _nothing_found(scan)
    pages = {page.number: page for page in scan.pages}
    now = shown(extraction, pages)
    before = {field["key"]: field["value"] for field in now.every} | {TYPE_KEY: now.document_type["value"]}
    wanted = _wanted(extraction, patch, pages, {field["key"]: field for field in now.fields if field["read"]})
    changes = [
        Correction(kind=Kind.FIELD, field=key, old=before.get(key), new=said and said["value"])
        for key, said in wanted.items()
        if extraction.said.get(key) != said
    ]
    if changes:
        extraction.said = {key: said for key, said in (extraction.said | wanted).items() if said is not None}
        scan.extraction = extraction
    return changes


def _nothing_found(scan: Scan) -> Extraction:
    """Of a scan that was read before there were fields: people may say all the same what it says."""
    found = extraction_as_json(Found(DocumentType.OTHER, 0.0, (), ()))
    return Extraction(account_id=scan.account_id, scan_id=scan.id, found=found, said={})


def _wanted(
    extraction: Extraction, patch: ScanPatch, pages: dict[int, Page], found: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any] | None]:
    """By key, what is to be stored of it; None takes back what was said. `found` are fields as they are shown."""
    wanted = {str(field.name): _said(field, pages, found.get(field.name)) for field in patch.fields}
    wanted |= _cells(extraction, patch.items, pages)
    if "document_type" in patch.model_fields_set:
        wanted[TYPE_KEY] = {"value": str(patch.document_type)} if patch.document_type else None
    return wanted


def _cells(extraction: Extraction, cells: Iterable[CellPatch], pages: dict[int, Page]) -> dict[str, Any]:
    """Rows may be added behind the last one, one after the other."""
    rows, said = row_count(extraction), {}
    for cell in sorted(cells, key=lambda cell: cell.row):
        if cell.row > rows:
            raise NoSuchItem(row=cell.row)
        rows = max(rows, cell.row + 1)
        said[cell_key(cell.row, cell.name)] = _said(cell, pages, None)
    return said


def _said(field: FieldPatch | CellPatch, pages: dict[int, Page], found: dict[str, Any] | None) -> dict[str, Any] | None:
    """With the words that the person showed; else, where something else was found, with those of a candidate that says
    the same.
    """
    if field.value is None:
        return None
    value: dict[str, Any] = {"value": field.value.strip()}
    words = [_place(at, pages) for at in field.words]
    if found and not words and value["value"] != found["read"]:
        same = (other["words"] for other in found["candidates"] if other["value"] == value["value"])
        words = next(same, [])
    return value | ({"words": words} if words else {})


def _place(at: PlacePatch, pages: dict[int, Page]) -> dict[str, int]:
    try:
        pages[at.page].lines[at.line]["words"][at.word]
    except (KeyError, IndexError) as error:
        raise NoSuchWord(page=at.page, line=at.line, word=at.word) from error
    return at.model_dump()
