"""The table of requests that came with an Idempotency-Key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid, func, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id


class IdempotentRequest(Base):
    """One key of one caller (a user, or an API key) at one route, with what was answered once it is done.

    While it is in flight `status` is null, and the request that holds `claim` may finish it; after `locked_until`
    another may take it over. `scan_ids` are those that the reply tells of: the row goes with any of them.
    """

    __tablename__ = "idempotent_requests"
    __table_args__ = (
        Unique("account_id", "caller_id", "method", "route", "key_hash", name="uq_idempotent_requests_scope"),
        Index("ix_idempotent_requests_scan_ids", "scan_ids", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    caller_id: Mapped[UUID]
    method: Mapped[str] = mapped_column(String(10))
    route: Mapped[str] = mapped_column(String(100))
    key_hash: Mapped[bytes]
    fingerprint: Mapped[bytes]
    claim: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    locked_until: Mapped[datetime]
    status: Mapped[int | None]
    location: Mapped[str | None]
    body: Mapped[bytes | None]
    scan_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default=text("'{}'"))
