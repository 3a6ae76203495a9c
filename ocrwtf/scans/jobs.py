"""What happens to a scan later, in the worker: it is read, or given up and refunded."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from traceback import extract_tb
from typing import Any, BinaryIO
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, func, text, true, update
from sqlalchemy.orm import Session

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.queue import Arguments, WorkerStopping, enqueue, job, scheduled, stopping
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.events.models import EventKind
from ocrwtf.extraction.field import NOTHING_FOUND
from ocrwtf.extraction.remembered import Remembered
from ocrwtf.extraction.wire import extraction_as_json
from ocrwtf.files import service as files_service
from ocrwtf.ocr.choice import PPOCR, EngineArguments
from ocrwtf.ocr.errors import DocumentError
from ocrwtf.ocr.limits import PAGE_SECONDS
from ocrwtf.ocr.reader import Reader, ReadPage
from ocrwtf.scans import senders
from ocrwtf.scans.models import UNFINISHED, Scan, Status
from ocrwtf.scans.news import changed, tell
from ocrwtf.scans.reading import FailedPage, StoredPages, stored_pages
from ocrwtf.scans.search import index

log = structlog.get_logger()

RULE_FAILURES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a rule of extraction, pure and without I/O, can fail with on a paper that nobody thought of."""
TIME_LIMIT_SECONDS = 900
"""For all pages of one scan together."""


def charge_reference(scan_id: UUID, attempt: int) -> str:
    """What the ledger calls this attempt: nothing is charged or refunded twice under it."""
    return f"{scan_id}:{attempt}"


@dataclass(frozen=True)
class Claim:
    """The right to write a scan's result, until somebody claims it anew."""

    account_id: UUID
    scan_id: UUID
    attempt: int
    number: int
    page_count: int
    object_key: str


_own_claim: ContextVar[int | None] = ContextVar("own_claim", default=None)
"""The claim of the run that goes on in this thread; None where a dead worker's job is given up."""


def give_up(arguments: Arguments, error: Exception) -> None:
    """Record that an attempt failed for good, and give its credits back; not when another run has taken it over."""
    account_id, scan_id = UUID(str(arguments["account_id"])), UUID(str(arguments["scan_id"]))
    what = error if isinstance(error, DocumentError) else DocumentError("reader-crashed")
    claim = _own_claim.get()
    _own_claim.set(None)
    with transaction(account_id) as session:
        finish(session, account_id, scan_id, int(str(arguments["attempt"])), Status.FAILED, what, claim)


def finish(
    session: Session,
    account_id: UUID,
    scan_id: UUID,
    attempt: int,
    status: Status,
    error: DocumentError | None = None,
    claim: int | None = None,
) -> bool:
    """End an unfinished attempt without a result and refund it, in one transaction; False when it had ended already.

    With a claim, also False when another run has taken the scan over.
    """
    own = Scan.claim == claim if claim is not None else true()
    ended = changed(
        session,
        update(Scan)
        .where(Scan.id == scan_id, Scan.attempt == attempt, Scan.status.in_(UNFINISHED), own)
        .values(status=status, finished_at=func.now(), version=Scan.version + 1)
        .values(error_code=error and error.code, error_params=error and error.params),
    )
    if not ended:
        return False
    credits_service.refund(session, account_id, Reason.SCAN, charge_reference(scan_id, attempt))
    tell(session, EventKind.SCAN_FAILED if status == Status.FAILED else EventKind.SCAN_CANCELLED, ended)
    return True


@job("scans.read_scan", give_up)
def read_scan(account_id: str, scan_id: str, attempt: int) -> None:
    """Read all pages and write the result. Run twice, it writes once: only the last claim may write."""
    _own_claim.set(None)
    claim = _claim(UUID(account_id), UUID(scan_id), attempt)
    if not claim:
        return
    _own_claim.set(claim.number)
    started = monotonic()
    with files_service.opened(claim.object_key) as document, stored_pages() as pages:
        if _read_pages(claim, document, pages, started + TIME_LIMIT_SECONDS):
            _complete(claim, pages, monotonic() - started)
    _own_claim.set(None)


def _claim(account_id: UUID, scan_id: UUID, attempt: int) -> Claim | None:
    """Take the scan over; None when it was cancelled, deleted, finished or retried meanwhile."""
    with transaction(account_id) as session:
        scan = changed(
            session,
            update(Scan)
            .where(Scan.id == scan_id, Scan.attempt == attempt, Scan.status.in_(UNFINISHED))
            .values(status=Status.PROCESSING, claim=Scan.claim + 1, pages_read=0),
        )
        if not scan:
            return None
        tell(session, EventKind.SCAN_PROGRESS, scan)
        key = files_service.get(session, scan.file_id).object_key
    return Claim(account_id, scan_id, attempt, scan.claim, scan.page_count, key)


