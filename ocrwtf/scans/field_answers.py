"""From an extraction to answers: fields and line items as they are now, on the pages as they lie now."""

from collections.abc import Mapping
from typing import Any

from ocrwtf.scans import fields, page_view
from ocrwtf.scans.models import Page, Scan, Status

Json = dict[str, Any]


def members(scan: Scan) -> Json:
    """What only a whole scan has: `type_confidence`, `fields`, `items`, how many were left out, and `review`.

    Of a scan that was completed when it was looked up: otherwise its pages may be older than its extraction, which is
    loaded after them.
    """
    shown = fields.of_scan(scan) if scan.status == Status.COMPLETED else fields.NOTHING
    pages = {page.number: page for page in scan.pages}
    words = shown.doubtful_words(scan.pages)
    return {
        "type_confidence": shown.document_type["confidence"],
        "fields": [_placed(field, pages) for field in shown.fields],
        "items": [_placed_item(item, pages) for item in shown.items],
        "items_left_out": shown.items_left_out,
        "review": [*shown.doubtful_keys, *(":".join(map(str, place)) for place in words)],
    }


def _placed_item(item: Json, pages: Mapping[int, Page]) -> Json:
    return item | _polygon(item, pages) | {"cells": [_placed(cell, pages) for cell in item["cells"]]}


def _placed(field: Json, pages: Mapping[int, Page]) -> Json:
    candidates = [candidate | _polygon(candidate, pages) for candidate in field["candidates"]]
    return field | {"candidates": candidates} | _polygon(field, pages)


def _polygon(of: Json, pages: Mapping[int, Page]) -> Json:
    """In pixels of the page as it is shown."""
    polygon = of["polygon"]
    return {"polygon": polygon and page_view.shown_polygon(pages[of["page"]], polygon)}
