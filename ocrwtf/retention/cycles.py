"""Documents whose time is over: which they are, and how they go, account by account, batch by batch.

Who looks what is due and who deletes it ask the same question (`due`), at a moment that is given to them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy import Uuid, delete, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from ocrwtf.core.database import any_of, transaction
from ocrwtf.core.problems import AccountDeleted
from ocrwtf.events import service as events_service
from ocrwtf.events.models import Event, EventKind
from ocrwtf.files import jobs as files_jobs
from ocrwtf.files import service as files_service
from ocrwtf.retention import notice, receipts
from ocrwtf.retention.models import Deletion, DeletionKind
from ocrwtf.scans.due import due
from ocrwtf.scans.models import Page, PageImage, Scan
from ocrwtf.users import cycle
from ocrwtf.users.models import Account

log = structlog.get_logger()

BATCH = 500


@dataclass(frozen=True)
class Going:
    """A document that is due, and what goes with it."""

    scan_id: UUID
    file_id: UUID
    sha256: bytes
    user_id: UUID | None


def now() -> datetime:
    """The earlier of two clocks, ours and the database's: a clock that runs ahead deletes nothing before its time."""
    with transaction() as session:
        of_database: datetime = session.scalars(select(func.clock_timestamp())).one()
    return min(datetime.now(UTC), of_database)


def clean(account_id: UUID, at: datetime, within_seconds: float) -> Deletion | None:
    """Delete what is due in an account; the deletion with its receipt, or without one where time was over before.

    None: nothing was due. Two at once take turns; whoever was stopped, the next one goes on.

    Raises
    ------
    ServiceUnavailable: the store of objects is away; what is queued goes later.
    """
    deletion_id = begun(account_id, at)
    return resume(account_id, deletion_id, at, within_seconds) if deletion_id else None


def resume(account_id: UUID, deletion_id: UUID, at: datetime, within_seconds: float) -> Deletion:
    """Go on with a clean-up that was begun. Raises ServiceUnavailable."""
    deadline = monotonic() + within_seconds
    while delete_batch(account_id, deletion_id, at):
        if monotonic() > deadline:
            return _deletion(account_id, deletion_id)
    finish(account_id, deletion_id, deadline - monotonic())
    return _deletion(account_id, deletion_id)


def begun(account_id: UUID, at: datetime) -> UUID | None:
    """The clean-up that is not finished, else a new one, if anything is due."""
    with transaction(account_id) as session:
        account = session.scalars(
            select(Account).where(Account.id == account_id).with_for_update(key_share=True)
        ).one_or_none()
        if not account or account.left_at:
            return None
        open_ones = select(Deletion.id).where(Deletion.kind == DeletionKind.CYCLE, Deletion.finished_at.is_(None))
        if known := session.scalar(open_ones):
            return known
        if not session.scalar(due(account.joined_at, at).with_only_columns(Scan.id).limit(1)):
            return None
        boundary = cycle.last_boundary(account.joined_at, at)
        deletion = Deletion(account_id=account_id, kind=DeletionKind.CYCLE, due_at=boundary)
        session.add(deletion)
        session.flush()
        return deletion.id


def delete_batch(account_id: UUID, deletion_id: UUID, at: datetime) -> bool:
    """False when nothing was due any more. Rows go, are counted and are told of in one transaction."""
    with transaction(account_id) as session:
        deletion = _locked_deletion(session, deletion_id)
        is_there = (Account.id == account_id, Account.left_at.is_(None))  # else all of it goes by `leaving`
        joined_at = session.scalars(select(Account.joined_at).where(*is_there)).one_or_none()
        going = _locked(session, joined_at, at) if joined_at else []
        if not going or deletion.finished_at:
            return False
        deletion.counts = dict(Counter(deletion.counts) + Counter(_remove(session, going)))
        receipts.note(session, deletion_id, b"".join(one.sha256 for one in going))
        session.flush()
        _tell(session, account_id, going)
    return True


def _locked_deletion(session: Session, deletion_id: UUID) -> Deletion:
    return session.scalars(select(Deletion).where(Deletion.id == deletion_id).with_for_update()).one()