def _read_pages(claim: Claim, document: BinaryIO, pages: StoredPages, deadline: float) -> bool:
    """Read page by page; False when the scan is no longer ours. A page that cannot be read is recorded as such.

    Raises
    ------
    DocumentError: out of time, a page failed in a way that may pass, or no page could be read.
    WorkerStopping.
    """
    for number in range(1, claim.page_count + 1):
        if stopping.is_set():
            raise WorkerStopping
        left_seconds = deadline - monotonic()
        if left_seconds <= 0:
            raise DocumentError("reading-timed-out")
        pages.put(_read_page(document, number, min(left_seconds, PAGE_SECONDS)))
        if not _report(claim, number):
            return False
    pages.refuse_unread()
    return True


def _read_page(document: BinaryIO, number: int, timeout_seconds: float) -> ReadPage | FailedPage:
    document.seek(0)
    try:
        return _reader().read_page(document, number, timeout_seconds)
    except DocumentError as error:
        if error.retryable:
            raise
        return FailedPage(number, error)


def _still_ours(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (Scan.id == claim.scan_id, Scan.claim == claim.number, Scan.status == Status.PROCESSING)


def _report(claim: Claim, pages_read: int) -> bool:
    """Say how far we are; False when the scan was cancelled, deleted or claimed by another worker."""
    with transaction(claim.account_id) as session:
        scan = changed(session, update(Scan).where(*_still_ours(claim)).values(pages_read=pages_read))
        if scan:
            tell(session, EventKind.SCAN_PROGRESS, scan)
    return scan is not None


def _complete(claim: Claim, pages: StoredPages, seconds: float) -> None:
    """Write pages and outcome together, unless the scan is no longer ours; then nothing remains of this reading."""
    extraction = _extraction(claim, pages)
    with transaction(claim.account_id) as session:
        ours = changed(
            session,
            update(Scan)
            .where(*_still_ours(claim))
            .values(
                status=Status.COMPLETED,
                confidence=pages.confidence(),
                engine=pages.engines(),
                ocr_seconds=round(seconds, 3),
                finished_at=func.now(),
                version=Scan.version + 1,
            ),
        )
        if ours:
            pages.keep(session, ours, extraction)
            index.renew(session, claim.scan_id)
            tell(session, EventKind.SCAN_COMPLETED, ours)
    log.info(
        "scan.read", scan_id=str(claim.scan_id), pages=claim.page_count, seconds=round(seconds, 2), kept=bool(ours)
    )


def _extraction(claim: Claim, pages: StoredPages) -> dict[str, Any]:
    """With what the account's people confirmed on earlier documents of the sender that it is found to have."""
    found = _extracted(claim, pages)
    with transaction(claim.account_id) as session:
        remembered = senders.recall(session, claim.account_id, senders.sender_of(found["fields"]))
    return _extracted(claim, pages, remembered) if remembered else found


def _extracted(claim: Claim, pages: StoredPages, remembered: Sequence[Remembered] = ()) -> dict[str, Any]:
    """Nothing found where a rule fails on this paper: its text is read and paid for all the same. The log says where
    it failed, and nothing of what the exception says, which may be the document's.
    """
    try:
        return pages.extraction(remembered)
    except RULE_FAILURES as error:
        place = extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        log.error("scan.extraction_failed", scan_id=str(claim.scan_id), error=type(error).__name__, where=where)  # noqa: TRY400
        return extraction_as_json(NOTHING_FOUND)


@scheduled("scans.enqueue_stranded", "* * * * * 30")
def enqueue_stranded() -> None:
    """Every unfinished scan has a job: give one to a scan whose job was lost."""
    with transaction() as session:
        stranded = session.execute(text("SELECT * FROM stranded_scans()")).all()
    for row in stranded:
        log.warning("scan.stranded", scan_id=str(row.scan_id), attempt=row.attempt)
        with transaction(row.account_id) as session:
            enqueue(
                session,
                read_scan,
                account_id=str(row.account_id),
                scan_id=str(row.scan_id),
                attempt=row.attempt,
            )


_readers: list[Reader] = []


def _reader() -> Reader:
    return _readers[-1]


@contextmanager
def reading_processes(engine: EngineArguments = PPOCR) -> Iterator[None]:
    """Keep the OCR processes of this worker while the block runs."""
    with Reader(settings().ocr_processes, engine) as reader:
        _readers.append(reader)
        try:
            yield
        finally:
            _readers.remove(reader)
