"""What the fields of a document say now: as they were found, as people corrected their words, as people wrote them.

Every field has a key: its name, in a line item `items.3.quantity` (rows from 0), and `document_type` for the type.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ocrwtf.extraction import doubt
from ocrwtf.extraction.doubt import Place
from ocrwtf.extraction.field import CellName, FieldName, Source
from ocrwtf.extraction.normal import normalized
from ocrwtf.extraction.wire import cell_key
from ocrwtf.ocr.whole import DOUBTFUL_BELOW
from ocrwtf.scans import texts
from ocrwtf.scans.followed import followed
from ocrwtf.scans.models import Extraction, Page, Scan

Json = dict[str, Any]

TYPE_KEY = "document_type"


@dataclass(frozen=True)
class Shown:
    """`fields` in the order of FieldName; one that a person took out has an empty value, so that it can be taken back.
    `items` row by row, their `cells` in the order of CellName; rows that people added come last and have no place of
    their own. `document_type` has value, confidence and source.
    """

    document_type: Json
    fields: list[Json]
    items: list[Json]

    @cached_property
    def every(self) -> list[Json]:
        """Fields, then cells row by row."""
        return [*self.fields, *(cell for item in self.items for cell in item["cells"])]

    @property
    def doubtful_keys(self) -> list[str]:
        """First what an error in it would cost most."""
        return doubt.doubtful_keys(self.every)

    def doubtful_words(self, pages: Iterable[Page]) -> list[Place]:
        """In reading order, but for those whose field is asked about, or was answered."""
        places = ((page.number, *at) for page in pages for at in texts.doubtful_places(page.lines, page.word_texts))
        return doubt.doubtful_words(places, self.every)


NOTHING = Shown(dict.fromkeys(("value", "confidence", "source")), [], [])
"""Of what was not looked through."""


def of_scan(scan: Scan) -> Shown:
    return shown(scan.extraction, {page.number: page for page in scan.pages}) if scan.extraction else NOTHING


def shown(extraction: Extraction, pages: Mapping[int, Page]) -> Shown:
    found = {field["name"]: field for field in extraction.found["fields"]}
    changed = _changed_words(extraction, pages)
    fields = [
        _still_proven(_shown(name, name, found.get(name), extraction.said.get(name), pages), changed)
        for name in FieldName
        if name in found or name in extraction.said
    ]
    items = [
        {"row": row, "page": item.get("page"), "polygon": item.get("polygon"), "cells": cells}
        for row, item in enumerate(_rows(extraction))
        if (cells := [_still_proven(cell, changed) for cell in _cells(row, item, extraction, pages)])
    ]
    return Shown(_document_type(extraction), fields, items)


def row_count(extraction: Extraction) -> int:
    """Found and added."""
    said = [int(key.split(".")[1]) + 1 for key in extraction.said if key.startswith("items.")]
    return max(len(extraction.found["items"]), *said, 0)


def _rows(extraction: Extraction) -> Iterator[Json]:
    found = extraction.found["items"]
    return (found[row] if row < len(found) else {"cells": []} for row in range(row_count(extraction)))


def _cells(row: int, item: Json, extraction: Extraction, pages: Mapping[int, Page]) -> Iterator[Json]:
    found = {cell["name"]: cell for cell in item["cells"]}
    for name in CellName:
        key = cell_key(row, name)
        if name in found or key in extraction.said:
            yield _shown(key, name, found.get(name), extraction.said.get(key), pages)


def _shown(key: str, name: str, found: Json | None, said: Json | None, pages: Mapping[int, Page]) -> Json:
    field: Json = {"key": key, "name": name, "read": found and found["value"]} | _as_read(name, found, pages)
    if said is not None:
        field |= _as_said(name, said, field, pages)
    doubtful = said is None and field["confidence"] < DOUBTFUL_BELOW
    return field | {"doubtful": doubtful, "correctedValue": said and said["value"]}


_NOWHERE: Json = {
    **dict.fromkeys(("page", "polygon", "label", "repair", "normalized")),
    **{member: [] for member in ("words", "witnesses", "candidates")},
    "value": "",
}


def _as_read(name: str, found: Json | None, pages: Mapping[int, Page]) -> Json:
    """With its words as people corrected them; what was proved about the number before holds no more, then."""
    if found is None:
        return _NOWHERE | {"confidence": 1.0, "source": Source.PERSON}
    value = followed(found, pages)
    if value == found["value"]:
        return found
    return found | {"value": value, "normalized": normalized(name, value), "witnesses": [], "repair": None}


def _as_said(name: str, said: Json, field: Json, pages: Mapping[int, Page]) -> Json:
    """What a person wrote, at the place that they showed, else where it was found; a proof stays while it says so."""
    value, places = said["value"], said.get("words")
    told: Json = {"value": value, "confidence": 1.0, "source": Source.PERSON}
    if value != field["value"]:
        same = (other["normalized"] for other in field["candidates"] if other["value"] == value)
        told |= {"normalized": next(same, None) or normalized(name, value), "witnesses": [], "repair": None}
    if places:
        number = places[0]["page"]
        there = [at for at in places if at["page"] == number]  # a box is on one page
        told |= {"words": places, "page": number, "polygon": _hull(there, pages)}
    return told


def _changed_words(extraction: Extraction, pages: Mapping[int, Page]) -> set[Place]:
    """Those of fields and cells that do not say any more what was found."""
    found = {field["name"]: field for field in extraction.found["fields"]}
    for row, item in enumerate(extraction.found["items"]):
        found |= {cell_key(row, cell["name"]): cell for cell in item["cells"]}
    corrected = {key: extraction.said[key]["value"] for key in found.keys() & extraction.said.keys()}
    if any(page.word_texts for page in pages.values()):
        corrected = {key: followed(field, pages) for key, field in found.items()} | corrected
    return {
        (at["page"], at["line"], at["word"])
        for key, value in corrected.items()
        if value != found[key]["value"]
        for at in found[key]["words"]
    }


def _still_proven(field: Json, changed: set[Place]) -> Json:
    """Without what rests on a number that is another one now."""
    kept = [
        witness
        for witness in field["witnesses"]
        if changed.isdisjoint((at["page"], at["line"], at["word"]) for at in witness["words"])
    ]
    return field | {"witnesses": kept}


def _hull(places: list[Json], pages: Mapping[int, Page]) -> list[list[float]]:
    """The upright box around the words, in pixels of the page as it was read."""
    polygons = [pages[at["page"]].lines[at["line"]]["words"][at["word"]]["polygon"] for at in places]
    xs, ys = zip(*(point for polygon in polygons for point in polygon), strict=True)
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def _document_type(extraction: Extraction) -> Json:
    said, found = extraction.said.get(TYPE_KEY), extraction.found
    if said:
        return {"value": said["value"], "confidence": 1.0, "source": Source.PERSON}
    return {"value": found["documentType"], "confidence": found["typeConfidence"], "source": Source.LAYOUT}
