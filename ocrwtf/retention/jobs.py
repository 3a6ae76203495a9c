"""What happens later: archives are made and expire, deletions are finished, old receipts are forgotten."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import TypeGuard
from uuid import UUID

import structlog
from sqlalchemy import text

from ocrwtf.core import storage
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Language
from ocrwtf.core.problems import AccountDeleted
from ocrwtf.core.queue import UPKEEP, Arguments, WorkerStopping, job, scheduled, stopping
from ocrwtf.files import service as files_service
from ocrwtf.files.service import Bytes
from ocrwtf.retention import archive_contents, archives, cycles, leaving
from ocrwtf.retention.models import UNFINISHED, Archive, ArchiveStatus, DeletionKind
from ocrwtf.users.members import Member, member

log = structlog.get_logger()

REPORT_SECONDS = 1.0
"""Between two words on how far an archive is."""
RUN_SECONDS = 600.0
"""So long one run goes on with deletions; the next goes on from there."""


class NotWanted(Exception):  # noqa: N818  no error: the archive was cancelled, or its account is gone
    retryable = False


@dataclass(frozen=True)
class _Claim:
    """The right to finish an archive, until another run claims it."""

    archive_id: UUID
    number: int
    owner: Member
    language: Language


def give_up(arguments: Arguments, error: Exception) -> None:
    """Say that it failed; of one that nobody wants any more there is nothing to say."""
    account_id, archive_id = UUID(str(arguments["account_id"])), UUID(str(arguments["archive_id"]))
    if isinstance(error, NotWanted | AccountDeleted):
        return
    with transaction(account_id) as session:
        archive = archives.of_id(session, archive_id)
        if archive and archive.status in UNFINISHED:
            archive.status = ArchiveStatus.FAILED
            archive.expires_at = datetime.now(UTC) + archives.KEPT
            archives.tell(session, archive)


@job("retention.make_archive", give_up, queue_name=UPKEEP)
def make_archive(account_id: str, archive_id: str) -> None:
    """Write the archive as an object. Run twice, it is there once: only the last claim may finish it."""
    claim = _claim(UUID(account_id), UUID(archive_id))
    if not claim:
        return
    key, counted = storage.new_key(), _Counted()
    kept = False
    try:
        storage.put_pieces(key, counted.of(archive_contents.pieces(claim.owner, claim.language, _progress(claim))))
        kept = _ready(claim, key, counted.bytes())
    finally:
        if not kept:
            storage.delete([key])


def _claim(account_id: UUID, archive_id: UUID) -> _Claim | None:
    with transaction(account_id) as session:
        archive = archives.of_id(session, archive_id)
        if not archive or archive.status not in UNFINISHED:
            return None
        archive.status, archive.claim, archive.documents_done = ArchiveStatus.WORKING, archive.claim + 1, 0
        archives.tell(session, archive)
        owner = member(session, archive.user_id)
        return _Claim(archive.id, archive.claim, owner, archive.language)


class _Counted:
    """Bytes on their way into the store: how many, and their hash."""

    def __init__(self) -> None:
        self._hash, self._size = hashlib.sha256(), 0

    def of(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if piece:
                self._hash.update(piece)
                self._size += len(piece)
                yield piece

    def bytes(self) -> Bytes:
        return Bytes(self._hash.digest(), self._size, "application/zip")


def _progress(claim: _Claim) -> archive_contents.Progress:
    last = monotonic()

    def told(done: int) -> None:
        nonlocal last
        if stopping.is_set():
            raise WorkerStopping
        if monotonic() - last >= REPORT_SECONDS:
            last = monotonic()
            _report(claim, done)

    return told


def _report(claim: _Claim, done: int) -> None:
    """Raises NotWanted."""
    with transaction(claim.owner.account_id) as session:
        archive = archives.of_id(session, claim.archive_id)
        if not _is_ours(archive, claim):
            raise NotWanted
        archive.documents_done = done
        archives.tell(session, archive)


def _is_ours(archive: Archive | None, claim: _Claim) -> TypeGuard[Archive]:
    return archive is not None and archive.claim == claim.number and archive.status == ArchiveStatus.WORKING


def _ready(claim: _Claim, key: str, of: Bytes) -> bool:
    """False when it was cancelled meanwhile, or another run has taken it over."""
    with transaction(claim.owner.account_id) as session:
        archive = archives.of_id(session, claim.archive_id)
        if not _is_ours(archive, claim):
            return False
        archive.file_id = files_service.add(session, claim.owner.account_id, key, of)
        archive.size_bytes, archive.status = of.size_bytes, ArchiveStatus.READY
        archive.documents_done = archive.documents_total
        archive.expires_at = datetime.now(UTC) + archives.KEPT
        archives.tell(session, archive)
    return True


@scheduled("retention.finish_deletions", "* * * * * */15")
def finish_deletions() -> None:
    """Go on with deletions that were begun, wherever whoever began them was stopped."""
    with transaction() as session:
        unfinished = session.execute(text("SELECT * FROM unfinished_deletions()")).all()
    for row in unfinished:
        if row.kind == DeletionKind.ACCOUNT:
            leaving.finish(row.account_id, row.deletion_id, RUN_SECONDS)
        else:
            cycles.resume(row.account_id, row.deletion_id, cycles.now(), RUN_SECONDS)


@scheduled("retention.sweep", "7 * * * *")
def sweep() -> None:
    """Documents whose time is over go, in every account at the end of its own cycle."""
    swept = cycles.everybody(cycles.now(), RUN_SECONDS)
    if swept.accounts:
        log.info("cycles.swept", accounts=swept.accounts, documents=swept.documents, is_all=swept.is_all)


@scheduled("retention.forget_expired", "13,43 * * * *")
def forget_expired() -> None:
    """Archives whose time is over go, with their objects; receipts after 30 days."""
    with transaction() as session:
        session.execute(text("SELECT forget_old_receipts()"))
        expired = session.execute(text("SELECT * FROM expired_archives()")).all()
    for row in expired:
        with transaction(row.account_id) as session:
            if archive := archives.of_id(session, row.archive_id):
                archives.remove(session, archive)
