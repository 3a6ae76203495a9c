"""What happens to a conversion later, in the worker: it is converted, or given up and refunded; and it expires."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from tempfile import TemporaryFile
from time import monotonic
from typing import Any, BinaryIO
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, func, select, text, update

from ocrwtf.conversions import slides, soffice
from ocrwtf.conversions.ending import finish
from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.fonts import replaced
from ocrwtf.conversions.kind import DeckKind
from ocrwtf.conversions.made import MadeFiles, made_files
from ocrwtf.conversions.models import UNFINISHED, Conversion, ConversionStatus, Step, Variant
from ocrwtf.conversions.news import changed, tell
from ocrwtf.conversions.removing import remove
from ocrwtf.core.database import transaction
from ocrwtf.core.queue import CONVERTING, Arguments, WorkerStopping, enqueue, job, scheduled, stopping
from ocrwtf.core.sandbox.program import ProgramStoppedError
from ocrwtf.events.models import EventKind
from ocrwtf.files import service as files_service

log = structlog.get_logger()


@dataclass(frozen=True)
class Claim:
    """The right to write a conversion's result, until somebody claims it anew."""

    account_id: UUID
    conversion_id: UUID
    number: int
    kind: DeckKind
    object_key: str


class _NotOurs(Exception):  # noqa: N818  no error: it was cancelled, deleted or claimed by another worker
    pass


_own_claim: ContextVar[int | None] = ContextVar("own_claim", default=None)
"""The claim of the run that goes on in this thread; None where a dead worker's job is given up."""


def give_up(arguments: Arguments, error: Exception) -> None:
    """Record that it failed for good, and give its credits back; not when another run has taken it over."""
    account_id, conversion_id = UUID(str(arguments["account_id"])), UUID(str(arguments["conversion_id"]))
    what = error if isinstance(error, SlidesError) else SlidesError("conversion-interrupted")
    claim = _own_claim.get()
    _own_claim.set(None)
    with transaction(account_id) as session:
        finish(session, account_id, conversion_id, ConversionStatus.FAILED, what, claim)


@job("conversions.convert", give_up, queue_name=CONVERTING)
def convert(account_id: str, conversion_id: str) -> None:
    """Make all files and write the result. Run twice, it writes once: only the last claim may write."""
    _own_claim.set(None)
    claim = _claim(UUID(account_id), UUID(conversion_id))
    if not claim:
        return
    _own_claim.set(claim.number)
    started = monotonic()
    with files_service.opened(claim.object_key) as given, made_files() as made:
        try:
            facts = _make(claim, given, made)
        except (_NotOurs, ProgramStoppedError):
            if stopping.is_set():
                raise WorkerStopping from None
            return
        _complete(claim, made, facts | {"seconds": round(monotonic() - started, 3)})
    _own_claim.set(None)


def _claim(account_id: UUID, conversion_id: UUID) -> Claim | None:
    """Take it over; None when it was cancelled, deleted or finished meanwhile."""
    with transaction(account_id) as session:
        found = changed(
            session,
            update(Conversion)
            .where(Conversion.id == conversion_id, Conversion.status.in_(UNFINISHED))
            .values(
                status=ConversionStatus.PROCESSING, step=Step.PREPARING, pictures_made=0, claim=Conversion.claim + 1
            ),
        )
        if not found:
            return None
        tell(session, EventKind.CONVERSION_PROGRESS, found)
        key = files_service.get(session, found.file_id).object_key
    return Claim(account_id, conversion_id, found.claim, DeckKind(found.kind), key)


