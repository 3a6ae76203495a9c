"""What the product finds on papers made by hand."""

from datetime import date

from ocrwtf.extraction.extract import extract
from ocrwtf.extraction.field import Extraction, Field
from tests.unit.extraction.papers import paper

TODAY = date(2026, 11, 21)


def read(*papers: str, confidence: float = 0.99, slope: float = 0.0) -> Extraction:
    """One page each."""
    return extract([paper(text, confidence=confidence, slope=slope) for text in papers], TODAY)


def said(*papers: str, confidence: float = 0.99, slope: float = 0.0) -> dict[str, Field]:
    return {field.name: field for field in read(*papers, confidence=confidence, slope=slope).fields}


def value(name: str, *papers: str) -> str | None:
    """As machines compare it, else as it stands."""
    field = said(*papers).get(name)
    return (field.normalized or field.value) if field else None
