"""The security log: who did what, when and from where, recorded with what it tells of and never changed after."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from ocrwtf.core import origin
from ocrwtf.core.database import Base, new_id, transaction

MOST_AN_HOUR: Final = 20
"""Of what strangers can cause, in one account: who keeps trying must not fill the table."""


class LogKind(StrEnum):
    """What is recorded; the words for each stand in the web application's `i18n/…/catatan.ts`."""

    REGISTERED = "registered"
    FIRST_RUN = "first_run"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    PROOF_FAILED = "proof_failed"
    SIGN_OUT = "sign_out"
    SESSION_ENDED = "session_ended"
    SESSIONS_ENDED = "sessions_ended"
    REFRESH_REUSED = "refresh_reused"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  no password
    USER_BLOCKED = "user_blocked"
    USER_UNBLOCKED = "user_unblocked"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    KEY_NEW_ADDRESS = "key_new_address"
    EXPORTED = "exported"
    LINK_MADE = "link_made"
    DOCUMENTS_DELETED = "documents_deleted"
    DOCUMENTS_HELD = "documents_held"
    DOCUMENTS_RELEASED = "documents_released"
    LOG_EXPORTED = "log_exported"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted"
    ROLE_CHANGED = "role_changed"
    MEMBER_REMOVED = "member_removed"
    DEVICE_PAIRED = "device_paired"
    OWNERSHIP_TRANSFERRED = "ownership_transferred"
    MAIL_LINK_USED = "mail_link_used"
    EMAIL_CHANGED = "email_changed"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    WEBHOOK_MADE = "webhook_made"
    WEBHOOK_CHANGED = "webhook_changed"
    WEBHOOK_DELETED = "webhook_deleted"
    WEBHOOK_SECRET_CHANGED = "webhook_secret_changed"  # noqa: S105  no secret


class SecurityEntry(Base):
    """One thing that was done. The app may add and read rows, not change or delete them.

    `user_id` and `key_id` are who did it, and have no foreign key: who is removed stays named by an id. `address` is
    None when nobody called over the network; then `device` says which of the other sources it was.
    """

    __tablename__ = "security_log"
    __table_args__ = (
        Index("ix_security_log_account_id_id", "account_id", "id"),
        Index("ix_security_log_account_id_kind_at", "account_id", "kind", "at"),
        Index(
            "uq_security_log_key_address",
            "key_id",
            "address",
            unique=True,
            postgresql_where=text("kind = 'key_new_address'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]
    kind: Mapped[LogKind] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    address: Mapped[str | None] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(100))
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Actor(Protocol):
    """Who does it: a caller, or `Somebody` where there is none."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def user_id(self) -> UUID | None: ...
    @property
    def key_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Somebody:
    """An actor of an account who is not logged in: known by the user's id, or by where it comes from alone."""

    account_id: UUID
    user_id: UUID | None = None
    key_id: UUID | None = None


Plain = str | int | UUID | Sequence[UUID]
Detail = Mapping[str, Plain]
"""Codes and ids only. `userId` is the person whom it is about, where that is not who does it."""
_CODE = re.compile(r"[\w.:/+-]{0,100}", re.ASCII)


def record(session: Session, kind: LogKind, by: Actor, detail: Detail | None = None) -> None:
    """It was done, if and when this transaction commits; from where, the context knows."""
    session.execute(insert(SecurityEntry).values(_row(kind, by, detail or {})))


def record_at_most(session: Session, kind: LogKind, by: Actor, detail: Detail | None = None) -> None:
    """The same of what strangers can cause: `MOST_AN_HOUR` of that kind and account, and none for an account that is
    not there.
    """
    row = _row(kind, by, detail or {})
    name = f"security log {by.account_id} {kind}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    session.execute(_AT_MOST, {**row, "detail": json.dumps(row["detail"]), "most": MOST_AN_HOUR})


def record_failure(kind: LogKind, by: Actor, detail: Detail | None = None) -> None:
    """In a transaction of its own, for what fails and leaves no other; at most so many, as above.

    It costs nearly the same for an account that is not there, and nothing waits for the disk: how long a refusal takes
    does not tell whether a name is known.
    """
    with transaction(by.account_id) as session:
        session.execute(text("SET LOCAL synchronous_commit = off"))
        record_at_most(session, kind, by, detail)


_AT_MOST = text("""
    INSERT INTO security_log (id, account_id, user_id, key_id, kind, address, device, detail)
    SELECT CAST(:id AS uuid), a.id, CAST(:user_id AS uuid), CAST(:key_id AS uuid), CAST(:kind AS text),
           CAST(:address AS text), CAST(:device AS text), CAST(:detail AS jsonb)
    FROM accounts a WHERE a.id = :account_id AND :most > (
        SELECT count(*) FROM security_log
        WHERE account_id = :account_id AND kind = :kind AND at > now() - interval '1 hour')
    ON CONFLICT DO NOTHING
""")


def _row(kind: LogKind, by: Actor, detail: Detail) -> dict[str, Any]:
    came = origin.current()
    is_call = came.source == origin.OriginKind.NETWORK
    return {
        "id": new_id(),
        "account_id": by.account_id,
        "user_id": by.user_id,
        "key_id": by.key_id,
        "kind": kind,
        "address": (came.address or "")[:64] if is_call else None,
        "device": came.device if is_call else came.source.value,
        "detail": {name: _plain(value) for name, value in detail.items()},
    }


def _plain(value: Plain) -> str | int | list[str]:
    """Raises ValueError for what is no code: no text of a document or person belongs here."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str | int):
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueError("the security log takes codes and ids only")
        return value
    return [str(each) for each in value]
