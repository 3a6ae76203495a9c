"""What a user can ask of scans: upload, look, list, cancel, retry, delete."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, selectinload

from ocrwtf.config import settings
from ocrwtf.core.database import new_id, transaction
from ocrwtf.core.problems import NotFound
from ocrwtf.core.queue import enqueue
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.events.models import EventKind
from ocrwtf.files import service as files_service
from ocrwtf.scans import jobs, page_images, reading
from ocrwtf.scans.models import LIVE, UNFINISHED, ImageSize, Page, PageImage, Scan, Status
from ocrwtf.scans.news import tell, tell_deleted
from ocrwtf.scans.problems import AlreadyLive, NotReadYet, NotRetryable, ScanFinished
from ocrwtf.scans.search import index
from ocrwtf.users.members import Member
from ocrwtf.users.models import Role
from ocrwtf.users.service import Caller

T = TypeVar("T")


@dataclass(frozen=True)
class Uploaded:
    scan: Scan
    already_existed: bool


def create_scans(session: Session, caller: Caller, objects: list[files_service.Stored]) -> list[Uploaded]:
    """One scan and one charge for each file that is not a live scan already; all or nothing.

    The same bytes at the same time wait for each other (advisory locks, taken in one order so that two batches cannot
    wait crosswise), so twenty equal uploads are one scan. Row, charge and job commit together.

    Raises
    ------
    InsufficientCredits.
    """
    live: dict[bytes, Scan | None] = {}
    for sha256 in sorted({item.received.sha256 for item in objects}):
        lock_bytes(session, caller.account_id, sha256)
        live[sha256] = _live_scan(session, caller, sha256)
    credits_service.require(session, caller.account_id, settings().scan_cost * list(live.values()).count(None))
    uploaded: list[Uploaded] = []
    for item in objects:
        known = live[item.received.sha256]
        scan = known or _create(session, caller, item)
        live[item.received.sha256] = scan
        uploaded.append(Uploaded(scan, already_existed=known is not None))
    return uploaded


def _create(session: Session, caller: Caller, item: files_service.Stored) -> Scan:
    got = item.received
    file_id = files_service.keep(session, caller.account_id, item)
    scan = Scan(
        id=new_id(),
        account_id=caller.account_id,
        user_id=caller.user_id,
        file_id=file_id,
        sha256=got.sha256,
        size_bytes=got.size_bytes,
        media_type=got.media_type,
        filename=got.filename,
        page_count=got.page_count,
    )
    session.add(scan)
    index.renew(session, scan.id)
    _charge_and_enqueue(session, scan)
    tell(session, EventKind.SCAN_CREATED, scan)
    return scan


def _charge_and_enqueue(session: Session, scan: Scan) -> None:
    reference = jobs.charge_reference(scan.id, scan.attempt)
    credits_service.charge(session, scan.account_id, settings().scan_cost, Reason.SCAN, reference)
    enqueue(session, jobs.read_scan, account_id=str(scan.account_id), scan_id=str(scan.id), attempt=scan.attempt)


def lock_bytes(session: Session, account_id: UUID, sha256: bytes) -> None:
    """One upload of these bytes at a time in this account, until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{account_id}{sha256.hex()}", 0))))


def _live_scan(session: Session, caller: Caller, sha256: bytes) -> Scan | None:
    """Of those that the caller may see: a driver's phone must not get what the office uploaded."""
    same = visible(caller).where(Scan.sha256 == sha256, Scan.status.in_(LIVE))
    without_boxes = selectinload(Scan.pages).defer(Page.lines)
    return session.scalar(same.options(without_boxes).order_by(Scan.id).limit(1))


def visible(caller: Member) -> Select[Scan]:
    """The account's scans; a driver sees own captures only."""
    scans = select(Scan)
    return scans.where(Scan.user_id == caller.user_id) if caller.role == Role.DRIVER else scans


def get(session: Session, caller: Member, scan_id: UUID) -> Scan:
    """One scan with its pages.

    Raises
    ------
    NotFound: also for somebody else's.
    """
    scan = session.scalar(visible(caller).where(Scan.id == scan_id).options(selectinload(Scan.pages)))
    if not scan:
        raise NotFound
    return scan


