"""What a user can ask of conversions: begin, look, list, cancel, delete, have a file of it.

What has expired is not there any more for any of these, whether the schedule has deleted it yet or not: each takes the
time it is.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from ocrwtf.config import settings
from ocrwtf.conversions import jobs, removing
from ocrwtf.conversions.ending import finish
from ocrwtf.conversions.limits import KEPT
from ocrwtf.conversions.models import PICTURE, UNFINISHED, Conversion, ConversionFile, ConversionStatus, Variant
from ocrwtf.conversions.news import tell
from ocrwtf.conversions.problems import ConversionFinished, NoSuchVariant, NotConvertedYet
from ocrwtf.conversions.receiving import ReceivedDeck
from ocrwtf.core.database import new_id
from ocrwtf.core.problems import NotFound
from ocrwtf.core.queue import enqueue
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.events.models import EventKind
from ocrwtf.files import service as files_service
from ocrwtf.files.models import File
from ocrwtf.files.service import Stored
from ocrwtf.users.service import Caller


def create(session: Session, caller: Caller, deck: ReceivedDeck, item: Stored, now: datetime) -> Conversion:
    """Row, charge and job commit together.

    Raises
    ------
    InsufficientCredits.
    """
    conversion = Conversion(
        id=new_id(),
        account_id=caller.account_id,
        user_id=caller.user_id,
        file_id=files_service.keep(session, caller.account_id, item),
        kind=deck.kind,
        filename=deck.file.filename,
        size_bytes=deck.file.size_bytes,
        slide_count=deck.file.page_count,
        created_at=now,
        expires_at=now + KEPT,
        files=[],
    )
    session.add(conversion)
    session.flush()
    cost, reference = settings().conversion_cost, str(conversion.id)
    credits_service.charge(session, caller.account_id, cost, Reason.CONVERSION, reference)
    enqueue(session, jobs.convert, account_id=str(caller.account_id), conversion_id=reference)
    tell(session, EventKind.CONVERSION_CREATED, conversion)
    return conversion


def _there(now: datetime) -> Select[Conversion]:
    """The session's account's, as row-level security has it, that have not expired."""
    return select(Conversion).where(Conversion.expires_at > now).options(selectinload(Conversion.files))


def get(session: Session, conversion_id: UUID, now: datetime) -> Conversion:
    """Raises NotFound: also for somebody else's, and for one that has expired."""
    as_it_is = _there(now).where(Conversion.id == conversion_id).execution_options(populate_existing=True)
    found = session.scalar(as_it_is)
    if not found:
        raise NotFound
    return found


def listed(session: Session, limit: int, before: UUID | None, now: datetime) -> list[Conversion]:
    """The newest first; `before` is the id of the last one already seen."""
    found = _there(now).order_by(Conversion.id.desc()).limit(limit)
    return list(session.scalars(found.where(Conversion.id < before) if before else found))


def cancel(session: Session, conversion_id: UUID, now: datetime) -> Conversion:
    """Stop one that waits or is running and give its credits back; one that is cancelled already stays so.

    Raises
    ------
    NotFound, ConversionFinished.
    """
    found = get(session, conversion_id, now)
    finish(session, found.account_id, found.id, ConversionStatus.CANCELLED)
    found = get(session, conversion_id, now)
    if found.status != ConversionStatus.CANCELLED:
        raise ConversionFinished(state=found.status)
    return found


def remove(session: Session, conversion_id: UUID, now: datetime) -> None:
    """Delete it with its files; an unfinished one is cancelled (and refunded) first.

    Raises
    ------
    NotFound.
    """
    get(session, conversion_id, now)
    if not removing.remove(session, conversion_id):
        raise NotFound


def variant(session: Session, conversion_id: UUID, which: Variant, now: datetime) -> tuple[Conversion, File]:
    """Raises NotFound, NotConvertedYet, NoSuchVariant."""
    return _made(session, conversion_id, which, 0, now)


def picture(session: Session, conversion_id: UUID, number: int, now: datetime) -> File:
    """The picture of a page, from 1. Raises NotFound, NotConvertedYet, NoSuchVariant."""
    return _made(session, conversion_id, PICTURE, number, now)[1]


def original(session: Session, conversion_id: UUID, now: datetime) -> tuple[Conversion, File]:
    """Raises NotFound."""
    found = get(session, conversion_id, now)
    return found, files_service.get(session, found.file_id)


def _made(session: Session, conversion_id: UUID, kind: str, number: int, now: datetime) -> tuple[Conversion, File]:
    found = get(session, conversion_id, now)
    file = session.get(ConversionFile, (conversion_id, kind, number))
    if not file:
        raise NotConvertedYet if found.status in UNFINISHED else NoSuchVariant
    return found, files_service.get(session, file.file_id)
