"""Tables of scans, their pages and what people corrected."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    and_,
    func,
    literal_column,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ocrwtf.core.database import Base, new_id


class Status(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (Status.PENDING, Status.PROCESSING)
LIVE = (*UNFINISHED, Status.COMPLETED)
"""The same bytes as a live scan are that scan, not a new one."""


_BEING_READ = "status IN ('pending', 'processing')"
_NOT_BACK = "status = 'completed' AND document_type = 'delivery_note' AND recipient_name IS NULL"


class Scan(Base):
    """One document and its reading.

    `attempt` counts what was charged (1 + retries by the user). `claim` is the fencing token of the worker that reads
    it: a worker that was taken for dead holds an older one and can write no more. `corrected_text` is what a person
    wrote in place of the whole text. `document_type` to `currency` are what the fields say by now, for lists.
    """

    __tablename__ = "scans"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')", name="known_status"),
        Index("ix_scans_account_id_id", "account_id", "id"),
        Index("ix_scans_account_id_sha256", "account_id", "sha256"),
        Index(
            "ix_scans_needs_review",
            "account_id",
            "id",
            postgresql_where=sql("status = 'completed' AND doubtful_words + doubtful_fields > 0"),
            postgresql_include=["doubtful_words", "doubtful_fields"],
        ),
        Index(
            "ix_scans_not_back",
            "account_id",
            postgresql_where=sql(_NOT_BACK),
        ),
        Index("ix_scans_account_id_created_at", "account_id", "created_at"),
        Index("ix_scans_being_read", "account_id", "created_at", postgresql_where=sql(_BEING_READ)),
        Index("ix_scans_held", "account_id", "created_at", postgresql_where=sql("legal_hold")),
        Index("ix_scans_account_id_document_type_id", "account_id", "document_type", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), index=True)
    sha256: Mapped[bytes]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(50))
    filename: Mapped[str] = mapped_column(String(255))
    status: Mapped[Status] = mapped_column(String(10), default=Status.PENDING)
    attempt: Mapped[int] = mapped_column(default=1)
    claim: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    page_count: Mapped[int]
    pages_read: Mapped[int] = mapped_column(default=0)
    confidence: Mapped[float | None]
    ocr_seconds: Mapped[float | None]
    engine: Mapped[str | None] = mapped_column(String(80))
    error_code: Mapped[str | None] = mapped_column(String(50))
    error_params: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    corrected_text: Mapped[str | None]
    recipient_name: Mapped[str | None] = mapped_column(String(200))
    doubtful_words: Mapped[int] = mapped_column(default=0, server_default="0")
    doubtful_fields: Mapped[int] = mapped_column(default=0, server_default="0")
    document_type: Mapped[str | None] = mapped_column(String(20))
    document_number: Mapped[str | None] = mapped_column(String(200))
    seller_name: Mapped[str | None] = mapped_column(String(200))
    buyer_name: Mapped[str | None] = mapped_column(String(200))
    issued_on: Mapped[date | None]
    total_amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str | None] = mapped_column(String(3))
    captured_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    legal_hold: Mapped[bool] = mapped_column(default=False, server_default="false")
    """No clean-up takes it, however old it is; people may delete it all the same."""

    pages: Mapped[list["Page"]] = relationship(order_by="Page.number", passive_deletes=True)
    extraction: Mapped["Extraction | None"] = relationship(passive_deletes=True)


NEEDS_REVIEW = and_(Scan.status == Status.COMPLETED, Scan.doubtful_words + Scan.doubtful_fields > 0)
"""Scans with words or fields that are doubtful still."""
HELD = literal_column("legal_hold", Boolean)
BEING_READ = literal_column(f"({_BEING_READ})", Boolean)
NOT_BACK = literal_column(f"({_NOT_BACK})", Boolean)
"""Delivery notes of which we know no recipient. All three as text: with parameters no index of theirs would be used."""


class Page(Base):
    """One page as it was read. `lines` is the JSON of `ocr.wire`: texts, words and polygons in page pixels.

    A page that could not be read has an error and neither size nor images. What people say of a page stands beside
    what was read: `word_texts` by line and word (see `texts`), the page's text with them, `search_text` with both (see
    `search.page_text`), and `turned_to`, the degrees clockwise from the page as it was received. The database lets
    nobody of us overwrite the reading itself.
    """

    __tablename__ = "pages"
    __table_args__ = (CheckConstraint("turned_to IN (0, 90, 180, 270)", name="quarter_turns"),)

    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    rotation: Mapped[int] = mapped_column(default=0)
    confidence: Mapped[float | None]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    text: Mapped[str] = mapped_column(default="")
    word_texts: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict, server_default=sql("'{}'::jsonb"))
    corrected_text: Mapped[str | None]
    turned_to: Mapped[int | None]
    search_text: Mapped[str | None]
    image_version: Mapped[str | None] = mapped_column(String(12))
    """Another one whenever its pictures are others; null while it has none."""
    error_code: Mapped[str | None] = mapped_column(String(50))
    error_params: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class ImageSize(StrEnum):
    """How wide a page's picture is: as it was read, at most 1280 pixels, at most 320."""

    FULL = "full"
    MEDIUM = "medium"
    THUMBNAIL = "thumbnail"