def each(caller: Member, scan_ids: Iterable[UUID], of: Callable[[Session, Scan], T]) -> Iterator[T]:
    """Something of many scans, one after the other, each in a short transaction: who takes it slowly holds no
    connection. What is deleted meanwhile is left out.
    """
    for scan_id in scan_ids:
        with transaction(caller.account_id) as session:
            try:
                found = of(session, get(session, caller, scan_id))
            except NotFound:
                continue
        yield found


def locked(session: Session, caller: Caller, scan_id: UUID) -> Scan:
    """One scan with its pages, for a change: as they are once nobody else is changing them any more.

    Raises
    ------
    NotFound.
    """
    own = visible(caller).where(Scan.id == scan_id).options(selectinload(Scan.pages), selectinload(Scan.extraction))
    scan = session.scalar(own.with_for_update().execution_options(populate_existing=True))
    if not scan:
        raise NotFound
    return scan


def get_read(session: Session, caller: Caller, scan_id: UUID) -> Scan:
    """The same, once it has been read.

    Raises
    ------
    NotFound, NotReadYet.
    """
    scan = get(session, caller, scan_id)
    if scan.status in UNFINISHED:
        raise NotReadYet
    return scan


def page_image(
    session: Session, caller: Member, scan_id: UUID, number: int, size: ImageSize = ImageSize.FULL
) -> tuple[PageImage, str | None]:
    """The page's picture, and the version of its pictures that its address names.

    Raises
    ------
    NotFound, NotReadYet.
    """
    page = session.scalar(
        select(Page)
        .where(Page.number == number, Page.scan_id.in_(visible(caller).with_only_columns(Scan.id)))
        .where(Page.scan_id == scan_id)
    )
    if not page:
        raise NotReadYet if get(session, caller, scan_id).status in UNFINISHED else NotFound
    return page_images.get(session, page, size), page.image_version


def _row(session: Session, caller: Caller, scan_id: UUID, *, locked: bool = False) -> Scan:
    """The scan as it is now, without its pages: what they hold is not read while others wait for the row.

    Raises
    ------
    NotFound: also when somebody deleted it meanwhile.
    """
    own = visible(caller).where(Scan.id == scan_id).execution_options(populate_existing=True)
    found = session.scalar(own.with_for_update() if locked else own)
    if not found:
        raise NotFound
    return found


def cancel(session: Session, caller: Caller, scan_id: UUID) -> Scan:
    """Stop a scan that waits or is being read and give its credits back; one that is cancelled already stays so.

    Raises
    ------
    NotFound, ScanFinished.
    """
    scan = _row(session, caller, scan_id, locked=True)
    jobs.finish(session, scan.account_id, scan.id, scan.attempt, Status.CANCELLED)
    scan = _row(session, caller, scan_id)
    if scan.status != Status.CANCELLED:
        raise ScanFinished(state=scan.status)
    return scan


def retry(session: Session, caller: Caller, scan_id: UUID) -> Scan:
    """Read a failed or cancelled scan again: a new attempt, charged again. Of an older reading only history remains.

    Raises
    ------
    NotFound, NotRetryable, AlreadyLive, InsufficientCredits.
    """
    lock_bytes(session, caller.account_id, _row(session, caller, scan_id).sha256)
    scan = _row(session, caller, scan_id, locked=True)
    if scan.status not in (Status.FAILED, Status.CANCELLED):
        raise NotRetryable(state=scan.status)
    if live := _live_scan(session, caller, scan.sha256):
        raise AlreadyLive(scan_id=str(live.id))
    scan.status, scan.attempt, scan.version = Status.PENDING, scan.attempt + 1, scan.version + 1
    scan.pages_read, scan.error_code, scan.error_params, scan.finished_at = 0, None, None, None
    reading.forget(session, scan)
    index.renew(session, scan.id)
    _charge_and_enqueue(session, scan)
    tell(session, EventKind.SCAN_CHANGED, scan)
    return scan


def remove(session: Session, caller: Caller, scan_id: UUID) -> None:
    """Delete a scan with its pages and objects; an unfinished one is cancelled (and refunded) first."""
    scan = _row(session, caller, scan_id, locked=True)
    if scan.status in UNFINISHED:
        jobs.finish(session, scan.account_id, scan.id, scan.attempt, Status.CANCELLED)
    session.execute(delete(Scan).where(Scan.id == scan.id))
    files_service.remove(session, [scan.file_id])
    tell_deleted(session, scan)
