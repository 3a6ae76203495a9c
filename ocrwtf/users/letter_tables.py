"""Tables behind letters: links that are good once, and devices that a user has logged in from."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from ocrwtf.core.database import Base, new_id


class LinkKind(StrEnum):
    """What a link lets whoever has it do, and nothing else."""

    PASSWORD = "password"  # noqa: S105  the kind of a link
    EMAIL = "email"
    NEW_EMAIL = "new_email"


class OneTimeLink(Base):
    """A link that was asked for and neither used nor made void: then its row is gone. `email` is where it was sent.

    Its token follows from its id (`tokens.link_token`); kept is the SHA-256 alone.
    """

    __tablename__ = "one_time_links"
    __table_args__ = (CheckConstraint("kind IN ('password', 'email', 'new_email')", name="known_kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LinkKind] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(index=True)


class KnownDevice(Base):
    """A browser, by its cookie's SHA-256, or a program, by its name and network: one that needs no notice any more."""

    __tablename__ = "known_devices"
    __table_args__ = (UniqueConstraint("user_id", "mark"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    mark: Mapped[bytes]
    device: Mapped[str] = mapped_column(String(100))
    network: Mapped[str] = mapped_column(String(50))
    first_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
