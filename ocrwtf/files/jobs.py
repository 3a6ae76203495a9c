"""What happens to files later: those whose time is over go, and objects without a row are deleted."""

from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy import delete, select, text

from ocrwtf.core import storage
from ocrwtf.core.database import transaction
from ocrwtf.core.queue import scheduled
from ocrwtf.files import removing
from ocrwtf.files.models import ObjectToDelete

log = structlog.get_logger()

STRAY_AGE = timedelta(hours=1)
"""An upload that has put its object needs far less until its row is committed."""
_BATCH = 500
_RUN_SECONDS = 50.0
"""So that none takes for ever; the next one is a minute away."""


@scheduled("files.delete_expired", "* * * * * 40")
def delete_expired() -> None:
    """Those that are no documents, after seven days. They were not shown any more before."""
    with transaction() as session:
        expired = session.execute(text("SELECT * FROM expired_uploads()")).all()
    for row in expired:
        with transaction(row.account_id) as session:
            removing.remove(session, row.upload_id)
    if expired:
        log.info("files.expired", count=len(expired))


@scheduled("files.delete_objects", "* * * * *")
def delete_objects() -> None:
    """Delete the objects of rows that are gone. Object first: a kill in between repeats the deletion, no more."""
    delete_queued(within_seconds=_RUN_SECONDS)


def delete_queued(until: datetime | None = None, *, within_seconds: float) -> bool:
    """Delete the objects that wait for it (those queued up to then); False when some are left.

    Raises
    ------
    ServiceUnavailable: the store is away.
    """
    if not _store_is_ours():
        return False
    deadline = monotonic() + within_seconds
    while keys := _due(until):
        storage.delete(keys)
        with transaction() as session:
            session.execute(delete(ObjectToDelete).where(ObjectToDelete.object_key.in_(keys)))
        if monotonic() > deadline:
            return not _due(until)
    return True


def _due(until: datetime | None) -> list[str]:
    queued = select(ObjectToDelete.object_key).order_by(ObjectToDelete.queued_at).limit(_BATCH)
    with transaction() as session:
        return list(session.scalars(queued.where(ObjectToDelete.queued_at <= until) if until else queued))


def _store_is_ours() -> bool:
    ours = storage.belongs_to(_this_database())
    if not ours:
        log.error("objects.foreign_store", hint="docs/operations.md, “A store belongs to one database”")
    return ours


def _this_database() -> str:
    """The cluster's own number (made by initdb; one restored from a dump has another) and the database in it."""
    with transaction() as session:
        named = "SELECT system_identifier || '/' || current_database() FROM pg_control_system()"
        return str(session.execute(text(named)).scalar_one())


@scheduled("files.delete_strays", "23 * * * *")
def delete_strays() -> None:
    """Delete objects that no row ever came to own: their upload died or was rolled back.

    Never in a store of another database: a copy of the production's, tried out on its bucket, knows too few rows.
    """
    if not _store_is_ours():
        return
    for keys in storage.older_than(STRAY_AGE, datetime.now(UTC)):
        with transaction() as session:
            known = set(session.scalars(text("SELECT known_object_keys(:keys)"), {"keys": keys}))
        strays = [key for key in keys if key not in known]
        storage.delete(strays)
        if strays:
            log.info("objects.strays_deleted", count=len(strays))
    if half_written := storage.delete_half_written(STRAY_AGE, datetime.now(UTC)):
        log.info("objects.half_written_deleted", count=half_written)
