"""How a conversion goes, asked for or expired: refunded if it had not ended, its rows and its objects."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ocrwtf.conversions.ending import finish
from ocrwtf.conversions.models import UNFINISHED, Conversion, ConversionFile, ConversionStatus
from ocrwtf.conversions.news import tell_deleted
from ocrwtf.files import service as files_service


def remove(session: Session, conversion_id: UUID) -> bool:
    """False when it is not there, or not the session's account's."""
    found = session.scalar(select(Conversion).where(Conversion.id == conversion_id).with_for_update())
    if not found:
        return False
    if found.status in UNFINISHED:
        finish(session, found.account_id, found.id, ConversionStatus.CANCELLED)
    made = select(ConversionFile.file_id).where(ConversionFile.conversion_id == found.id)
    files = [found.file_id, *session.scalars(made)]
    session.execute(delete(Conversion).where(Conversion.id == found.id))
    files_service.remove(session, files)
    tell_deleted(session, found)
    return True
