"""What is told of a conversion when it changes, in the transaction that changes it."""

from typing import Any

from sqlalchemy import Update, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from ocrwtf.conversions.models import Conversion
from ocrwtf.events import service as events_service
from ocrwtf.events.models import Event, EventKind


def changed(session: Session, change: Update) -> Conversion | None:
    """Make a change of one conversion and give it as it is then; None when it concerned none."""
    return session.scalar(change.returning(Conversion), execution_options={"populate_existing": True})


def tell(session: Session, kind: EventKind, conversion: Conversion) -> None:
    events_service.record(session, conversion.account_id, kind, _as_it_is(conversion), conversion.user_id)


def tell_deleted(session: Session, gone: Conversion) -> None:
    """What was told of it before keeps its place, without the name somebody gave the file."""
    own = (Event.account_id == gone.account_id, Event.data["conversionId"].astext == str(gone.id))
    session.execute(update(Event).where(*own).values(data=Event.data.delete_path(array(["filename"]))))
    data = {"conversionId": str(gone.id)}
    events_service.record(session, gone.account_id, EventKind.CONVERSION_DELETED, data, gone.user_id)


def _as_it_is(conversion: Conversion) -> dict[str, Any]:
    error = {"code": conversion.error_code, "params": conversion.error_params or {}} if conversion.error_code else None
    return {
        "conversionId": str(conversion.id),
        "status": conversion.status,
        "filename": conversion.filename,
        "step": conversion.step,
        "picturesMade": conversion.pictures_made,
        "pageCount": conversion.page_count,
        "error": error,
    }
