"""Shapes of fields and line items in answers."""

from typing import Annotated

from pydantic import Field

from ocrwtf.core.schemas import Answer
from ocrwtf.extraction.field import Source, WitnessKind
from ocrwtf.extraction.normal import Meant

Confidence = Annotated[float, Field(ge=0, le=1)]
Polygon = Annotated[
    list[Annotated[list[float], Field(min_length=2, max_length=2)]],
    Field(min_length=4, max_length=4, description="Four [x, y] points in page pixels, clockwise from top-left."),
]


class PlaceAnswer(Answer):
    """A word: `page` counts from 1, `line` and `word` from 0."""

    page: int
    line: int
    word: int


class WitnessAnswer(Answer):
    """What bears a number out or contradicts it; `words` are those of the other side."""

    kind: WitnessKind
    agrees: bool
    formula: str
    words: list[PlaceAnswer]


class RepairAnswer(Answer):
    """A digit that was misread: what was read, what it must be, and what proves it."""

    old: str
    new: str
    witness: WitnessAnswer


class CandidateAnswer(Answer):
    """Something else that the field might be."""

    value: str
    normalized: str | None
    confidence: Confidence
    page: int
    polygon: Polygon
    words: list[PlaceAnswer]


class FieldAnswer(Answer):
    """One thing that a document says, and where. `read` is what was found, null when a person added it;
    `correctedValue` what a person said, null while nobody did. `value` is what holds now, empty once a person said that
    the paper has none. `page` and `polygon` are null where a person showed no place. `key` is what `history` and
    `review` call it. `notUnderstood` says what `value` should be and is not, so that it has no `normalized` form and
    no filter, sum or column of numbers knows it. `withdrawn` is a repair that holds no more, because what proved it was
    corrected.
    """

    key: str
    name: str
    value: str
    read: str | None
    corrected_value: str | None
    normalized: str | None
    not_understood: Meant | None
    confidence: Confidence
    doubtful: bool
    page: int | None
    polygon: Polygon | None
    source: Source
    label: str | None
    words: list[PlaceAnswer]
    witnesses: list[WitnessAnswer]
    repair: RepairAnswer | None
    withdrawn: RepairAnswer | None
    candidates: list[CandidateAnswer]


class LineItemAnswer(Answer):
    """A row of the table of goods; `row` counts from 0, and stays when others are taken out."""

    row: int
    page: int | None
    polygon: Polygon | None
    cells: list[FieldAnswer]
