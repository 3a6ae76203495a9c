"""The ledger: charge, refund, grant and the daily refill.

`accounts.credits` is the sum of the account's entries, always: both move in one transaction, under the row's lock.
The lock is FOR NO KEY UPDATE: whoever adds a row of the account (its foreign key asks for FOR KEY SHARE) does not wait
for it, nor does it wait for them, so two that add first and charge later do not wait crosswise.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core.errors import Problem, Wording
from ocrwtf.credits.models import CreditEntry, Reason
from ocrwtf.events import service as events_service
from ocrwtf.events.models import EventKind
from ocrwtf.users.models import Account


class InsufficientCredits(Problem):
    status = 402
    title = Wording("Kredit tidak cukup", "Not enough credits")
    detail = Wording(
        "Perlu {required} kredit, tersisa {available}; tunggu pengisian harian atau minta tambahan.",
        "This takes {required} credits and {available} are left; wait for the daily refill or ask for more.",
    )


@dataclass(frozen=True)
class Balance:
    """With what a document and a deck cost today."""

    credits: int
    daily_credits: int
    next_refill_at: datetime
    scan_cost: int
    conversion_cost: int


def charge(session: Session, account_id: UUID, amount: int, reason: Reason, reference: str) -> None:
    """Take credits for something, in the transaction that creates it.

    One conditional UPDATE: of many at once only as many succeed as there are credits. An amount of 0 writes an entry
    of 0 and never refuses.

    Raises
    ------
    InsufficientCredits: `required` and `available` are its members.
    """
    refill(session, account_id)
    left = session.scalar(
        update(Account)
        .where(Account.id == account_id, Account.credits >= amount)
        .values(credits=Account.credits - amount)
        .returning(Account.credits)
    )
    if left is None:
        available = session.scalar(select(Account.credits).where(Account.id == account_id))
        raise InsufficientCredits(required=amount, available=available)
    _record(session, account_id, -amount, left, reason, reference)


def require(session: Session, account_id: UUID, amount: int) -> None:
    """Refuse a batch whole, by its total, before its first charge.

    Raises
    ------
    InsufficientCredits.
    """
    refill(session, account_id)
    available = session.scalars(
        select(Account.credits).where(Account.id == account_id).with_for_update(key_share=True)
    ).one()
    if available < amount:
        raise InsufficientCredits(required=amount, available=available)


def refund(session: Session, account_id: UUID, reason: Reason, reference: str) -> None:
    """Give back what was charged under that reason and reference; the second time changes nothing."""
    _lock(session, account_id)
    mine = select(CreditEntry.amount).where(CreditEntry.account_id == account_id, CreditEntry.reference == reference)
    charged = session.scalar(mine.where(CreditEntry.reason == reason))
    if not charged or session.scalar(mine.where(CreditEntry.reason == Reason.REFUND)) is not None:
        return
    _add(session, account_id, -charged, Reason.REFUND, reference)


def grant(session: Session, account_id: UUID, amount: int) -> int:
    """Add credits by hand; returns the new balance."""
    refill(session, account_id)
    return _add(session, account_id, amount, Reason.GRANT, str(uuid4()))


def refill(session: Session, account_id: UUID, today: date | None = None) -> None:
    """Lift a balance below the daily credits up to them, once a day in `CREDITS_TIMEZONE`; never lower one.

    Called at every read and charge; the day's first one does it. A new account has never been refilled, so its first
    credits come from here too. A day that is over (a clock set back) refills nothing.
    """
    today = today or datetime.now(settings().zone).date()
    lifted = session.execute(
        text(
            "WITH before AS (SELECT id, credits FROM accounts WHERE id = :account_id"
            "  AND (refilled_on IS NULL OR refilled_on < :today) FOR NO KEY UPDATE)"
            " UPDATE accounts SET credits = greatest(before.credits, :daily), refilled_on = :today FROM before"
            " WHERE accounts.id = before.id RETURNING before.credits AS old, accounts.credits AS new"
        ),
        {"account_id": account_id, "today": today, "daily": settings().daily_credits},
    ).one_or_none()
    if lifted and lifted.new > lifted.old:
        _record(session, account_id, lifted.new - lifted.old, lifted.new, Reason.REFILL, today.isoformat())


def balance(session: Session, account_id: UUID) -> Balance:
    refill(session, account_id)
    tomorrow = datetime.now(settings().zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    left = session.scalars(select(Account.credits).where(Account.id == account_id)).one()
    of = settings()
    return Balance(left, of.daily_credits, tomorrow, of.scan_cost, of.conversion_cost)


def history(session: Session, account_id: UUID, limit: int, before: UUID | None) -> list[CreditEntry]:
    """The newest entries first; `before` is the id of the last one already seen."""
    refill(session, account_id)
    entries = select(CreditEntry).order_by(CreditEntry.id.desc()).limit(limit)
    return list(session.scalars(entries.where(CreditEntry.id < before) if before else entries))


def _lock(session: Session, account_id: UUID) -> None:
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))


def _add(session: Session, account_id: UUID, amount: int, reason: Reason, reference: str) -> int:
    new = session.scalars(
        update(Account)
        .where(Account.id == account_id)
        .values(credits=Account.credits + amount)
        .returning(Account.credits)
    ).one()
    _record(session, account_id, amount, new, reason, reference)
    return new


def _record(session: Session, account_id: UUID, amount: int, new: int, reason: Reason, reference: str) -> None:
    """Write the entry while the account's row is locked, so that ids follow the order of the movements."""
    session.add(CreditEntry(account_id=account_id, amount=amount, balance=new, reason=reason, reference=reference))
    session.flush()
    if amount:
        events_service.record_once(session, account_id, EventKind.CREDITS_CHANGED, {"credits": new})