def _make(claim: Claim, given: BinaryIO, made: MadeFiles) -> dict[str, Any]:
    """What the row will say of it. Raises SlidesError, _NotOurs, ProgramStoppedError."""
    prepared = slides.prepare(given, claim.kind)
    _report(claim, step=Step.CONVERTING)
    with _on_disk(prepared.content) as deck:
        finished = _converted(claim, deck)
        if claim.kind == DeckKind.OUTLINE:
            made.put(Variant.DECK, prepared.content)
        if prepared.has_notes:
            made.put(Variant.NOTES, _converted(claim, deck, notes=True).pdf)
    made.put(Variant.SLIDES, finished.pdf)
    _report(claim, step=Step.PICTURES, page_count=finished.pages)
    with _on_disk(finished.pdf) as pdf:
        made.put(Variant.HANDOUT, slides.handout(pdf))
        _make_pictures(claim, pdf, made)
    fonts = [list(use) for use in replaced(prepared.fonts, finished.fonts)]
    return {"fonts": fonts, "page_count": finished.pages}


def _converted(claim: Claim, deck: BinaryIO, *, notes: bool = False) -> slides.Finished:
    deck.seek(0)
    with _on_disk(soffice.converted(claim.kind, deck, lambda: _is_ours(claim), notes=notes)) as pdf:
        return slides.finish(pdf)


def _make_pictures(claim: Claim, pdf: BinaryIO, made: MadeFiles) -> None:
    count = 0
    while batch := slides.pictures(pdf, count + 1):
        for picture in batch:
            count += 1
            made.put_picture(count, picture)
        _report(claim, pictures_made=count)


@contextmanager
def _on_disk(content: bytes) -> Iterator[BinaryIO]:
    """In an unlinked temporary file: a kill leaves nothing behind."""
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        file.seek(0)
        yield file


def _still_ours(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    mine = (Conversion.id == claim.conversion_id, Conversion.claim == claim.number)
    return (*mine, Conversion.status == ConversionStatus.PROCESSING)


def _is_ours(claim: Claim) -> bool:
    if stopping.is_set():
        return False
    with transaction(claim.account_id) as session:
        return session.scalar(select(Conversion.id).where(*_still_ours(claim))) is not None


def _report(claim: Claim, **values: object) -> None:
    """Say how far we are. Raises _NotOurs."""
    with transaction(claim.account_id) as session:
        found = changed(session, update(Conversion).where(*_still_ours(claim)).values(**values))
        if found:
            tell(session, EventKind.CONVERSION_PROGRESS, found)
    if not found or stopping.is_set():
        raise _NotOurs


def _complete(claim: Claim, made: MadeFiles, facts: dict[str, Any]) -> None:
    """Write files and outcome together, unless it is no longer ours; then nothing remains of this run."""
    with transaction(claim.account_id) as session:
        ours = changed(
            session,
            update(Conversion)
            .where(*_still_ours(claim))
            .values(status=ConversionStatus.COMPLETED, step=None, finished_at=func.now(), **facts),
        )
        if ours:
            made.keep(session, ours)
            tell(session, EventKind.CONVERSION_COMPLETED, ours)
    log.info("conversion.made", conversion_id=str(claim.conversion_id), seconds=facts["seconds"], kept=bool(ours))


@scheduled("conversions.enqueue_stranded", "* * * * * 40")
def enqueue_stranded() -> None:
    """Every unfinished conversion has a job: give one to a conversion whose job was lost."""
    with transaction() as session:
        stranded = session.execute(text("SELECT * FROM stranded_conversions()")).all()
    for row in stranded:
        log.warning("conversion.stranded", conversion_id=str(row.conversion_id))
        with transaction(row.account_id) as session:
            enqueue(session, convert, account_id=str(row.account_id), conversion_id=str(row.conversion_id))


@scheduled("conversions.delete_expired", "* * * * * 20")
def delete_expired() -> None:
    """Rows go, and with them, by the trigger on `files`, their objects. They were not shown any more before."""
    with transaction() as session:
        expired = session.execute(text("SELECT * FROM expired_conversions()")).all()
    for row in expired:
        with transaction(row.account_id) as session:
            remove(session, row.conversion_id)
    if expired:
        log.info("conversions.expired", count=len(expired))
