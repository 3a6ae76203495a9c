"""Bodies of requests and answers about scans, in the shape of the product's page."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.scans.models import Status

Confidence = Annotated[float, Field(ge=0, le=1)]
Polygon = Annotated[
    list[Annotated[list[float], Field(min_length=2, max_length=2)]],
    Field(min_length=4, max_length=4, description="Four [x, y] points in page pixels, clockwise from top-left."),
]


class ListQuery(Body):
    """What a list is narrowed to: status and time of upload (`until` excluded); `cursor` is the last answer's."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: UUID | None = None
    status: Status | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class ErrorAnswer(Answer):
    """Why something failed: the problem's type and wording, as in docs/problems.md."""

    type: str
    title: str
    detail: str


class AlternativeAnswer(Answer):
    text: str
    confidence: Confidence


class WordAnswer(Answer):
    text: str
    confidence: Confidence
    polygon: Polygon
    alternatives: list[AlternativeAnswer]


class LineAnswer(Answer):
    text: str
    confidence: Confidence
    polygon: Polygon
    words: list[WordAnswer]


class PageAnswer(Answer):
    """One page; polygons lie in its width × height. An unreadable page has an error and no image."""

    number: int
    width_px: int | None
    height_px: int | None
    rotation: int
    confidence: Confidence | None
    image_url: str | None
    error: ErrorAnswer | None
    lines: list[LineAnswer]


class FieldAnswer(Answer):
    name: str
    value: str
    normalized: str | None
    confidence: Confidence
    page: int
    polygon: Polygon
    source: str


class ScanSummary(Answer):
    """A scan without its pages."""

    id: UUID
    status: Status
    filename: str
    media_type: str
    size_bytes: int
    document_type: str | None = None
    ocr_text: str
    corrected_text: str | None = None
    extracted_text: str
    confidence: Confidence | None
    ocr_seconds: float | None
    engine: str | None
    recipient_name: str | None = None
    signature_url: str | None = None
    image_url: str | None
    original_url: str
    created_at: AwareDatetime
    captured_at: AwareDatetime | None
    deletes_at: AwareDatetime
    version: int
    attempt: int
    page_count: int
    pages_read: int
    error: ErrorAnswer | None
    fields: Annotated[list[FieldAnswer], Field(default_factory=list)]


class ScanAnswer(ScanSummary):
    pages: list[PageAnswer]


class UploadedScan(ScanSummary):
    already_existed: bool


class UploadAnswer(Answer):
    """One item for each file, in their order."""

    items: list[UploadedScan]


class ScanList(Answer):
    items: list[ScanSummary]
    next_cursor: UUID | None
