"""Bodies of requests and answers about scans, in the shape of the product's page."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic_core import PydanticCustomError

from ocrwtf.core.schemas import Answer, Body
from ocrwtf.extraction.field import DocumentType
from ocrwtf.scans.field_shapes import Confidence, FieldAnswer, LineItemAnswer, Polygon
from ocrwtf.scans.models import Kind, Status
from ocrwtf.scans.search.cursor import decoded


def is_cursor(text: str) -> str:
    """Raises PydanticCustomError for what is none of ours."""
    try:
        decoded(text)
    except ValueError as error:
        raise PydanticCustomError("cursor", "no cursor of this list") from error
    return text


class ListQuery(Body):
    """What to look for, and what a list is narrowed to: status, time of upload (`until` excluded), doubt, delivery
    notes that are not back (without a recipient), legal hold, and what the fields say: type, the day of the document
    (both ends included), its total.

    `cursor` is the last answer's `nextCursor`, and belongs to the same `q`.
    """

    q: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=40), AfterValidator(is_cursor)] | None = None
    status: Status | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    needs_review: bool = False
    not_back: bool = False
    held: bool = False
    document_type: DocumentType | None = None
    issued_since: date | None = None
    issued_until: date | None = None
    total_min: Annotated[Decimal, Field(max_digits=18, decimal_places=2)] | None = None
    total_max: Annotated[Decimal, Field(max_digits=18, decimal_places=2)] | None = None


class ErrorAnswer(Answer):
    """Why something failed: the problem's type and wording, as in docs/problems.md."""

    type: str
    title: str
    detail: str


class AlternativeAnswer(Answer):
    text: str
    confidence: Confidence


class WordAnswer(Answer):
    """`corrected_text`: None while nobody looked; the same as `text` when somebody found it right."""

    text: str
    corrected_text: str | None
    confidence: Confidence
    polygon: Polygon
    alternatives: list[AlternativeAnswer]


class LineAnswer(Answer):
    text: str
    confidence: Confidence
    polygon: Polygon
    words: list[WordAnswer]


class PageAnswer(Answer):
    """One page; polygons lie in its width × height. An unreadable page has an error and no image.

    `rotation` is how it lies now, in degrees clockwise from the page as it was received.
    """

    number: int
    width_px: int | None
    height_px: int | None
    rotation: int
    confidence: Confidence | None
    image_url: str | None
    error: ErrorAnswer | None
    lines: list[LineAnswer]


class ScanSummary(Answer):
    """A scan without its pages. Under `legalHold` no clean-up takes it, at `deletesAt` or later."""

    id: UUID
    status: Status
    filename: str
    media_type: str
    size_bytes: int
    document_type: DocumentType | None
    document_number: str | None
    seller_name: str | None
    buyer_name: str | None
    issued_on: date | None
    total_amount: Annotated[Decimal | None, Field(description="A decimal as text, exact.")]
    currency: str | None
    ocr_text: str
    corrected_text: str | None = None
    extracted_text: str
    confidence: Confidence | None
    ocr_seconds: float | None
    engine: str | None
    doubtful_words: int
    doubtful_fields: int
    recipient_name: str | None = None
    signature_url: str | None = None
    image_url: str | None
    original_url: str
    created_at: AwareDatetime
    captured_at: AwareDatetime | None
    deletes_at: AwareDatetime
    legal_hold: bool
    version: int
    attempt: int
    page_count: int
    pages_read: int
    error: ErrorAnswer | None


class ScanAnswer(ScanSummary):
    """`review`: what is in doubt, first what an error in it would cost most: keys of fields, then words (`1:0:3` is the
    fourth word of the first line of page 1) in reading order. `itemsLeftOut` rows of goods were found and not kept, for
    there were more than 2,000.
    """

    type_confidence: Confidence | None
    fields: list[FieldAnswer]
    items: list[LineItemAnswer]
    items_left_out: int
    review: list[str]
    pages: list[PageAnswer]


class UploadedScan(ScanSummary):
    already_existed: bool


class UploadAnswer(Answer):
    """One item for each file, in their order."""

    items: list[UploadedScan]


class HitAnswer(Answer):
    """A page that has what was looked for, and where."""

    page: int
    snippet: str
    marks: Annotated[
        list[Annotated[list[int], Field(min_length=2, max_length=2)]],
        Field(description="Start and end (excluded) of each found word, in code points of the snippet."),
    ]
    polygons: Annotated[list[Polygon], Field(max_length=5)]


class FoundScanAnswer(ScanSummary):
    hits: Annotated[list[HitAnswer], Field(max_length=3, description="Best pages first; empty without `q`.")]


class ScanList(Answer):
    items: list[FoundScanAnswer]
    next_cursor: str | None


class CorrectionQuery(Body):
    limit: Annotated[int, Field(ge=1, le=100)] = 100
    cursor: UUID | None = None


class CorrectionAnswer(Answer):
    """One change. `old` is what stood there before: of a word what was read, of the whole text null, at first.

    `new` is null when a change was undone; of a word both are the same when it was found right. `username` is null
    when the user is no more. `field` is a key, as fields have one; its `old` is what it said before. A `repair` is what
    the change made of a repaired digit: `new` is what was read, or the repair that is proven again.
    `rotation` is in degrees. Of more than 1,000 characters the first are shown, and "…".
    """

    id: UUID
    at: AwareDatetime
    user_id: UUID | None
    username: str | None
    kind: Kind
    page: int | None
    line: int | None
    word: int | None
    field: str | None
    old: str | None
    new: str | None


class CorrectionList(Answer):
    items: list[CorrectionAnswer]
    next_cursor: UUID | None


class BulkItem(Answer):
    """What became of one scan; the others are none the worse for its error."""

    id: UUID
    ok: bool
    error: ErrorAnswer | None


class BulkAnswer(Answer):
    """One item for each id, in their order."""

    items: list[BulkItem]


class CountsAnswer(Answer):
    all: int
    needs_review: int
    unfinished: int
    failed: int
