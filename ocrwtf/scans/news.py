"""What is told of a scan when it changes, in the transaction that changes it."""

from typing import Any

from sqlalchemy import Update, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from ocrwtf.events import service as events_service
from ocrwtf.events.models import Event, EventKind
from ocrwtf.scans.models import Scan


def changed(session: Session, change: Update) -> Scan | None:
    """Make a change of one scan and give the scan as it is then; None when it concerned none."""
    return session.scalar(change.returning(Scan), execution_options={"populate_existing": True})


def tell(session: Session, kind: EventKind, scan: Scan) -> None:
    """Record what happened to the scan, with what a list shows of it; a driver is told of own captures."""
    events_service.record(session, scan.account_id, kind, _as_it_is(scan), scan.user_id)


def tell_deleted(session: Session, scan: Scan) -> None:
    """Record that it is gone; what was told of it before keeps its place, without the name somebody gave the file."""
    own = (Event.account_id == scan.account_id, Event.data["scanId"].astext == str(scan.id))
    session.execute(update(Event).where(*own).values(data=Event.data.delete_path(array(["filename"]))))
    events_service.record(session, scan.account_id, EventKind.SCAN_DELETED, {"scanId": str(scan.id)}, scan.user_id)


def _as_it_is(scan: Scan) -> dict[str, Any]:
    """As it goes over the wire, but for the error, which is worded in each reader's language."""
    return {
        "scanId": str(scan.id),
        "status": scan.status,
        "filename": scan.filename,
        "pagesRead": scan.pages_read,
        "pageCount": scan.page_count,
        "attempt": scan.attempt,
        "version": scan.version,
        "error": {"code": scan.error_code, "params": scan.error_params or {}} if scan.error_code else None,
    }
