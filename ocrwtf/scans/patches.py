"""Bodies of requests that change scans: one scan's corrections, and the same for many scans."""

from collections.abc import Callable, Hashable
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ocrwtf.core.schemas import Body
from ocrwtf.extraction.field import CellName, DocumentType, FieldName
from ocrwtf.ocr.limits import MAX_PAGE_CHARACTERS, MAX_PAGE_WORDS, MAX_PAGES

T = TypeVar("T")

MAX_TURNED_PAGES = 10
"""By one request, for each page's pictures are made anew while the caller waits."""


def _distinct(key: Callable[[T], Hashable]) -> AfterValidator:
    """Refuses a list that names something twice: what would be meant is not to be guessed."""

    def check(items: list[T]) -> list[T]:
        if len({key(item) for item in items}) < len(items):
            raise PydanticCustomError("not_distinct", "the same item twice")
        return items

    return AfterValidator(check)


_Number = Annotated[int, Field(ge=1, le=10_000)]
_Index = Annotated[int, Field(ge=0, le=100_000)]
_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"


class WordPatch(Body):
    """`page` counts from 1, `line` and `word` from 0. What was read, sent back, says that it is right; null undoes."""

    page: _Number
    line: _Index
    word: _Index
    text: Annotated[str, Field(max_length=MAX_PAGE_CHARACTERS, pattern=_ONE_LINE)] | None


class PlacePatch(Body):
    """A word: `page` counts from 1, `line` and `word` from 0."""

    page: _Number
    line: _Index
    word: _Index


_Value = Annotated[str, Field(max_length=1000, pattern=_ONE_LINE)]
_Places = Annotated[list[PlacePatch], Field(max_length=100)]


class FieldPatch(Body):
    """What a field says. The value that was found, sent back, says that it is right; an empty one that the paper has
    none; null undoes. `words` are those that show it, where it was found elsewhere or not at all.
    """

    name: FieldName
    value: _Value | None
    words: _Places = Field(default_factory=list)


class CellPatch(Body):
    """The same of a line item; `row` counts from 0, and one more than there are adds one."""

    row: Annotated[int, Field(ge=0, le=9_999)]
    name: CellName
    value: _Value | None
    words: _Places = Field(default_factory=list)


class PagePatch(Body):
    """`rotation` in degrees clockwise from the page as it was received."""

    number: _Number
    rotation: Literal[0, 90, 180, 270]


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class ScanPatch(Body):
    """What is to change of a scan whose newest version the caller has seen. What is left out stays; null undoes."""

    version: Annotated[int, Field(ge=1)]
    corrected_text: (
        Annotated[
            str,
            Field(max_length=MAX_PAGES * MAX_PAGE_CHARACTERS, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"),
            AfterValidator(_line_feeds),
        ]
        | None
    ) = None
    recipient_name: Annotated[str, Field(max_length=200, pattern=_ONE_LINE)] | None = None
    words: Annotated[
        list[WordPatch], Field(max_length=MAX_PAGE_WORDS), _distinct(lambda word: (word.page, word.line, word.word))
    ] = Field(default_factory=list)
    document_type: DocumentType | None = None
    fields: Annotated[list[FieldPatch], Field(max_length=100), _distinct(lambda field: field.name)] = Field(
        default_factory=list
    )
    items: Annotated[list[CellPatch], Field(max_length=1000), _distinct(lambda cell: (cell.row, cell.name))] = Field(
        default_factory=list
    )
    pages: Annotated[list[PagePatch], Field(max_length=MAX_TURNED_PAGES), _distinct(lambda page: page.number)] = Field(
        default_factory=list
    )


class BulkBody(Body):
    """`hold` keeps from clean-ups until `release`. `format` is of an export: `zip`, which is meant without one, has
    text and JSON of each scan; `xlsx`, and `csv` as a ZIP file, have tables of documents, fields and line items;
    `jsonl` has a scan a line.
    """

    action: Literal["delete", "retry", "hold", "release", "export"]
    format: Literal["zip", "csv", "xlsx", "jsonl"] | None = None
    ids: Annotated[list[UUID], Field(min_length=1, max_length=200), _distinct(lambda scan_id: scan_id)]
