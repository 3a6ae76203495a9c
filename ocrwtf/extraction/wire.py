"""Fields and line items as JSON: one shape for the API, the database, exports and the command line."""

from collections.abc import Iterable
from typing import Any

from ocrwtf.extraction.field import Candidate, Extraction, Field, LineItem, Repair, Witness, WordAt
from ocrwtf.ocr.page import Polygon

Json = dict[str, Any]


def extraction_as_json(extraction: Extraction) -> Json:
    """Names in camelCase as on the wire, empty and null members included; polygons in pixels of the page as read."""
    return {
        "documentType": str(extraction.document_type),
        "typeConfidence": round(extraction.type_confidence, 4),
        "fields": [_field(str(field.name), field) for field in extraction.fields],
        "items": [_item(row, item) for row, item in enumerate(extraction.items)],
        "itemsLeftOut": extraction.items_left_out,
    }


def cell_key(row: int, name: str) -> str:
    """What a cell of a line item is called everywhere; rows from 0. The key of a field is its name."""
    return f"items.{row}.{name}"


def _item(row: int, item: LineItem) -> Json:
    cells = [_field(cell_key(row, cell.name), cell) for cell in item.cells]
    return {"row": row, "page": item.page, "polygon": _points(item.polygon), "cells": cells}


def _field(key: str, field: Field) -> Json:
    return _value(field) | {
        "key": key,
        "name": str(field.name),
        "source": str(field.source),
        "label": field.label,
        "witnesses": [_witness(witness) for witness in field.witnesses],
        "repair": _repair(field.repair) if field.repair else None,
        "candidates": [_value(candidate) for candidate in field.candidates],
    }


def _value(of: Field | Candidate) -> Json:
    return {
        "value": of.value,
        "normalized": of.normalized,
        "confidence": round(of.confidence, 4),
        "page": of.page,
        "polygon": _points(of.polygon),
        "words": _words(of.words),
    }


def _witness(witness: Witness) -> Json:
    return {
        "kind": str(witness.kind),
        "agrees": witness.agrees,
        "formula": witness.formula,
        "words": _words(witness.words),
    }


def _repair(repair: Repair) -> Json:
    return {"old": repair.old, "new": repair.new, "witness": _witness(repair.witness)}


def _words(words: Iterable[WordAt]) -> list[Json]:
    return [{"page": at.page, "line": at.line, "word": at.word} for at in words]


def _points(polygon: Polygon) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in polygon]
