"""Tables of archives that can be downloaded, and of deletions with their receipts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, func
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id
from ocrwtf.core.errors import Language


class ArchiveStatus(StrEnum):
    PENDING = "pending"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


UNFINISHED = (ArchiveStatus.PENDING, ArchiveStatus.WORKING)


class Archive(Base):
    """All that an account has, in one file; an account has one at a time. `claim` is as that of a scan."""

    __tablename__ = "archives"
    __table_args__ = (CheckConstraint("status IN ('pending', 'working', 'ready', 'failed')", name="known_status"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True, unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    status: Mapped[ArchiveStatus] = mapped_column(String(10), default=ArchiveStatus.PENDING)
    language: Mapped[Language] = mapped_column(String(2))
    claim: Mapped[int] = mapped_column(default=0)
    documents_total: Mapped[int]
    documents_done: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]


class DeletionKind(StrEnum):
    ACCOUNT = "account"
    CYCLE = "cycle"


class Deletion(Base):
    """What was deleted, of whose account, and how far it has come. It stays, like the ledger: it names nobody.

    `counts` are rows by table; `documents` the SHA-256 of each original, 32 bytes after 32 bytes, until the receipt is
    written, which has them and is forgotten after 30 days. `token_hash`: of who has no login any more.
    """

    __tablename__ = "deletions"
    __table_args__ = (
        CheckConstraint("kind IN ('account', 'cycle')", name="known_kind"),
        Index(
            "uq_deletions_unfinished", "account_id", "kind", unique=True, postgresql_where=sql("finished_at IS NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[DeletionKind] = mapped_column(String(10))
    due_at: Mapped[datetime]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    rows_gone_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default=sql("'{}'::jsonb"))
    documents: Mapped[bytes] = mapped_column(default=b"", server_default=sql("''::bytea"), deferred=True)
    receipt: Mapped[str | None]
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
