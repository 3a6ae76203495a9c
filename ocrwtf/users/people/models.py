"""Tables of those who are to come: invitations of people, pairings of drivers' phones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id
from ocrwtf.users.models import Role


class Invitation(Base):
    """An open one; who accepts it takes its row away. Its secret is kept as a SHA-256 only.

    `label` is for whom it is, in the owner's words; `by_mail`: its link went to that address and to nobody else.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("role IN ('staff', 'driver')", name="role_to_give"),
        CheckConstraint("email IS NOT NULL OR NOT by_mail", name="mail_has_address"),
        Index("uq_invitations_email", "account_id", text("lower(email)"), unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(10))
    email: Mapped[str | None] = mapped_column(String(254))
    label: Mapped[str | None] = mapped_column(String(60))
    by_mail: Mapped[bool] = mapped_column(default=False, server_default="false")
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class Pairing(Base):
    """The secret that a screen shows as a QR code, as a SHA-256 only; `phone_id`: the phone that has used it."""

    __tablename__ = "pairings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    phone_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
