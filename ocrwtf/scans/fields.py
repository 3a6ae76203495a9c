"""What the fields of a document say now: as they were found, as people corrected their words, as people wrote them.

Every field has a key: its name, in a line item `items.3.quantity` (rows from 0), and `document_type` for the type.
"""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from ocrwtf.extraction.field import CellName, FieldName, Source
from ocrwtf.extraction.normal import normalized
from ocrwtf.ocr.whole import DOUBTFUL_BELOW
from ocrwtf.scans.models import Extraction, Page
from ocrwtf.scans.texts import word_key

Json = dict[str, Any]
Place = tuple[int, int, int]
"""Page (from 1), line and word (from 0)."""

TYPE_KEY = "document_type"
COSTS: Mapping[str, float] = {
    TYPE_KEY: 3,
    FieldName.TOTAL_AMOUNT: 10,
    FieldName.NUMBER: 6,
    FieldName.ISSUED_ON: 5,
    FieldName.TAX_AMOUNT: 5,
    FieldName.BANK_ACCOUNT: 5,
    FieldName.SUBTOTAL_AMOUNT: 4,
    FieldName.BUYER_NAME: 4,
    FieldName.SELLER_NAME: 4,
    CellName.AMOUNT: 4,
    CellName.QUANTITY: 4,
    CellName.PRICE: 3,
}
"""What an error costs, where a wrong word of no field costs 1 and any other field 2: money and what is billed first."""
_COST = 2.0


def cell_key(row: int, name: str) -> str:
    return f"items.{row}.{name}"


def shown_fields(extraction: Extraction, pages: Mapping[int, Page]) -> list[Json]:
    """In the order of FieldName. One that a person took out has an empty value, so that it can be taken back."""
    found = {field["name"]: field for field in extraction.found["fields"]}
    changed = _changed_words(extraction, pages)
    return [
        _still_proven(_shown(name, name, found.get(name), extraction.said.get(name), pages), changed)
        for name in FieldName
        if name in found or name in extraction.said
    ]


def shown_items(extraction: Extraction, pages: Mapping[int, Page]) -> list[Json]:
    """Row by row; cells in the order of CellName. Rows that people added come last and have no place of their own."""
    changed = _changed_words(extraction, pages)
    return [
        {"row": row, "page": item.get("page"), "polygon": item.get("polygon"), "cells": cells}
        for row, item in enumerate(_rows(extraction))
        if (cells := [_still_proven(cell, changed) for cell in _cells(row, item, extraction, pages)])
    ]


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
    return field | {"doubtful": doubtful, "corrected": said and said["value"]}


_NOWHERE: Json = {
    **dict.fromkeys(("page", "polygon", "label", "repair", "normalized")),
    **{member: [] for member in ("words", "witnesses", "candidates")},
    "value": "",
}


def _as_read(name: str, found: Json | None, pages: Mapping[int, Page]) -> Json:
    """With its words as people corrected them; what was proved about the number before holds no more, then."""
    if found is None:
        return _NOWHERE | {"confidence": 1.0, "source": Source.PERSON}
    value = _followed(found, pages)
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
        corrected = {key: _followed(field, pages) for key, field in found.items()} | corrected
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


def _followed(found: Json, pages: Mapping[int, Page]) -> str:
    """The value with what people say of its words in their place; what they find right as read is not repaired."""
    read, now, looked_at = _texts(found["words"], pages)
    value, repair = str(found["value"]), found["repair"]
    if read == now and not (repair and looked_at.intersection(_repaired(repair, read))):
        return value
    return _in_place_of(repair["old"] if repair else value, " ".join(read), " ".join(filter(None, now)))


def _texts(words: list[Json], pages: Mapping[int, Page]) -> tuple[list[str], list[str], set[int]]:
    """As they were read, as they are now, and those of which people said something, by their index."""
    read, now, looked_at = [], [], set()
    for index, at in enumerate(words):
        page, key = pages[at["page"]], word_key(at["line"], at["word"])
        read.append(page.lines[at["line"]]["words"][at["word"]]["text"])
        now.append(page.word_texts.get(key, read[-1]))
        if key in page.word_texts:
            looked_at.add(index)
    return read, now, looked_at


def _repaired(repair: Json, read: list[str]) -> Iterator[int]:
    """Indexes of the words in which a sign was repaired."""
    start = " ".join(read).find(repair["old"])
    changed = [
        start + at for at, (old, new) in enumerate(zip(repair["old"], repair["new"], strict=False)) if old != new
    ]
    begin = 0
    for index, text in enumerate(read):
        if any(begin <= at < begin + len(text) for at in changed):
            yield index
        begin += len(text) + 1


def _in_place_of(part: str, old: str, new: str) -> str:
    """What stands in `new` where `part` stood in `old`: a label in the same word is no part of a value, corrected or
    not. All of it where nothing tells them apart.
    """
    before, found, _ = old.partition(part)
    if not found:
        return new
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    grown, changed_end = len(new) - len(old), len(old) - tail
    start, end = len(before), len(before) + len(part)
    end = end if head >= end else end + grown if changed_end <= end else len(new)
    if head >= start:
        return new[start:end].strip()
    if changed_end <= start:
        return new[start + grown : end].strip()
    sign = before[-1]  # in front of the value: "TOTL:4S.000" that became "TOTAL:45.000"
    return (new[:end] if sign.isalnum() else new[:end].split(sign, before.count(sign))[-1]).strip()


def _same(one: str, other: str) -> int:
    """How many signs they begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _hull(places: list[Json], pages: Mapping[int, Page]) -> list[list[float]]:
    """The upright box around the words, in pixels of the page as it was read."""
    polygons = [pages[at["page"]].lines[at["line"]]["words"][at["word"]]["polygon"] for at in places]
    xs, ys = zip(*(point for polygon in polygons for point in polygon), strict=True)
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def every_field(extraction: Extraction, pages: Mapping[int, Page]) -> list[Json]:
    """Fields, then cells row by row."""
    items = shown_items(extraction, pages)
    return [*shown_fields(extraction, pages), *(cell for item in items for cell in item["cells"])]


def settled_words(fields: list[Json]) -> set[Place]:
    """Words that need no look of their own: their field gets one, or has had it."""
    return {
        (at["page"], at["line"], at["word"])
        for field in fields
        if field["doubtful"] or field["corrected"] is not None
        for at in field["words"]
    }


def doubtful_keys(fields: list[Json]) -> list[str]:
    """Of the fields in doubt, those first whose error would cost most: chance of an error × its cost."""
    doubtful = [field for field in fields if field["doubtful"]]
    return [field["key"] for field in sorted(doubtful, key=lambda field: -_risk(field))]


def _risk(field: Json) -> float:
    return float((1 - field["confidence"]) * COSTS.get(field["name"], _COST))


def document_type(extraction: Extraction) -> Json:
    """`value`, `confidence`, and whether a person said so."""
    said = extraction.said.get(TYPE_KEY)
    if said:
        return {"value": said["value"], "confidence": 1.0, "source": Source.PERSON}
    return {
        "value": extraction.found["documentType"],
        "confidence": extraction.found["typeConfidence"],
        "source": Source.LAYOUT,
    }
