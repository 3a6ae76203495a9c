"""What scans say as three tables: a row a document, a row a field, a row a line item; their columns are a promise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic.alias_generators import to_camel

from ocrwtf.extraction.field import CellName, FieldName
from ocrwtf.scans import field_answers
from ocrwtf.scans.models import Scan

Json = dict[str, Any]
Value = str | Decimal | float | int | date | datetime | None
Row = Sequence[Value]

_DATES = (FieldName.ISSUED_ON, FieldName.DUE_ON, FieldName.DELIVERED_ON)
_NUMBERS = (
    FieldName.SUBTOTAL_AMOUNT, FieldName.DISCOUNT_AMOUNT, FieldName.TAX_AMOUNT, FieldName.TAX_RATE,
    FieldName.TOTAL_AMOUNT, FieldName.PAID_AMOUNT, FieldName.CHANGE_AMOUNT, FieldName.AMOUNT_IN_WORDS,
    FieldName.PACKAGE_COUNT, FieldName.WEIGHT, CellName.QUANTITY, CellName.PRICE, CellName.AMOUNT,
)  # fmt: skip
_TITLES = {FieldName.WEIGHT: "weightKg", FieldName.TAX_RATE: "taxRatePercent"}
_ABOUT = ("id", "filename", "status", "createdAt", "documentType", "confidence", "doubtfulFields", "recipientName")
_FIELD = (
    "scanId", "filename", "key", "name", "value", "normalized", "confidence", "doubtful", "read", "correctedValue",
    "page", "polygon", "source", "label", "repair", "witnesses", "url",
    "notUnderstood",
)  # fmt: skip
_ITEM = ("scanId", "filename", "row", "page", *CellName, "confidence", "polygon", "url")


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    numbers: frozenset[int]
    """Places of columns whose values are sums of money, quantities and the like."""


def _table(columns: Sequence[str], numbers: Sequence[str]) -> Table:
    return Table(tuple(columns), frozenset(place for place, name in enumerate(columns) if name in numbers))


def _title(name: FieldName) -> str:
    return _TITLES.get(name, to_camel(name))


TABLES: Mapping[str, Table] = {
    "documents": _table(
        (*_ABOUT, *(_title(name) for name in FieldName), "url"),
        [_title(FieldName(name)) for name in _NUMBERS if name in set(FieldName)],
    ),
    "fields": _table(_FIELD, ()),
    "items": _table(_ITEM, _NUMBERS),
}


def rows(scan: Scan, address: str) -> Iterator[tuple[str, Row]]:
    """Of one scan, by the table's name. `address`: where the web application is, without a slash at its end."""
    shown = field_answers.members(scan)
    url = f"{address}/dokumen/{scan.id}"
    yield "documents", _document(scan, shown["fields"], url)
    cells = [cell for item in shown["items"] for cell in item["cells"]]
    for field in (*shown["fields"], *cells):
        if field["value"]:  # an empty one was taken out by a person
            yield "fields", _field(scan, field, url)
    for item in shown["items"]:
        if any(cell["value"] for cell in item["cells"]):
            yield "items", _item(scan, item, url)


def _document(scan: Scan, fields: Sequence[Json], url: str) -> Row:
    values = {field["name"]: typed(field) for field in fields}
    about = (scan.document_type, scan.confidence, scan.doubtful_fields, scan.recipient_name)
    named = (str(scan.id), scan.filename, str(scan.status), scan.created_at)
    return (*named, *about, *(values.get(name) for name in FieldName), url)


def _field(scan: Scan, field: Json, url: str) -> Row:
    return (
        str(scan.id), scan.filename, field["key"], str(field["name"]), field["value"], field["normalized"],
        field["confidence"], str(field["doubtful"]).lower(), field["read"], field["correctedValue"],
        field["page"], _corners(field["polygon"]), str(field["source"]), field["label"], _repair(field["repair"]),
        "; ".join(_witness(witness) for witness in field["witnesses"]), _on_page(url, field["page"]),
        field["notUnderstood"],
    )  # fmt: skip


def _item(scan: Scan, item: Json, url: str) -> Row:
    cells = {cell["name"]: cell for cell in item["cells"]}
    sure = min(cell["confidence"] for cell in cells.values())
    values = (typed(cells[name]) if name in cells else None for name in CellName)
    place = sure, _corners(item["polygon"]), _on_page(url, item["page"])
    return (str(scan.id), scan.filename, item["row"], item["page"], *values, *place)


def typed(field: Json) -> Value:
    """The normalised value as a number or a day where it is one, else what stands there."""
    normalized: str | None = field["normalized"]
    if not normalized:
        return str(field["value"]) or None
    try:
        if field["name"] in _DATES:
            return date.fromisoformat(normalized)
        number = Decimal(normalized) if field["name"] in _NUMBERS else None
    except (ValueError, InvalidOperation):
        return normalized
    return number if number is not None and number.is_finite() else normalized


def _repair(repair: Json | None) -> str | None:
    return f"{repair['old']} → {repair['new']} ({repair['witness']['formula']})" if repair else None


def _witness(witness: Json) -> str:
    return f"{'✓' if witness['agrees'] else '✗'} {witness['formula']}"


def _corners(polygon: Sequence[Sequence[float]] | None) -> str | None:
    """x,y of the four corners in pixels of the page as it is shown."""
    return " ".join(f"{x:g},{y:g}" for x, y in polygon) if polygon else None


def _on_page(url: str, page: int | None) -> str:
    return f"{url}?halaman={page}" if page else url
