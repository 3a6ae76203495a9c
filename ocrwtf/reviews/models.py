"""The reviews' table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id

MAX_TEXT = 1000


class Review(Base):
    """One user's. `reply` is the operator's, and so is hiding it: both by the command line alone."""

    __tablename__ = "reviews"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="one_to_five"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    rating: Mapped[int]
    text: Mapped[str] = mapped_column(String(MAX_TEXT))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    edited_at: Mapped[datetime | None]
    reply: Mapped[str | None] = mapped_column(String(MAX_TEXT))
    replied_at: Mapped[datetime | None]
    is_hidden: Mapped[bool] = mapped_column(default=False, server_default="false")
