"""What the fields of a document say now: as they were found, as people corrected their words, as people wrote them.

Every field has a key: its name, in a line item `items.3.quantity` (rows from 0), and `document_type` for the type.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ocrwtf.extraction import doubt
from ocrwtf.extraction.amounts import Convention
from ocrwtf.extraction.doubt import Place
from ocrwtf.extraction.field import CellName, FieldName, Source
from ocrwtf.extraction.normal import convention_in, meant_by, normalized
from ocrwtf.extraction.wire import cell_key
from ocrwtf.ocr.whole import DOUBTFUL_BELOW
from ocrwtf.scans import texts
from ocrwtf.scans.models import Extraction, Page, Scan
from ocrwtf.scans.proven import as_read, found_in

Json = dict[str, Any]

TYPE_KEY = "document_type"


@dataclass(frozen=True)
class Shown:
    """`fields` in the order of FieldName; one that a person took out has an empty value, so that it can be taken back.
    `items` row by row, their `cells` in the order of CellName; rows that people added come last and have no place of
    their own, and `items_left_out` rows were found and not kept. `document_type` has value, confidence and source.
    """

    document_type: Json
    fields: list[Json]
    items: list[Json]
    items_left_out: int = 0

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
    found, said = found_in(extraction), extraction.said
    told = _Told(found, as_read(found, said, pages), said, pages, convention_in(found.values()))
    fields = [told.of(name, name) for name in FieldName if name in found or name in said]
    items = [
        {"row": row, "page": item.get("page"), "polygon": item.get("polygon"), "cells": cells}
        for row, item in enumerate(_rows(extraction))
        if (cells := list(told.cells(row)))
    ]
    return Shown(_document_type(extraction), fields, items, extraction.found.get("itemsLeftOut", 0))


def row_count(extraction: Extraction) -> int:
    """Found and added."""
    said = [int(key.split(".")[1]) + 1 for key in extraction.said if key.startswith("items.")]
    return max(len(extraction.found["items"]), *said, 0)


def _rows(extraction: Extraction) -> Iterator[Json]:
    found = extraction.found["items"]
    return (found[row] if row < len(found) else {"cells": []} for row in range(row_count(extraction)))


_NOWHERE: Json = {
    **dict.fromkeys(("page", "polygon", "label", "repair", "withdrawn", "normalized")),
    **{member: [] for member in ("words", "witnesses", "candidates")},
    "value": "",
}


@dataclass(frozen=True)
class _Told:
    """By key: what was found, what its words say now, and what people say of it."""

    found: Mapping[str, Json]
    read: Mapping[str, Json]
    said: Mapping[str, Json]
    pages: Mapping[int, Page]
    convention: Convention | None

    def cells(self, row: int) -> Iterator[Json]:
        for name in CellName:
            key = cell_key(row, name)
            if key in self.found or key in self.said:
                yield self.of(key, name)

    def of(self, key: str, name: str) -> Json:
        found, said = self.found.get(key), self.said.get(key)
        field: Json = {"key": key, "name": name, "read": found and found["value"]}
        field |= self.read[key] if found else _NOWHERE | {"confidence": 1.0, "source": Source.PERSON}
        if said is not None:
            field |= self._as_said(name, said, field)
        doubtful = said is None and field["confidence"] < DOUBTFUL_BELOW
        unclear = meant_by(name) if field["value"] and not field["normalized"] else None
        return field | {"doubtful": doubtful, "correctedValue": said and said["value"], "notUnderstood": unclear}

    def _as_said(self, name: str, said: Json, field: Json) -> Json:
        """What a person wrote, where they showed it, else where it was found; a proof stays while it says so."""
        value, places = said["value"], said.get("words")
        told: Json = {"value": value, "confidence": 1.0, "source": Source.PERSON}
        if value != field["value"]:
            same = (other["normalized"] for other in field["candidates"] if other["value"] == value)
            meaning = next(same, None) or normalized(name, value, self.convention)
            told |= {"normalized": meaning, "witnesses": [], "repair": None}
        if places:
            number = places[0]["page"]
            there = [at for at in places if at["page"] == number]  # a box is on one page
            told |= {"words": places, "page": number, "polygon": _hull(there, self.pages)}
        return told


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
