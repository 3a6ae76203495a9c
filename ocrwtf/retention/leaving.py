"""An account goes: its rows, then its objects, then the receipt. Each step may be killed and is done again."""

from collections import Counter
from datetime import datetime
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction
from ocrwtf.files import jobs as files_jobs
from ocrwtf.retention import forgetting, receipts
from ocrwtf.retention.forgetting import Table
from ocrwtf.retention.models import Deletion

log = structlog.get_logger()

_DOCUMENTS = "scans"
"""The table whose hashes are those of the documents as they were received."""


def finish(account_id: UUID, deletion_id: UUID, within_seconds: float) -> str | None:
    """Go on with a deletion; the receipt once all is gone, None when the time was over before.

    Two that do it at once take turns, batch by batch.

    Raises
    ------
    ServiceUnavailable: the store of objects is away.
    """
    deadline = monotonic() + within_seconds
    with transaction(account_id) as session:
        tables = forgetting.tables(session)
    for table in tables:
        while table.ours and _delete_batch(account_id, deletion_id, table):
            if monotonic() > deadline:
                return None
    while _delete_log_batch(account_id, deletion_id):
        if monotonic() > deadline:
            return None
    gone_at = _rows_gone_at(account_id, deletion_id)
    if not gone_at or not files_jobs.delete_queued(gone_at, within_seconds=deadline - monotonic()):
        return None
    return _receipt(account_id, deletion_id)


def _delete_batch(account_id: UUID, deletion_id: UUID, table: Table) -> bool:
    """False when there was nothing left. Rows go and are counted in one transaction."""
    with transaction(account_id) as session:
        deletion = _locked(session, deletion_id)
        gone = forgetting.delete_batch(session, table, account_id)
        if gone:
            deletion.counts = dict(Counter(deletion.counts) + Counter({table.name: len(gone)}))
        if table.name == _DOCUMENTS:
            receipts.note(session, deletion_id, b"".join(filter(None, gone)))
    return bool(gone)


def _delete_log_batch(account_id: UUID, deletion_id: UUID) -> bool:
    with transaction(account_id) as session:
        deletion = _locked(session, deletion_id)
        gone = forgetting.delete_log_batch(session, account_id)
        deletion.counts = dict(Counter(deletion.counts) + Counter({"security_log": gone}))
    return gone > 0


def _locked(session: Session, deletion_id: UUID) -> Deletion:
    return session.scalars(select(Deletion).where(Deletion.id == deletion_id).with_for_update()).one()


def _rows_gone_at(account_id: UUID, deletion_id: UUID) -> datetime | None:
    """From then on nothing of the account is in the database: every object of it is in the queue of those that go."""
    with transaction(account_id) as session:
        deletion = _locked(session, deletion_id)
        forgetting.forget_jobs(session, account_id)
        if kept := list(forgetting.left_over(session, account_id)):
            log.error("account.rows_kept", account_id=str(account_id), tables=kept)
            return None
        forgetting.bare(session, account_id)
        deletion.rows_gone_at = deletion.rows_gone_at or session.scalars(select(func.clock_timestamp())).one()
        return deletion.rows_gone_at


def _receipt(account_id: UUID, deletion_id: UUID) -> str:
    with transaction(account_id) as session:
        deletion = _locked(session, deletion_id)
        if not deletion.receipt:
            deletion.finished_at = session.scalars(select(func.now())).one()
            kept = session.scalars(text("SELECT count(*) FROM credit_entries")).one()
            deletion.receipt, deletion.documents = receipts.made(deletion, {"credit_entries": kept}), b""
            log.info("account.left", account_id=str(account_id), rows=sum(deletion.counts.values()))
        return deletion.receipt