class PageImage(Base):
    """A picture of a page as it is shown, a WebP that we made; it goes with its page.

    Nothing refers to it, as much does to `files`: so nothing is asked about it when it goes.
    """

    __tablename__ = "page_images"
    __table_args__ = (
        ForeignKeyConstraint(["scan_id", "number"], ["pages.scan_id", "pages.number"], ondelete="CASCADE"),
    )

    scan_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[ImageSize] = mapped_column(String(10), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[bytes]
    size_bytes: Mapped[int]
    object_key: Mapped[str] = mapped_column(String(80), unique=True)


class Extraction(Base):
    """What a document says, field by field: `found` is the JSON of `extraction.wire`, polygons in pixels of the page as
    it was read. What people say stands beside it, in `said` (see `fields`); nobody of us overwrites what was found.
    """

    __tablename__ = "extractions"

    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    found: Mapped[dict[str, Any]] = mapped_column(JSONB)
    said: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default=sql("'{}'::jsonb"))


class RememberedField(Base):
    """Where a person confirmed a field on documents of one sender (see `senders`): the newest of each name, how often
    it was confirmed, and the box of the value in shares of the page's width and height. Goes with its account.
    """

    __tablename__ = "remembered_fields"
    __table_args__ = (UniqueConstraint("account_id", "sender", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    sender: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(30))
    label: Mapped[str | None] = mapped_column(String(60))
    page: Mapped[int]
    left: Mapped[float]
    top: Mapped[float]
    right: Mapped[float]
    bottom: Mapped[float]
    confirmed: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Kind(StrEnum):
    """What was changed."""

    TEXT = "text"
    WORD = "word"
    RECIPIENT = "recipient"
    ROTATION = "rotation"
    FIELD = "field"
    REPAIR = "repair"
    """Not by themselves: a digit's repair was taken back, or holds again, because of what they said of its proof."""
    LINK = "link"
    """Made or revoked."""
    READING = "reading"
    """Fields were looked for, in a document that was read before there were any."""


class Correction(Base):
    """One change by a person: who, when, and what it was before. Only added to; goes with its scan.

    `field` is the key of a field or of a cell of a line item, as `fields` has it.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('text', 'word', 'recipient', 'rotation', 'field', 'repair', 'link', 'reading')", name="known_kind"
        ),
        Index("ix_corrections_scan_id_id", "scan_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    kind: Mapped[Kind] = mapped_column(String(10))
    page: Mapped[int | None]
    line: Mapped[int | None]
    word: Mapped[int | None]
    field: Mapped[str | None] = mapped_column(String(60))
    old: Mapped[str | None]
    new: Mapped[str | None]


class ScanLink(Base):
    """A signed link that was made (see `links`); without its row it opens nothing. `page` as there; `key_id` of the API
    key that made it, which may be gone.
    """

    __tablename__ = "scan_links"
    __table_args__ = (Index("ix_scan_links_scan_id_id", "scan_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    key_id: Mapped[UUID | None]
    what: Mapped[str] = mapped_column(String(20))
    page: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class SearchEntry(Base):
    """What a scan is found by. Written by `search.index` alone; read by the database's function `search_scans`.

    A table of its own, so that what a scan does while it is read does not touch the large index.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        Index(
            "ix_search_entries_account_id_lexemes",
            "account_id",
            "lexemes",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
    )

    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    lexemes: Mapped[str] = mapped_column(TSVECTOR)
