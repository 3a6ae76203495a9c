"""Which fields a person should look at, and in which order: first those whose error would cost most."""

from collections.abc import Iterable, Mapping
from typing import Any

from ocrwtf.extraction.field import CellName, FieldName

Json = dict[str, Any]
Place = tuple[int, int, int]
"""Page (from 1), line and word (from 0)."""

COSTS: Mapping[str, float] = {
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


def doubtful_keys(fields: Iterable[Json]) -> list[str]:
    """Of the fields that are `doubtful`, by chance of an error × its cost."""
    doubtful = [field for field in fields if field["doubtful"]]
    return [field["key"] for field in sorted(doubtful, key=lambda field: -_risk(field))]


def doubtful_words(words: Iterable[Place], fields: Iterable[Json]) -> list[Place]:
    """Of words in doubt those whose field is neither asked about nor was answered."""
    settled = {
        (at["page"], at["line"], at["word"])
        for field in fields
        if field["doubtful"] or field["correctedValue"] is not None
        for at in field["words"]
    }
    return [place for place in words if place not in settled]


def _risk(field: Json) -> float:
    return float((1 - field["confidence"]) * COSTS.get(field["name"], _COST))
