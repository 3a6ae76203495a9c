"""From an extraction to answers: fields and line items as they are now, on the pages as they lie now."""

from collections.abc import Mapping
from typing import Any

from ocrwtf.scans import fields, page_view
from ocrwtf.scans.models import Page, Scan, Status

Json = dict[str, Any]


def members(scan: Scan) -> Json:
    """What only a whole scan has: `type_confidence`, `fields`, `items` and `review`.

    Of a scan that was completed when it was looked up: otherwise its pages may be older than its extraction, which is
    loaded after them.
    """
    if not scan.extraction or scan.status != Status.COMPLETED:
        return {"type_confidence": None, "fields": [], "items": [], "review": []}
    pages = {page.number: page for page in scan.pages}
    shown = fields.shown(scan.extraction, pages)
    words = fields.doubtful_words(scan.pages, shown.every)
    return {
        "type_confidence": shown.document_type["confidence"],
        "fields": [_placed(field, pages) for field in shown.fields],
        "items": [_placed_item(item, pages) for item in shown.items],
        "review": [*fields.doubtful_keys(shown.every), *(":".join(map(str, place)) for place in words)],
    }


def _placed_item(item: Json, pages: Mapping[int, Page]) -> Json:
    return item | _polygon(item, pages) | {"cells": [_placed(cell, pages) for cell in item["cells"]]}


def _placed(field: Json, pages: Mapping[int, Page]) -> Json:
    candidates = [candidate | _polygon(candidate, pages) for candidate in field["candidates"]]
    said = {"correctedValue": field["corrected"], "candidates": candidates}
    return {member: value for member, value in field.items() if member != "corrected"} | said | _polygon(field, pages)


def _polygon(of: Json, pages: Mapping[int, Page]) -> Json:
    """In pixels of the page as it is shown."""
    polygon = of["polygon"]
    return {"polygon": polygon and page_view.shown_polygon(pages[of["page"]], polygon)}