def _locked(session: Session, joined_at: datetime, at: datetime) -> list[Going]:
    columns = due(joined_at, at).with_only_columns(Scan.id, Scan.file_id, Scan.sha256, Scan.user_id)
    return [Going(*row) for row in session.execute(columns.limit(BATCH).with_for_update(of=Scan))]


def _remove(session: Session, going: list[Going]) -> dict[str, int]:
    """Documents with all that is theirs; how many rows of what is told of in the receipt."""
    scan_ids, file_ids = [one.scan_id for one in going], [one.file_id for one in going]
    gone = {}
    # The last would take the others along, one by one; so they go at once, and are counted.
    for table, column in ((PageImage, PageImage.scan_id), (Page, Page.scan_id), (Scan, Scan.id)):
        statement = delete(table).where(column == any_of(scan_ids))
        gone[table.__tablename__] = session.connection().execute(statement).rowcount
    files_service.remove(session, file_ids)
    return {**gone, "files": len(file_ids)}


def _tell(session: Session, account_id: UUID, going: list[Going]) -> None:
    """As when somebody deletes each; the names that were told before are forgotten at the end, all at once."""
    news = [({"scanId": str(one.scan_id)}, one.user_id) for one in going]
    events_service.record_many(session, account_id, EventKind.SCAN_DELETED, news)


def _forget_names(session: Session, account_id: UUID) -> None:
    """In what was told of documents that are there no more."""
    named = (Event.account_id == account_id, Event.data.has_key("filename"), Event.data.has_key("scanId"))
    gone = ~exists().where(Scan.id == Event.data["scanId"].astext.cast(Uuid))
    session.execute(update(Event).where(*named, gone).values(data=Event.data.delete_path(array(["filename"]))))


def finish(account_id: UUID, deletion_id: UUID, within_seconds: float) -> bool:
    """Once the objects are gone too, the receipt; False when some are left.

    Raises
    ------
    ServiceUnavailable.
    """
    with transaction(account_id) as session:
        _forget_names(session, account_id)
        deletion = session.get_one(Deletion, deletion_id)
        deletion.rows_gone_at = deletion.rows_gone_at or session.scalars(select(func.clock_timestamp())).one()
        gone_at = deletion.rows_gone_at
    if not files_jobs.delete_queued(gone_at, within_seconds=within_seconds):
        return False
    with transaction(account_id) as session:
        deletion = _locked_deletion(session, deletion_id)
        if not deletion.finished_at:
            deletion.finished_at = session.scalars(select(func.now())).one()
            deletion.receipt, deletion.documents = receipts.made(deletion, {}), b""
            log.info("cycle.cleaned", account_id=str(account_id), documents=deletion.counts.get("scans", 0))
    return True


def _deletion(account_id: UUID, deletion_id: UUID) -> Deletion:
    with transaction(account_id) as session:
        return session.get_one(Deletion, deletion_id)


@dataclass(frozen=True)
class Swept:
    """Accounts in which something was due, documents that went, and whether that was all."""

    accounts: int
    documents: int
    is_all: bool


def everybody(at: datetime, within_seconds: float) -> Swept:
    """All that is due in all accounts, and a word to those whose turn comes soon."""
    deadline = monotonic() + within_seconds
    with transaction() as session:
        found = session.execute(text("SELECT * FROM oldest_scans()")).all()
    accounts = documents = 0
    is_all = True
    for row in found:
        if monotonic() > deadline:
            return Swept(accounts, documents, is_all=False)
        try:
            notice.tell(row.account_id, row.joined_at, at)
            is_due = row.oldest_at <= cycle.due_until(row.joined_at, at)
            done = clean(row.account_id, at, deadline - monotonic()) if is_due else None
        except AccountDeleted:  # just now
            continue
        if done:
            accounts, documents = accounts + 1, documents + int(done.counts.get("scans", 0))
            is_all = is_all and done.finished_at is not None
    return Swept(accounts, documents, is_all)
