"""Tables of sign-in by others: who somebody is elsewhere, and sign-ins that are under way there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id


class Identity(Base):
    """A user is known elsewhere as `subject` of `issuer`, whatever e-mail that has.

    Unique over all accounts, as an identity is one person's; only who proved to have it can learn that it is there.
    `email` is what the issuer said when it was linked, for the user to know it by.
    """

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="uq_identities_issuer_subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LeftIdentity(Base):
    """Somebody whose account was deleted, as a hash that belongs to nobody, for 30 days; a trigger writes it."""

    __tablename__ = "left_identities"

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    left_at: Mapped[datetime]


class SignInAttempt(Base):
    """Somebody was sent to a provider and may come back once. Found by the SHA-256 of the browser's cookie alone.

    It belongs to no account: nobody is known yet. `session_id` is set where somebody links a provider to a user; the
    attempt ends with that session.
    """

    __tablename__ = "sign_in_attempts"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(10))
    back_to: Mapped[str] = mapped_column(String(500))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
