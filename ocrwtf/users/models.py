"""Tables of accounts (the tenants), their users, and what these are known by: sessions, refresh tokens, API keys."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id
from ocrwtf.core.errors import Language


class Role(StrEnum):
    """What a user may do in the account; a driver captures and sees own captures only."""

    OWNER = "owner"
    STAFF = "staff"
    DRIVER = "driver"


class Account(Base):
    """A company or a person: credits, documents and settings belong to it. `credits` = sum of its ledger, always."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("credits >= 0", name="credits_not_negative"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())
    credits: Mapped[int] = mapped_column(default=0)
    refilled_on: Mapped[date | None]
    remembers: Mapped[bool] = mapped_column(default=True, server_default="true")
    """Whether places that its people confirm are looked at on later documents."""
    told_of_cleanup_at: Mapped[datetime | None]
    """The clean-up of which its people were told, some days before."""
    left_at: Mapped[datetime | None]
    """When its owner deleted it. What remains is this row, without anything personal, and the ledger."""


class User(Base):
    """A person, or a driver's phone, which has neither address nor password and is known by what it was named.

    Somebody who was removed keeps the name alone: what they made says who made it.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'staff', 'driver')", name="known_role"),
        CheckConstraint("username IS NOT NULL OR is_phone OR removed_at IS NOT NULL", name="person_has_username"),
        CheckConstraint("username IS NOT NULL OR display_name IS NOT NULL", name="has_a_name"),
        CheckConstraint(
            "NOT is_phone OR (role = 'driver' AND num_nonnulls(email, username, password_hash) = 0)",
            name="phone_is_a_driver",
        ),
        CheckConstraint(
            "removed_at IS NULL OR (NOT is_active AND num_nonnulls(email, username, password_hash) = 0)",
            name="removed_is_nobody",
        ),
        Index("uq_users_email", text("lower(email)"), unique=True),
        Index("uq_users_username", text("lower(username)"), unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(10))
    email: Mapped[str | None] = mapped_column(String(254))
    username: Mapped[str | None] = mapped_column(String(50))
    display_name: Mapped[str | None] = mapped_column(String(60))
    is_phone: Mapped[bool] = mapped_column(default=False, server_default="false")
    removed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    email_verified: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(5), default="id")
    time_zone: Mapped[str] = mapped_column(String(50), default="Asia/Jakarta")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def name(self) -> str:
        """What the user is called."""
        return self.username or self.display_name or ""

    @property
    def language(self) -> Language:
        """What letters are written in."""
        return "en" if self.locale == "en" else "id"

    @property
    def has_password(self) -> bool:
        return self.password_hash is not None


class LoginSession(Base):
    """One login. Its cookie token is kept as a SHA-256 only; bearer tokens name it and end with it.

    `device` is what its user knows it by, such as "Chrome · Android"; `last_used_at` may be some minutes behind, and
    `place` is the network it was used from then. `lasts`: how long it lives on after its last use.
    """

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    device: Mapped[str] = mapped_column(String(100), server_default="")
    place: Mapped[str] = mapped_column(String(45), server_default="")
    lasts: Mapped[timedelta] = mapped_column(server_default=text("'30 days'"))


class RefreshToken(Base):
    """One that was handed out for a login, as a SHA-256 only; `used_at`: when it was exchanged for its successor."""

    __tablename__ = "refresh_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    used_at: Mapped[datetime | None]


class Scope(StrEnum):
    """What an API key may do; none contains another."""

    READ = "read"
    CAPTURE = "capture"
    WRITE = "write"
    ADMIN = "admin"


class ApiKey(Base):
    """A program's key, kept as a SHA-256 only: it acts for the user who made it, within its scopes.

    `ending` are its last characters, to tell keys apart; `last_used_at` may be some minutes behind.
    """

    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint(
            "scopes <@ ARRAY['read', 'capture', 'write', 'admin'] AND cardinality(scopes) > 0", name="known_scopes"
        ),
        CheckConstraint("limit_per_minute > 0", name="limit_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    key_hash: Mapped[bytes] = mapped_column(unique=True)
    ending: Mapped[str] = mapped_column(String(4))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    limit_per_minute: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
