"""Tables of stored files and of objects that wait for their deletion."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id


class File(Base):
    """One stored object and its owner. `sha256` is of the bytes as they were received (or made by us)."""

    __tablename__ = "files"
    __table_args__ = (
        Index("ix_files_retained", "account_id", "retain_until", postgresql_where=sql("retain_until IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[bytes]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    object_key: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    retain_until: Mapped[datetime | None]
    """Until then no clean-up takes it, nor the document it is of."""


class Upload(Base):
    """A file that somebody sent and that is no document: shown by its id, and gone at `expires_at`."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_account_id_id", "account_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), index=True)
    filename: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ObjectToDelete(Base):
    """Filled by a trigger when a file's row goes, also under cascade; the sweeper deletes the object, then the row."""

    __tablename__ = "objects_to_delete"

    object_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    queued_at: Mapped[datetime] = mapped_column(server_default=func.now())
