"""Bodies of requests and answers about conversions."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.limits import MAX_OUTLINE_CHARACTERS
from ocrwtf.conversions.links import LEAST_SECONDS, MOST_SECONDS
from ocrwtf.conversions.models import ConversionStatus, Step, Variant
from ocrwtf.core.schemas import Answer, Body


class OutlineBody(Body):
    """`outline` is text: `# ` begins a slide, lines below it are its points. `title` names the files."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
    outline: Annotated[str, StringConstraints(min_length=1, max_length=MAX_OUTLINE_CHARACTERS, pattern=r"\S")]


class ConversionQuery(Body):
    """`cursor` is the last answer's `nextCursor`."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: UUID | None = None


class ConversionErrorAnswer(Answer):
    """Why it failed: the problem's type and wording, as in docs/problems.md."""

    type: str
    title: str
    detail: str


class FontAnswer(Answer):
    """A font that the deck asks for and that is not here. `shown_as` is null where one of several others stands for it;
    `as_wide`: letters are as wide, so every line breaks where it did.
    """

    name: str
    shown_as: str | None
    as_wide: bool


class ConversionFileAnswer(Answer):
    """A file to download, by the owner check, at `url`."""

    variant: Variant
    url: str
    size_bytes: int


class ConversionAnswer(Answer):
    """`slide_count` counts hidden slides too, `page_count` pages of the PDF; `pictures_made` of them have a picture, at
    `/api/conversions/{id}/pages/{n}.webp`. All of it is gone at `expires_at`.
    """

    id: UUID
    status: ConversionStatus
    step: Step | None
    kind: DeckKind
    filename: str
    size_bytes: int
    slide_count: int
    page_count: int | None
    pictures_made: int
    seconds: float | None
    fonts: list[FontAnswer]
    files: list[ConversionFileAnswer]
    original_url: str
    created_at: AwareDatetime
    expires_at: AwareDatetime
    error: ConversionErrorAnswer | None


class ConversionList(Answer):
    """`unavailable`: why nothing new is converted on this server now, if so."""

    unavailable: ConversionErrorAnswer | None
    items: list[ConversionAnswer]
    next_cursor: UUID | None


class ConversionLinkBody(Body):
    """`expires_in` in seconds, else five minutes; the link never lasts longer than the conversion."""

    variant: Variant = Variant.SLIDES
    expires_in: Annotated[int, Field(ge=LEAST_SECONDS, le=MOST_SECONDS)] | None = None


class ConversionLinkAnswer(Answer):
    """An address that opens without a login until then."""

    url: str
    expires_at: AwareDatetime
